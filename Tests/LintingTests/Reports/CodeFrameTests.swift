import Manifests
import PolicyKinds
import Testing

@testable import Linting

@Suite("Code frame")
struct CodeFrameTests {
    /// The frame of the first place where `text` stands.
    private func frame(_ text: String, in source: String) throws -> CodeFrame {
        let range = try #require(source.firstRange(of: text))
        let start = source.utf8.distance(from: source.startIndex, to: range.lowerBound)
        return CodeFrame(of: SourceSpan(start: start, end: start + text.utf8.count), in: LineIndex(Array(source.utf8)))
    }

    @Test("The mark stands under the place")
    func mark() throws {
        let frame = try frame("beta", in: "one\nalpha beta gamma\nthree")
        #expect(frame.line == 2)
        #expect(frame.text == "alpha beta gamma")
        #expect(frame.padding == "      ")
        #expect(frame.mark == "^~~~")
    }

    @Test("Tabs stay tabs, wide letters count two, marks on letters none")
    func widths() throws {
        #expect(try frame("x", in: "\ta\tx").padding == "\t \t")
        #expect(try frame("x", in: "日本x").padding == "    ")
        #expect(try frame("x", in: "🔌x").padding == "  ")
        #expect(try frame("x", in: "e\u{301}x").padding == " ")
        #expect(try frame("日本", in: "a日本").mark == "^~~~")
    }

    @Test("A place of many lines is marked to the end of its first, an empty place by one mark")
    func edges() throws {
        #expect(try frame("b: [\n  c]", in: "a: 1\nb: [\n  c]\n").mark == "^~~~")
        #expect(CodeFrame(of: SourceSpan(start: 2, end: 2), in: LineIndex(Array("abc".utf8))).mark == "^")
        let end = CodeFrame(of: SourceSpan(start: 4, end: 4), in: LineIndex(Array("abc\n".utf8)))
        #expect(end.text.isEmpty)
    }

    @Test("Of a long line only the part around the place is shown")
    func longLine() throws {
        let frame = try frame("HERE", in: String(repeating: "ä", count: 100_000) + "HERE" + String(repeating: "ö", count: 100_000))
        #expect(frame.text.count < 160)
        #expect(frame.text.hasPrefix("…ä") && frame.text.hasSuffix("ö…"))
        let before = try #require(frame.text.firstRange(of: "HERE")).lowerBound
        #expect(frame.text.distance(from: frame.text.startIndex, to: before) == frame.padding.count)
        #expect(!frame.text.contains("\u{FFFD}"))
    }

    @Test("What would steer a terminal is replaced")
    func control() throws {
        #expect(try frame("x", in: "\u{1B}[31m\u{202E}\u{9B}x").text == "\u{FFFD}[31m\u{FFFD}\u{FFFD}x")
        #expect(CodeFrame.visible("a\u{2028}b\tc") == "a\u{FFFD}b\tc")
    }
}
