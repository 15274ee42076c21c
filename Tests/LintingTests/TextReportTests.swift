import PolicyRules
import Testing

@testable import Linting

@Suite("Text report")
struct TextReportTests {
    @Test("A finding: place, message, code, frame, reason")
    func finding() throws {
        let text = TextReport().text(of: try lint(foreign))
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
        let text = TextReport().text(of: try lint(foreign, foreign))
        #expect(text.split(separator: "\n").filter { $0.contains("[SW102") }.count == 2)
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("  why: ") }.count == 1)
    }

    @Test("Problems and findings come by position")
    func order() throws {
        let text = TextReport().text(of: try lint("a: [\n---\n" + foreign + "---\nb: [\n"))
        let heads = text.split(separator: "\n").filter { $0.hasPrefix("1.yaml:") }
        #expect(heads.count == 3)
        #expect(heads[1].contains("[SW102"))
        #expect(heads[0].contains("error: ") && heads[2].contains("error: "))
    }

    @Test("Verbose names field and object, and what a sound keepalive does")
    func verbose() throws {
        let sound = foreign.replacing("level: 65535, name: 8", with: "level: 1, name: 9")
        let text = TextReport(isVerbose: true).text(of: try lint(foreign, sound))
        #expect(text.contains("  at: spec.socketOptions[0].level of ListenerPolicy edge/p\n"))
        #expect(text.contains("2.yaml:6:3: keepalive: first probe after 60 s idle, then every 20 s, dead after 100 s; "))
        #expect(!text.contains("1.yaml:6:3: keepalive"))
    }

    @Test("Colors mark place, severity and mark")
    func colors() throws {
        let text = TextReport(hasColor: true).text(of: try lint(foreign))
        #expect(text.hasPrefix("\u{1B}[1m1.yaml:7:44:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m 65535/8"))
        #expect(text.contains("\u{1B}[32m^~~~~\u{1B}[0m\n"))
    }
}
