import Foundation
import TestSupport
import Testing

/// The files that other programs run sockwarden by.
@Suite struct IntegrationFilesTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The shell script of `action.yml`'s first step.
    private func script() throws -> String {
        let lines = try String(contentsOf: Self.root.appending(path: "action.yml"), encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasSuffix("run: |") }) + 1
        return lines[start...].prefix { $0.hasPrefix("        ") }.map { $0.dropFirst(8) }.joined(separator: "\n")
    }

    private func action(_ command: Command, _ inputs: [String: String], path: String = CommandRun.products + ":/usr/bin:/bin") throws
        -> CommandRun
    {
        var environment = [
            "INPUT_PATHS": ".", "INPUT_FAIL_ON": "warning", "INPUT_CONFIG": "", "INPUT_ARGS": "", "INPUT_IMAGE": "",
            "INPUT_SARIF": "out.sarif",
            "GITHUB_OUTPUT": command.folder.path + "/outputs", "PATH": path,
        ]
        environment.merge(inputs) { $1 }
        return try CommandRun(
            "/bin/bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script()], in: command.folder.path,
            environment: environment)
    }

    @Test func theActionAnnotatesAndLeavesAReport() throws {
        let command = try Command(["deploy/a b.yaml": Manifest.foreign, "other.yaml": "rules: {SW102: info, SW213: off, SW401: off}\n"])
        let run = try action(command, ["INPUT_PATHS": "deploy/a b.yaml\n"])
        #expect(run.code == 1 && run.output.contains("::error ") && run.output.contains("file=deploy/a b.yaml"))
        #expect(try String(contentsOfFile: command.folder.path + "/outputs", encoding: .utf8) == "sarif-file=out.sarif\n")
        let sarif =
            try JSONSerialization.jsonObject(with: Data(contentsOf: command.folder.url.appending(path: "out.sarif"))) as? [String: Any]
        #expect(sarif?["version"] as? String == "2.1.0")
        #expect(try action(command, ["INPUT_CONFIG": "other.yaml"]).code == 0)
        #expect(try action(command, ["INPUT_FAIL_ON": "never"]).code == 0)
        #expect(try action(command, ["INPUT_ARGS": "--no-config\n--fail-on=never\n"]).code == 0)
    }

    @Test func anEarlierReportIsNotTakenForThisOne() throws {
        let command = try Command(["a.yaml": Manifest.foreign, "out.sarif": "{}"])
        let run = try action(command, ["INPUT_CONFIG": "missing.yaml"])
        #expect(run.code == 2 && !FileManager.default.fileExists(atPath: command.folder.path + "/outputs"), "\(run)")
    }

    @Test func inputsAreNoCommands() throws {
        let command = try Command(["a.yaml": Manifest.sound])
        let run = try action(command, ["INPUT_PATHS": "$(touch made)\n`touch made`\n--config\n", "INPUT_ARGS": "; touch made"])
        #expect(run.code != 0 && !FileManager.default.fileExists(atPath: command.folder.path + "/made"))
    }

    @Test func anImageRunsInTheWorkspace() throws {
        let command = try Command(["a.yaml": Manifest.sound, "bin/docker": "#!/bin/sh\nprintf '%s\\n' \"$@\" >asked\n"])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: command.folder.path + "/bin/docker")
        let path = command.folder.path + "/bin:/usr/bin:/bin"
        #expect(try action(command, ["INPUT_IMAGE": "registry.example.com/sockwarden:1"], path: path).code == 0)
        let asked = try String(contentsOfFile: command.folder.path + "/asked", encoding: .utf8).split(separator: "\n")
        #expect(asked.first == "run" && asked.contains("registry.example.com/sockwarden:1") && asked.suffix(2) == ["--", "."])
        let missing = try action(command, [:], path: "/usr/bin:/bin")
        #expect(missing.code == 2 && missing.output.contains("::error::sockwarden is not on the PATH"))
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsAreScripts(shell: String) throws {
        let command = try Command()
        let run = try command("--generate-completion-script", shell)
        #expect(run.code == 0 && run.output.contains("changed-since"))
        let program = ["/bin/\(shell)", "/usr/bin/\(shell)"].first(where: FileManager.default.isExecutableFile)
        guard let program else { return print("skipped: there is no \(shell)") }
        try command.folder.write(run.output, to: "completion")
        #expect(try CommandRun(program, ["-n", "completion"], in: command.folder.path).code == 0)
    }

    /// Bash asked what it would complete.
    @Test func bashCompletesOptions() throws {
        let command = try Command()
        try command.folder.write(try command("--generate-completion-script", "bash").output, to: "completion")
        let script = """
            source ./completion
            COMP_WORDS=(sockwarden lint --chan); COMP_CWORD=2; COMP_LINE="sockwarden lint --chan"; COMP_POINT=${#COMP_LINE}
            _sockwarden sockwarden --chan lint && printf '%s\\n' "${COMPREPLY[@]}"
            """
        let run = try CommandRun("/bin/bash", ["--noprofile", "--norc", "-c", script], in: command.folder.path)
        #expect(run.output.contains("--changed-since"), "\(run.output) \(run.errors)")
    }
}
