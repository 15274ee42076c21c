import Foundation
import TestSupport
import Testing

/// Inputs and streams that are not what they should be: one line, the right exit code, and nothing half-written.
@Suite("Hostile input") struct HostileInputTests {
    /// Runs a script with the command as `$0`.
    private func shell(_ command: Command, _ script: String) throws -> CommandRun {
        try CommandRun("/bin/sh", ["-c", script, CommandRun.products + "/sockwarden"], in: command.folder.path)
    }

    /// A pipe gives its bytes once, also where a policy asks for the Gateways of all files.
    @Test("A named pipe is read once, and cannot be fixed", arguments: [("", 1), ("--fix", 4), ("--diff", 1)])
    func namedPipe(option: String, code: Int32) throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let run = try shell(command, "mkfifo pipe; cat policy.yaml > pipe & \"$0\" lint \(option) pipe; code=$?; wait; exit $code")
        #expect(run.code == code && (option == "--diff" ? run.output.contains("+++ pipe") : run.output.contains("SW102")), "\(run)")
        #expect(run.errors.contains("sockwarden: cannot write pipe: it is no ordinary file\n") == (option == "--fix"), "\(run.errors)")
    }

    @Test("A device without an end is not read for ever")
    func endlessDevice() throws {
        let run = try Command()("lint", "/dev/zero")
        #expect(run.code == 3 && run.errors.hasPrefix("sockwarden: cannot read /dev/zero: it is larger than 512 MiB; "), "\(run)")
    }

    @Test("A name that is no UTF-8 is named in a line, and the rest is reviewed", arguments: [".", "\"$name\""])
    func nameThatIsNoText(path: String) throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let run = try shell(command, "name=$(printf 'a\\377.yaml'); cp policy.yaml \"$name\"; \"$0\" lint --quiet \(path)")
        #expect(run.code == 3 && run.errors.hasSuffix("a name that is no UTF-8 cannot be opened; rename it)\n"), "\(run)")
        #expect(run.errors.split(separator: "\n").count == 1 && run.output.contains("SW102") == (path == "."))
    }

    /// Neither lines of their own nor a terminal's commands. HTML and what holds JSON have their own ways to write them.
    @Test("Names of files cannot steer whoever reads a report", arguments: ["text", "junit", "github", "tap", "html", "json", "sarif"])
    func steeringNames(format: String) throws {
        let command = try Command(["a\u{1B}[31m\n::error::b.yaml": Manifest.foreign])
        let run = try command("lint", "--quiet", "--format", format, ".")
        #expect(run.code == 1 && run.output.contains("SW102"), "\(run)")
        #expect(!run.output.contains("\u{1B}") && !run.output.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("::error::b") })
    }

    @Test("A stream that came closed is no file that is opened later")
    func closedStreams() throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let output = try shell(command, "\"$0\" lint --output json=a.json policy.yaml >&-")
        #expect(output.code == 4 && output.errors == "sockwarden: cannot write to standard output: Bad file descriptor\n", "\(output)")
        let names = try FileManager.default.contentsOfDirectory(atPath: command.folder.path).sorted()
        #expect(names == [".sockwarden.yaml", "policy.yaml"])
        let errors = try shell(command, "\"$0\" lint --output json=a.json policy.yaml 2>&-; code=$?; head -c 1 a.json; exit $code")
        #expect(errors.code == 1 && errors.output.hasSuffix("{"), "\(errors)")
        let input = try shell(command, "\"$0\" lint --quiet - <&-")
        #expect(input.code == 3 && input.errors == "sockwarden: cannot read standard input: Bad file descriptor\n", "\(input)")
    }

    @Test(
        "What is no manifest is one finding or one line",
        arguments: [
            ("head -c 100000 /dev/zero", "the bytes here are no text"), ("printf '\\377\\376a\\0'", "the file is UTF-16; save it as UTF-8"),
            ("true", "nothing to review"),
        ])
    func noManifest(content: String, expected: String) throws {
        let run = try shell(try Command(), "\(content) > a.yaml; \"$0\" lint --quiet a.yaml")
        #expect(run.code == 3 && (run.output + run.errors).contains(expected), "\(run)")
        #expect((run.output + run.errors).split(separator: "\n").count == 1)
    }
}
