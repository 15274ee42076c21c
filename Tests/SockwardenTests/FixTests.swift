import Foundation
import TestSupport
import Testing

@Suite("sockwarden lint --fix")
struct FixTests {
    /// One safe fix and one unsafe one: macOS's SO_KEEPALIVE, and a single probe.
    private static let policy = Manifest.policy(
        Manifest.guideOptions.replacing("level: 1, name: 9", with: "level: 65535, name: 8").replacing(
            "intValue: 2}", with: "intValue: 1} # few"))
    private static let safelyFixed = policy.replacing("level: 65535, name: 8", with: "level: 1, name: 9")
    private static let fixed = safelyFixed.replacing("intValue: 1} # few", with: "intValue: 3} # few")

    private func text(_ command: Command, _ name: String = "policy.yaml") throws -> String {
        try String(contentsOfFile: command.folder.path + "/" + name, encoding: .utf8)
    }

    @Test("--fix applies what is safe and reports what is left")
    func safe() throws {
        let command = try Command(["policy.yaml": Self.policy])
        let run = try command("lint", "--fix", "policy.yaml")
        #expect(try text(command) == Self.safelyFixed)
        #expect(run.code == 1 && run.output.contains("[SW207 single-probe]") && !run.output.contains("SW102"))
        #expect(run.errors.hasSuffix("fixed 1 of 2 findings in 1 file; 1 more with --unsafe-fixes\n"))
        let again = try command("lint", "--fix", "policy.yaml")
        #expect(try text(command) == Self.safelyFixed)
        #expect(again.errors.hasSuffix("fixed 0 of 1 finding in 0 files; 1 more with --unsafe-fixes\n"))
    }

    @Test("--unsafe-fixes applies both, with --fix or without", arguments: [["--unsafe-fixes"], ["--fix", "--unsafe-fixes"]])
    func both(flags: [String]) throws {
        let command = try Command(["policy.yaml": Self.policy, "sound.yaml": Manifest.sound])
        let run = try command.run(["lint"] + flags + ["."])
        #expect(try text(command) == Self.fixed)
        #expect(try text(command, "sound.yaml") == Manifest.sound)
        #expect(run.code == 0 && run.output.isEmpty && run.errors.hasSuffix("fixed 2 of 2 findings in 1 file\n"))
    }

    @Test("Without it, the summary says what could be fixed")
    func hint() throws {
        let run = try Command(["policy.yaml": Self.policy])("lint", "policy.yaml")
        #expect(run.errors.hasSuffix("1 can be fixed with --fix, 1 more with --unsafe-fixes\n"))
    }

    @Test(
        "--diff shows what would change, which git applies, and changes nothing",
        arguments: [["a.yaml", "b"], ["."], ["./a.yaml", ".//b"]])
    func diff(paths: [String]) throws {
        let command = try Command(["a.yaml": Self.policy, "b/c.yaml": Self.policy.replacing("\n", with: "\r\n")])
        let run = try command.run(["lint", "--diff", "--unsafe-fixes", "--fix"] + paths)
        #expect(run.code == 1 && run.output.hasPrefix("--- a.yaml\n+++ a.yaml\n@@ -"))
        #expect(run.errors.hasSuffix("would fix 4 of 4 findings in 2 files\n"))
        #expect(try text(command, "a.yaml") == Self.policy)
        try command.folder.write(run.output, to: "fixes.patch")
        let git = try CommandRun("/usr/bin/env", ["git", "apply", "-p0", "fixes.patch"], in: command.folder.path)
        #expect(git.code == 0, "\(git.errors)")
        #expect(try text(command, "a.yaml") == Self.fixed)
        #expect(try text(command, "b/c.yaml") == Self.fixed.replacing("\n", with: "\r\n"))
        let clean = try command("lint", "--diff", "--unsafe-fixes", "a.yaml", "b/c.yaml")
        #expect(clean.code == 0 && clean.output.isEmpty)
    }

    @Test("Standard input goes to standard output, and its report to standard error")
    func standardInput() throws {
        let command = try Command()
        let run = try command("lint", "--fix", "-", input: Self.policy)
        #expect(run.output == Self.safelyFixed && run.code == 1 && run.errors.contains("[SW207 single-probe]"))
        #expect(try command("lint", "--fix", "-", input: Manifest.sound).output == Manifest.sound)
        let broken = try command("lint", "--fix", "-", input: "kind: [\n")
        #expect(broken.output == "kind: [\n" && broken.code == 3)
        #expect(try command("lint", "--diff", "-", input: Self.policy).output.hasPrefix("--- <stdin>\n"))
    }

    @Test("An AdmissionReview is never edited")
    func admissionReview() throws {
        let review = Manifest.review(options: #"{"level": 65535, "name": 8, "intValue": 1}"#)
        let command = try Command(["review.json": review])
        let run = try command("lint", "--unsafe-fixes", "review.json")
        #expect(try text(command, "review.json") == review)
        #expect(run.code == 1 && run.output.contains("SW102"))
    }

    @Test("A link stays a link, and the mode what it was")
    func linkAndMode() throws {
        let command = try Command(["real/policy.yaml": Self.policy])
        try command.folder.link("link.yaml", to: "real/policy.yaml")
        let path = command.folder.path + "/real/policy.yaml"
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try command("lint", "--unsafe-fixes", "link.yaml").code == 0)
        #expect(try text(command, "real/policy.yaml") == Self.fixed)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: command.folder.path + "/link.yaml") == "real/policy.yaml")
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test("A file that cannot be written stays as it was; one line says so, and the others are fixed")
    func readOnly() throws {
        let command = try Command(["a.yaml": Self.policy, "b.yaml": Self.policy])
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: command.folder.path + "/a.yaml")
        let run = try command("lint", "--unsafe-fixes", "a.yaml", "b.yaml")
        #expect(run.code == 4 && run.errors.contains("sockwarden: cannot write a.yaml: it is read-only\n"))
        #expect(try text(command, "a.yaml") == Self.policy && run.output.contains("a.yaml:9:44: error:"))
        #expect(try text(command, "b.yaml") == Self.fixed && !run.output.contains("b.yaml"))
    }

    /// No room: the kernel refuses every byte beyond the limit, as a full disk does.
    @Test("Where there is no room the file stays whole, and nothing is left beside it")
    func noRoom() throws {
        let command = try Command(["policy.yaml": Self.policy])
        let shell = "(ulimit -f 0; \"$0\" lint --unsafe-fixes policy.yaml; echo code $?) 2>&1 | cat"
        let folder = command.folder
        let run = try CommandRun("/bin/sh", ["-c", shell, CommandRun.products + "/sockwarden"], in: folder.path)
        #expect(run.output.contains("sockwarden: cannot write policy.yaml: File too large\n") && run.output.hasSuffix("code 4\n"), "\(run)")
        #expect(try text(command) == Self.policy)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == [".sockwarden.yaml", "policy.yaml"])
    }

    @Test("Standard output that takes nothing: one line, its exit code, and whole files", arguments: ["/dev/full", "closed"])
    func outputThatTakesNothing(output: String) throws {
        let command = try Command(["policy.yaml": Self.policy])
        let redirection = output == "closed" ? ">&-" : "> \(output)"
        let sockwarden = CommandRun.products + "/sockwarden"
        let run = try CommandRun("/bin/sh", ["-c", "\"$0\" lint --fix policy.yaml \(redirection)", sockwarden], in: command.folder.path)
        #expect(run.code == 4 && run.errors.contains("sockwarden: cannot write to standard output: "), "\(run)")
        #expect(try text(command) == Self.safelyFixed)
        let piped = try CommandRun(
            "/bin/sh", ["-c", "{ \"$0\" lint --fix - < policy.yaml; echo code $? >&2; } | true", sockwarden], in: command.folder.path)
        // Whoever writes first may be quicker than the reader is gone.
        #expect(piped.errors.contains("code 4") ? piped.errors.contains("Broken pipe") : piped.errors.contains("code 1"), "\(piped.errors)")
    }
}
