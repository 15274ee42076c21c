import Foundation
import TestSupport
import Testing

@Suite("sockwarden lint")
struct LintTests {
    @Test("A sound policy passes: nothing on standard output, the summary on standard error")
    func sound() throws {
        let run = try Command(["policy.yaml": Manifest.sound])("lint", "policy.yaml")
        #expect(run.code == 0)
        #expect(!run.output.contains(": error:"))
        #expect(!run.output.contains(": warning:"))
        #expect(run.errors.contains("1 object (1 file)"))
    }

    @Test("macOS's SO_KEEPALIVE is answered at the place of 65535, with Linux's numbers")
    func foreignNumbers() throws {
        let run = try Command(["policy.yaml": Manifest.foreign])("lint", "policy.yaml")
        #expect(run.code == 1)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count > 3)
        #expect(lines[0].hasPrefix("policy.yaml:9:44: error: 65535/8 is SO_KEEPALIVE on macOS"))
        #expect(lines[0].contains("level 1, name 9"))
        #expect(lines[0].hasSuffix("[SW102 foreign-platform-option]"))
        #expect(lines[1] == "  9 |   - {description: enable keepalive, level: 65535, name: 8, intValue: 1}")
        #expect(lines[2] == "    |                                            ^~~~~")
        #expect(run.errors.hasPrefix("1 error"))
    }

    @Test(
        "--fail-on says which severity makes the exit code 1",
        arguments: [("warning", Int32(1)), ("info", 1), ("error", 0), ("never", 0)])
    func failOn(threshold: String, code: Int32) throws {
        // TCP_KEEPIDLE, called an interval: SW105, a warning.
        let options = Manifest.guideOptions.replacing("idle time", with: "keepalive interval")
        let run = try Command(["policy.yaml": Manifest.policy(options)])("lint", "--fail-on", threshold, "policy.yaml")
        #expect(run.output.contains("policy.yaml:10:46: warning: "))
        #expect(run.code == code)
    }

    @Test("--fail-on never lets errors pass")
    func failNever() throws {
        let run = try Command(["policy.yaml": Manifest.foreign])("lint", "--fail-on", "never", "policy.yaml")
        #expect(run.code == 0)
        #expect(run.output.contains(": error:"))
    }

    @Test("Standard input has the name that it is given")
    func standardInput() throws {
        let command = try Command()
        #expect(try command("lint", "-", input: Manifest.foreign).output.hasPrefix("<stdin>:9:44: error:"))
        let named = try command("lint", "--stdin-filename", "deploy/policy.yaml", "-", input: Manifest.foreign)
        #expect(named.output.hasPrefix("deploy/policy.yaml:9:44: error:"))
        #expect(named.code == 1)
    }

    @Test("A folder: sorted by bytes, hidden and other files passed over, loops of links ended")
    func folder() throws {
        let command = try Command([
            "policies/b.yaml": Manifest.foreign, "policies/B.yml": Manifest.foreign, "policies/a/c.json": Manifest.review(),
            "policies/.hidden.yaml": Manifest.foreign, "policies/.git/x.yaml": Manifest.foreign, "policies/notes.txt": Manifest.foreign,
            "policies/other.yaml": Manifest.other, "policies/chart.yaml": "kind: {{ .Values.kind }}\nname: [\n",
        ])
        try command.folder.link("policies/a/up", to: command.folder.path + "/policies")
        let run = try command("lint", "policies")
        let places = run.output.split(separator: "\n").filter { $0.contains("SW102") }.map { $0.prefix { $0 != ":" } }
        #expect(places == ["policies/B.yml", "policies/b.yaml"])
        #expect(run.errors.contains("3 objects (5 files)"))
        #expect(run.code == 1)
    }

    @Test("A List's items are objects of their own")
    func list() throws {
        let item = Manifest.foreign.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n").dropFirst(2)
        let run = try Command(["list.yaml": "apiVersion: v1\nkind: List\nitems:\n- \(item)\n"])("lint", "--format", "json", "list.yaml")
        let findings = try #require(try run.json()["findings"] as? [[String: Any]])
        #expect(findings.first?["path"] as? String == "spec.socketOptions[0].level")
        #expect(findings.first?["line"] as? Int == 12)
        #expect(run.code == 1)
    }

    @Test("Every document of a file is reviewed, also behind a broken one")
    func documents() throws {
        let run = try Command(["many.yaml": "kind: ListenerPolicy\na: [\n---\n" + Manifest.foreign])("lint", "many.yaml")
        #expect(run.code == 3)
        #expect(run.output.hasPrefix("many.yaml:"))
        #expect(run.output.contains("many.yaml:12:44: error: 65535/8"))
        #expect(run.errors.contains("1 input could not be read"))
    }

    @Test("What cannot be read is named, and the rest is reviewed")
    func missingFile() throws {
        let run = try Command(["policy.yaml": Manifest.foreign])("lint", "absent.yaml", "policy.yaml")
        #expect(run.code == 3)
        #expect(run.errors.contains("sockwarden: cannot read absent.yaml: No such file or directory\n"))
        #expect(run.output.contains("policy.yaml:9:44: error:"))
    }

    @Test(
        "Bad input gets one error with its place",
        arguments: [
            ("kind: ListenerPolicy\nspec: {{ .Values.spec }}\n  broken: [", "bad.yaml:2:7: error: this is a Helm template"),
            ("kind: ListenerPolicy\nspec:\n\tsocketOptions: []\n", "bad.yaml:3:1: error:"),
            ("this: is: no: yaml\n", "bad.yaml:1:9: error:"),
        ])
    func badInput(text: String, start: String) throws {
        let run = try Command(["bad.yaml": text])("lint", "bad.yaml")
        #expect(run.code == 3)
        #expect(run.output.hasPrefix(start), "\(run.output)")
        #expect(run.output.split(separator: "\n").filter { $0.contains("error:") }.count == 1)
    }

    @Test("Columns count Unicode scalars; a byte order mark and CRLF change nothing")
    func columns() throws {
        let windows = "\u{FEFF}" + Manifest.foreign.replacing("enable keepalive", with: "e\u{301}n 日本 🔌").replacing("\n", with: "\r\n")
        let run = try Command(["policy.yaml": windows])("lint", "--format", "json", "policy.yaml")
        let finding = try #require((try run.json()["findings"] as? [[String: Any]])?.first)
        #expect(finding["line"] as? Int == 9)
        #expect(finding["column"] as? Int == 44 - "enable keepalive".count + 8)
        #expect(finding["endColumn"] as? Int == 44 - "enable keepalive".count + 8 + 5)
    }

    @Test("Nothing to review is a failure, unless it is allowed")
    func nothingToReview() throws {
        let command = try Command(["other.yaml": Manifest.other])
        let run = try command("lint", ".")
        #expect(run.code == 3)
        #expect(run.errors.contains("nothing to review"))
        #expect(run.errors.contains("--allow-empty"))
        #expect(try command("lint", "--allow-empty", ".").code == 0)
    }

    @Test("Colors only where they are asked for, or on a terminal")
    func colors() throws {
        let command = try Command(["policy.yaml": Manifest.foreign])
        #expect(!(try command("lint", "policy.yaml").output.contains("\u{1B}")))
        #expect(try command("lint", "--color", "always", "policy.yaml").output.contains("\u{1B}[1;31merror:\u{1B}[0m"))
        #expect(!(try command("lint", "--color", "never", "policy.yaml").output.contains("\u{1B}")))
        #expect(!(try command("lint", "policy.yaml", environment: ["NO_COLOR": "1"]).output.contains("\u{1B}")))
    }

    @Test("--verbose says what the keepalive of a sound policy does")
    func verbose() throws {
        let run = try Command(["policy.yaml": Manifest.sound])("lint", "--verbose", "policy.yaml")
        #expect(run.output.contains("first probe after 60 s idle, then every 20 s, dead after 100 s"))
        #expect(run.errors.hasPrefix("configuration: "))
        #expect(run.errors.contains("/.sockwarden.yaml\n"))
    }

    @Test("Text from a file cannot steer the terminal")
    func controlCharacters() throws {
        let options = Manifest.guideOptions.replacing("enable keepalive", with: "\"on\u{202E}\"").replacing(
            "name: 9", with: "name: 8")
        let run = try Command(["policy.yaml": Manifest.policy(options.replacing("level: 1", with: "level: 65535"))])("lint", "policy.yaml")
        #expect(run.output.contains("65535/8"))
        #expect(!run.output.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" })
    }
}
