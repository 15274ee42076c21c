import TestSupport
import Testing

@Suite("Usage of sockwarden")
struct UsageTests {
    @Test(
        "Wrong usage ends with 2, on standard error",
        arguments: [
            ["lint"], ["lint", "--format", "pdf", "x"], ["lint", "--no-config", "--config", "x", "x"], ["lint", "-", "-"], ["lint", ""],
            ["no-such-command"], ["explain"], ["options", "--platform", "solaris"], ["options", "TCP_NO_SUCH"],
            ["explain", "TCP_NO_SUCH_THING"],
        ])
    func wrong(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(CommandRun.products + "/sockwarden", arguments, in: folder.path)
        #expect(run.code == 2)
        #expect(run.output.isEmpty)
        #expect(!run.errors.isEmpty)
    }

    @Test("Help ends with 0, on standard output", arguments: ["lint", "serve", "explain", "rules", "options", "version", "keepalive"])
    func help(subcommand: String) throws {
        let run = try Command()(subcommand, "--help")
        #expect(run.code == 0)
        #expect(run.output.hasPrefix("OVERVIEW: "))
        #expect(run.output.contains("USAGE: sockwarden \(subcommand)"))
        #expect(run.errors.isEmpty)
    }

    @Test(
        "Output that cannot be written is not passed over",
        arguments: [
            "lint policy.yaml", "explain 6/4", "keepalive --kind ListenerPolicy", "rules", "kinds", "version",
            "--version",
            "help", "lint --help", "--generate-completion-script bash",
        ])
    func fullDisk(arguments: String) throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        let line = "'\(CommandRun.products)/sockwarden' \(arguments) > /dev/full"
        let run = try CommandRun("/bin/sh", ["-c", line], in: command.folder.path)
        #expect(run.code == 4 && run.errors == "sockwarden: cannot write to standard output: No space left on device\n", "\(run)")
    }
}
