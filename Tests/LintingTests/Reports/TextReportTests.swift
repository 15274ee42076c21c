import PolicyRules
import Testing

@testable import Linting

@Suite("Text report")
struct TextReportTests {
    @Test("A finding: place, message, code, frame, reason")
    func finding() throws {
        let text = try lint(foreign).report("text")
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("1.yaml:7:44: error: 65535/8 is SO_KEEPALIVE on macOS"))
        #expect(lines[0].hasSuffix(" [SW102 foreign-platform-option]"))
        #expect(lines[1] == "  7 |   - {description: enable keepalive, level: 65535, name: 8, intValue: 1}")
        #expect(lines[2] == "    |                                            ^~~~~")
        #expect(lines[3].hasPrefix("  why: "))
    }

    @Test("A reason is given once, where it is first needed")
    func reasonOnce() throws {
        let text = try lint(foreign, foreign).report("text")
        #expect(text.split(separator: "\n").filter { $0.contains("[SW102") }.count == 2)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("  why: ") }.count == 1)
    }

    @Test("Problems and findings come by position")
    func order() throws {
        let text = try lint("a: [\n---\n" + foreign + "---\nb: [\n").report("text")
        let heads = text.split(separator: "\n").filter { $0.hasPrefix("1.yaml:") }
        #expect(heads.count == 3)
        #expect(heads[1].contains("[SW102"))
        #expect(heads[0].contains("error: ") && heads[2].contains("error: "))
    }

    @Test("Verbose names field and object, and what a sound keepalive does")
    func verbose() throws {
        let sound = foreign.replacing("level: 65535, name: 8", with: "level: 1, name: 9")
        let text = try lint(foreign, sound).report("text") { $0.detail = .verbose }
        #expect(text.contains("  at: spec.socketOptions[0].level of ListenerPolicy edge/p\n"))
        #expect(text.contains("2.yaml:6:3: keepalive: first probe after 60 s idle, then every 20 s, dead after 100 s; "))
        #expect(!text.contains("1.yaml:6:3: keepalive"))
    }

    @Test("Colors mark place, severity and mark")
    func colors() throws {
        let text = try lint(foreign).report("text") { $0.hasColor = true }
        #expect(text.hasPrefix("\u{1B}[1m1.yaml:7:44:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m 65535/8"))
        #expect(text.contains("\u{1B}[32m^~~~~\u{1B}[0m\n"))
    }

    @Test("Quiet is a line a finding")
    func quiet() throws {
        let text = try lint(foreign, "a: [\n").report("text") { $0.detail = .quiet }
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("1.yaml:7:44: error: 65535/8") && lines[0].hasSuffix("[SW102 foreign-platform-option]"))
        #expect(lines[1].hasPrefix("2.yaml:"))
    }

    @Test("Many findings in several files stand under their file's name, few or those of one file do not")
    func groups() throws {
        func headings(_ run: Linted, _ groupsFiles: Bool = true) throws -> [Substring] {
            try run.report("text") { $0.groupsFiles = groupsFiles }.split(separator: "\n").filter { $0.hasSuffix(" errors") }
        }
        let six = foreign + String(repeating: "  - {level: 65535, name: 8, intValue: 1}\n", count: 5)
        #expect(try headings(lint(six, six)) == ["1.yaml: 6 errors", "2.yaml: 6 errors"])
        #expect(try headings(lint(six, six), false).isEmpty)
        #expect(try headings(lint(six)).isEmpty)
        #expect(try headings(lint(foreign, foreign)).isEmpty)
        let twelve = six + String(repeating: "  - {level: 65535, name: 8, intValue: 1}\n", count: 6)
        #expect(try headings(lint(twelve)).isEmpty)
        #expect(try headings(lint(twelve, six)) == ["1.yaml: 12 errors", "2.yaml: 6 errors"])
        let text = try lint(six, six).report("text") { $0.groupsFiles = true }
        #expect(text.contains("1.yaml: 6 errors\n  7:44: error: 65535/8") && text.contains("\n    7 |   - {description"))
        #expect(text.contains("\n\n2.yaml: 6 errors\n  7:44: error: "))
    }

    @Test("Grouped or not, all is said once and in the same order")
    func sameLines() throws {
        let run = try lint(foreign, foreign, foreign, "a: [\n", foreign, foreign, foreign, foreign, foreign, foreign, foreign)
        func messages(_ groupsFiles: Bool) throws -> [Substring] {
            try run.report("text") { $0.groupsFiles = groupsFiles }.split(separator: "\n").compactMap { line in
                line.firstRange(of: "error: ").map { line[$0.upperBound...] }
            }
        }
        #expect(try messages(true) == messages(false))
        #expect(try messages(true).count == 11)
    }
}
