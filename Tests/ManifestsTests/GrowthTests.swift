import Manifests
import Testing

/// Work grows with the bytes of a document, whatever they are.
@Suite struct GrowthTests {
    /// A document of about so many bytes, and whether it is one at all.
    struct Shape: Sendable, CustomTestStringConvertible {
        let name: String
        let isRead: Bool
        let text: @Sendable (Int) -> String
        var testDescription: String { name }

        init(_ name: String, isRead: Bool = true, _ text: @escaping @Sendable (Int) -> String) {
            self.name = name
            self.isRead = isRead
            self.text = text
        }

        /// One text again and again, between two others.
        init(_ name: String, isRead: Bool = true, _ first: String = "", times text: String, _ last: String = "") {
            self.init(name, isRead: isRead) { first + String(repeating: text, count: $0 / text.utf8.count) + last }
        }

        /// Parts with a number in each.
        init(_ name: String, isRead: Bool = true, _ first: String = "", each part: @escaping @Sendable (Int) -> String, _ last: String = "")
        {
            self.init(name, isRead: isRead) { size in first + (0..<(size / part(10_000).utf8.count)).map(part).joined() + last }
        }
    }

    static let yaml = [
        Shape("one line", "a: \"", times: "é x ", "\""), Shape("items", "[", times: "1, ", "]"), Shape("maps", times: "- a: 1\n"),
        Shape("empty maps", "[", times: "{},", "]"), Shape("empty items", times: "-\n"),
        Shape("keys without values", "? a\n", each: { "? \($0)\n" }),
        Shape("keys of a map", each: { "k\($0): 1\n" }), Shape("keys of a flow map", "{", each: { "k\($0), " }, "}"),
        Shape("decoded keys", "{", each: { "\"\\u006b\($0)\", " }, "}"),
        Shape("small maps", times: "{\"a\": 1, b: 2, c: 3}, ", "]").between("[", ""),
        Shape("merge keys", times: "- &m {a: 1}\n- {<<: *m, b: 2}\n"), Shape("a merged list of empty maps", "<<: [", times: "{},", "]"),
        Shape("a merged list of maps", "<<: [", times: "{a: 1},", "]"), Shape("many merged maps", "{", times: "<<: {a: 1},", "}"),
        Shape(
            "merges in merges", "[", times: String(repeating: "{<<: ", count: 400) + "{}" + String(repeating: "}", count: 400) + ",", "]"),
        Shape("anchors in a merge", "<<: [", each: { "&a\($0) {&k\($0) a: &v\($0) 1}," }, "]"),
        Shape(
            "anchors below merges", String(repeating: "{<<: ", count: 400) + "{a: [", each: { "&a\($0) 1," },
            "]}" + String(repeating: "}", count: 400)),
        Shape("one map merged often", "- &m {a: 1}\n", times: "- <<: *m\n"), Shape("aliases of a scalar", "- &m 1\n", times: "- *m\n"),
        Shape("aliases of a list", "- &m []\n", times: "- *m\n"), Shape("aliases of a full list", "- &m [1, 2]\n", times: "- *m\n"),
        Shape(
            "aliases deep inside", String(repeating: "[", count: 500) + "&m [],", times: "*m,", "*m" + String(repeating: "]", count: 500)),
        Shape("items deep inside", String(repeating: "[", count: 500), times: "0,", String(repeating: "]", count: 500)),
        Shape("maps deep inside", String(repeating: "{a: ", count: 500) + "[", times: "{a: 1},", "]" + String(repeating: "}", count: 500)),
        Shape("anchored values", each: { "k\($0): &a\($0) v\n" }), Shape("anchored keys", each: { "&a\($0) k\($0): v\n" }),
        Shape("nested anchors", times: String(repeating: "&a [", count: 400) + String(repeating: "]", count: 400) + ",", "]").between(
            "[", ""),
        Shape("documents", times: "---\na: 1\n"), Shape("empty documents", times: "---\n"),
        Shape("bad documents", isRead: false, times: "---\na: [\n"),
        Shape("comments", "a: 1\n", times: "# c\n"), Shape("comments behind values", times: "- 1 # c\n"),
        Shape("comments on one line", "a: [", times: "'#', ", "] # c\n"), Shape("hash signs", "a: 1 ", times: "#"),
        Shape("letters of two bytes", "[", times: "é, ", "]"), Shape("block scalars", times: "- |\n  a\n"),
        Shape("a long block scalar", "a: |\n", times: "  a # b\n"),
        Shape("folded lines", "a: >\n", times: "  a\n\n"), Shape("words", "[", times: "yes,", "]"),
        Shape("hexadecimals", "[", times: "0x1,", "]"),
        Shape("digits", times: "1"), Shape("digits and signs", times: "1_"), Shape("zeros", times: "0"),
        Shape("escapes", "\"", times: "\\u0041", "\""),
        Shape("quotes", "'", times: "''", "'"), Shape("blanks", "a: 1\n", times: " \n"),
        Shape("tagged items", "[", times: "!!str a, ", "]"),
        Shape("tagged with a prefix", "%TAG !e! tag:x,2000:" + String(repeating: "y", count: 200) + "\n---\n[", times: "!e!a b, ", "]"),
        Shape("a long tag", "a: !", times: "x", " b\n"), Shape("a long anchor", "a: &", times: "x", " b\n"),
        Shape("a long key", times: "x", "\n: 1\n").between("? ", ""), Shape("a long alias", isRead: false, "a: *", times: "x"),
        // What is refused, sooner or later.
        Shape("tag directives", isRead: false, each: { "%TAG !a\($0)! x\n" }, "---\na: 1\n"),
        Shape("flow depth", isRead: false, times: "a: {"),
        Shape("block depth", isRead: false, times: "- "), Shape("keys in keys", isRead: false, times: "? "),
        Shape("anchors", isRead: false, times: "&a "),
        Shape("tags", "a: ", times: "!"), Shape("open lists", isRead: false, "a: ", times: "["),
        Shape("braces of a template", isRead: false, times: "{{ a }}\n"),
        Shape("a key that stands twice", isRead: false, "a: 1\n", each: { "k\($0): 1\n" }, "a: 2\n"),
        Shape("no text", isRead: false, "\u{1}", times: "a"), Shape("an open quote", isRead: false, "a: \"", times: "a: b\n"),
        Shape("indented quotes", isRead: false, times: "- \"a\n"), Shape("unknown aliases", isRead: false, "[", each: { "*a\($0), " }, "]"),
    ]

    @Test(arguments: yaml) func yamlIsLinear(shape: Shape) {
        var isRead = true
        let growth = growth(from: 8_000) { size in
            for document in YAMLReader.read(Array(shape.text(size).utf8)) { if case .failure = document { isRead = false } }
        }
        #expect(isRead == shape.isRead)
        #expect(growth < mostGrowth)
    }

    static let json = [
        Shape("items", "[0", times: ",0", "]"), Shape("empty maps", "[{}", times: ",{}", "]"),
        Shape("keys", "{", each: { "\"k\($0)\":1," }, "\"a\":1}"),
        Shape("one key again and again", "{", times: "\"a\":1,", "\"a\":1}"), Shape("escapes", "\"", times: "\\u0041", "\""),
        Shape("escaped items", "[0", times: ",\"\\n\"", "]"), Shape("pairs", "\"", times: "\\ud83d\\ude00", "\""),
        Shape("letters of two bytes", "\"", times: "é", "\""),
        Shape("digits", times: "1"), Shape("blanks", "[", times: " \n", "]"), Shape("depth", isRead: false, times: "["),
        Shape("items deep inside", String(repeating: "[", count: 500) + "0", times: ",0", String(repeating: "]", count: 500)),
        Shape(
            "maps deep inside", "[0", times: "," + String(repeating: "{\"a\":", count: 400) + "1" + String(repeating: "}", count: 400), "]"),
        Shape("skipped", "{\"managedFields\":[0", times: ",{\"managedFields\":[]}", "]}"),
        Shape("no end", isRead: false, "{\"a\":\"", times: "b"),
    ]

    @Test(arguments: json) func jsonIsLinear(shape: Shape) {
        var isRead = true
        let growth = growth(from: 16_000) { size in
            do { _ = try JSONReader.read(Array(shape.text(size).utf8)) } catch { isRead = false }
        }
        #expect(isRead == shape.isRead)
        #expect(growth < mostGrowth)
    }

    @Test func linesAndColumnsAreLinear() {
        for line in ["\n", "é\r", "\r\n", "x"] {
            let growth = growth(from: 16_000) { size in
                let index = LineIndex(Array(String(repeating: line, count: size / line.utf8.count).utf8))
                for offset in stride(from: 0, to: size, by: size / 20) { _ = index.position(of: offset) }
            }
            #expect(growth < mostGrowth, "\(line.debugDescription)")
        }
    }
}

extension GrowthTests.Shape {
    /// The same between two other texts.
    fileprivate func between(_ first: String, _ last: String) -> Self {
        let text = text
        return Self(name, isRead: isRead) { first + text($0) + last }
    }
}
