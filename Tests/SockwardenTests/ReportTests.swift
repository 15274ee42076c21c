import Foundation
import TestSupport
import Testing

/// Reports to standard output and to files, as a user asks for them.
@Suite("sockwarden lint: reports")
struct ReportTests {
    private func names(_ command: Command) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: command.folder.path).filter { !$0.hasPrefix(".sockwarden") }.sorted()
    }

    private func text(_ name: String, _ command: Command) throws -> String {
        try String(contentsOfFile: command.folder.path + "/" + name, encoding: .utf8)
    }

    @Test("Every format goes to standard output")
    func formats() throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        for (format, start) in [
            ("text", "policy.yaml:9:44: error: "), ("json", "{\"findings\":["), ("sarif", "{\"$schema\":"), ("junit", "<?xml"),
            ("github", "::error file=policy.yaml,line=9,endLine=9,col=44,"), ("gitlab", "[{"), ("rdjson", "{\"source\":"),
            ("tap", "TAP version 14\nnot ok 1 - policy.yaml:1 ListenerPolicy edge/keepalive\n"), ("html", "<!DOCTYPE html>"),
        ] {
            let run = try command("lint", "--format", format, "policy.yaml")
            #expect(run.output.hasPrefix(start) && run.output.hasSuffix("\n") && run.code == 1, "\(format): \(run.output.prefix(200))")
            #expect(run.errors == "1 error in 1 of 1 object (1 file)\n1 can be fixed with --fix\n")
        }
    }

    @Test("Several reports at once: files beside standard output, each as it would be alone")
    func several() throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let run = try command("lint", "--format", "github", "--output", "sarif=a.sarif", "--output", "json=a=b.json", "policy.yaml")
        #expect(run.code == 1 && run.output.hasPrefix("::error "))
        #expect(try names(command) == ["a.sarif", "a=b.json", "policy.yaml"])
        #expect(try text("a=b.json", command) == command("lint", "--format", "json", "policy.yaml").output)
        #expect(try text("a.sarif", command) == command("lint", "--format", "sarif", "policy.yaml").output)
    }

    @Test("JUnit and TAP fail from --fail-on on")
    func failOn() throws {
        let command = try Command(["policy.yaml": Manifest.risky])
        #expect(try command("lint", "--format", "tap", "policy.yaml").output.contains("\nnot ok 1 - "))
        #expect(try command("lint", "--format", "tap", "--fail-on", "error", "policy.yaml").output.contains("\nok 1 - "))
        #expect(try command("lint", "--format", "junit", "--fail-on", "never", "policy.yaml").output.contains(" failures=\"0\" "))
    }

    @Test(
        "A report that cannot be written ends in one line, its exit code, and no file",
        arguments: [
            ("sarif=absent/a.sarif", "absent/a.sarif: No such file or directory"),
            ("sarif=/dev/full", "/dev/full: No space left on device"),
        ])
    func unwritable(output: String, reason: String) throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let run = try command("lint", "--output", "json=kept.json", "--output", output, "policy.yaml")
        #expect(run.code == 4)
        #expect(run.errors == "sockwarden: cannot write \(reason)\n")
        #expect(try names(command) == ["policy.yaml"])
    }

    @Test("A full disk behind standard output keeps the other reports from being taken for whole")
    func fullDisk() throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let line = "'\(CommandRun.products)/sockwarden' lint --format html --output json=a.json policy.yaml > /dev/full"
        let run = try CommandRun("/bin/sh", ["-c", line], in: command.folder.path)
        #expect(run.code == 4 && run.errors == "sockwarden: cannot write to standard output: No space left on device\n")
        #expect(try names(command) == ["policy.yaml"])
    }

    @Test("A reader that goes away ends the run in one line, and leaves nothing behind")
    func closedPipe() throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        // The reader is gone before the first byte; the script waits for that.
        let line =
            "mkfifo gone; exec 3<>gone; exec 4>gone; exec 3<&-; '\(CommandRun.products)/sockwarden' lint --output json=a.json policy.yaml >&4"
        let run = try CommandRun("/bin/sh", ["-c", line], in: command.folder.path)
        #expect(run.code == 4 && run.errors == "sockwarden: cannot write to standard output: Broken pipe\n")
        #expect(try names(command) == ["gone", "policy.yaml"])
    }

    @Test(
        "What cannot be meant is refused",
        arguments: [
            ["--output", "sarif"], ["--output", "sarif="], ["--output", "xml=a"], ["--format", "xml"], ["--quiet", "--verbose"],
            ["--output", "json=a", "--output", "sarif=a"],
        ])
    func usage(arguments: [String]) throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let run = try command.run(["lint"] + arguments + ["policy.yaml"])
        #expect(run.code == 2 && run.output.isEmpty && !run.errors.isEmpty)
        #expect(try names(command) == ["policy.yaml"])
    }

    @Test("--quiet is findings and nothing else")
    func quiet() throws {
        let run = try Command(["policy.yaml": Manifest.foreign])("lint", "--quiet", "policy.yaml")
        #expect(run.output.split(separator: "\n").count == 1 && run.output.contains("[SW102 foreign-platform-option]"))
        #expect(run.errors.isEmpty && run.code == 1)
        #expect(try Command(["policy.yaml": Manifest.sound])("lint", "-q", "policy.yaml").output.isEmpty)
    }

    @Test("--verbose says what was read, and what was skipped and why")
    func verbose() throws {
        let run = try Command([
            "d/policy.yaml": Manifest.sound, "d/.hidden.yaml": Manifest.sound, "d/other.yaml": Manifest.other, ".git/HEAD": "",
            "d/.gitignore": "made.yaml\n", "d/made.yaml": Manifest.sound, "d/empty.yaml": "",
        ])("lint", "-v", "d")
        #expect(run.output.contains("d/policy.yaml:1:1: reviewed: ListenerPolicy edge/keepalive\n"))
        #expect(run.output.contains("d/other.yaml:1:1: passed over: ConfigMap of v1, settings\n"))
        #expect(run.output.contains("d/empty.yaml:1:1: no document\n"))
        #expect(run.errors.contains("skipped: d/.hidden.yaml: hidden\n"))
        #expect(run.errors.contains("skipped: d/made.yaml: named by .gitignore\n"))
    }

    @Test("Nothing to review points to the list of kinds in a line")
    func nothingToReview() throws {
        let run = try Command(["other.yaml": Manifest.other])("lint", ".")
        #expect(run.code == 3)
        let line = run.errors.split(separator: "\n").last ?? ""
        #expect(line.contains("sockwarden kinds") && line.utf8.count < 250)
    }

    /// A terminal of its own, from util-linux's `script`.
    @Test("At a terminal many findings are grouped by file, and nothing of the progress stays", .enabled(if: TerminalRun.isPresent))
    func terminal() throws {
        let options = String(repeating: "- {level: 65535, name: 8, intValue: 1}\n", count: 6)
        let command = try Command(["a.yaml": Manifest.policy(options), "b.yaml": Manifest.policy(options)])
        let run = try TerminalRun.run("'\(CommandRun.products)/sockwarden' lint --color never a.yaml b.yaml", in: command.folder.path)
        #expect(run.contains("a.yaml: 6 errors") && run.contains("\n  9:13: error: 65535/8") && run.contains("b.yaml: 6 errors"))
        #expect(!run.contains("reviewed…"))
    }
}

/// A command at a terminal.
enum TerminalRun {
    private static let script = "/usr/bin/script"
    static var isPresent: Bool { FileManager.default.isExecutableFile(atPath: script) }

    /// What the terminal showed.
    static func run(_ line: String, in folder: String) throws -> String {
        try CommandRun(script, ["-qec", line, "/dev/null"], in: folder).output.replacing("\r\n", with: "\n")
    }
}
