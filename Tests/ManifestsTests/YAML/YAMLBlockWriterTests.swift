import Testing

@testable import Manifests

/// YAML as people lay it out, and what is read back of it.
@Suite struct YAMLBlockWriterTests {
    private func root(_ source: String) throws -> ManifestNode {
        try #require(ManifestReader.documents(in: Array(source.utf8)).first).get().root
    }

    @Test func laysOutBlocksWithCommentsAboveWhatTheyAreAbout() throws {
        let node = try root(
            #"{"kind": "P", "spec": {"targetRefs": [{"kind": "Gateway", "name": "http"}], "block": {"time": "60s", "count": 3}}}"#)
        let block = try #require(node["spec"]?["block"])
        let (time, reference) = (try #require(block["time"]), try #require(node["spec"]?["targetRefs"]?.elements.first { _ in true }))
        let writer = YAMLBlockWriter(comments: [time.id: ["a minute", "of silence"], reference.id: ["yours"]])
        #expect(
            writer.text(of: node) == """
                kind: P
                spec:
                  targetRefs:
                  # yours
                  - {kind: Gateway, name: http}
                  block:
                    # a minute
                    # of silence
                    time: 60s
                    count: 3

                """)
    }

    @Test func aWideItemIsABlockAndATextOfLinesStaysOne() throws {
        let long = String(repeating: "word ", count: 24) + "end"
        let node = try root("{\"list\": [{\"a\": \"\(long)\", \"b\": 1}], \"text\": \"one\\ntwo\\n\", \"rest\": [\"x\", {\"y\": [1]}]}")
        #expect(
            YAMLBlockWriter().text(of: node) == """
                list:
                - a: \(long)
                  b: 1
                text: |
                  one
                  two
                rest:
                - x
                - "y":
                  - 1

                """)
    }

    @Test func aTextMayBeLaidOutAnew() throws {
        let node = try root(#"{"data": {"config": "{a: 1}"}}"#)
        let text = try #require(node["data"]?["config"])
        #expect(
            YAMLBlockWriter(texts: [text.id: "# × é\na: 1\n"]).text(of: node) == """
                data:
                  config: |
                    # × é
                    a: 1

                """)
    }

    /// Whatever stands there is read back as it was.
    @Test(arguments: texts.indices) func textsAreReadBack(index: Int) throws {
        var writer = JSONWriter()
        writer.object { object in
            object.field("value", Self.texts[index])
            object.key("list")
            object.array { $0.string(Self.texts[index]) }
            object.key("items")
            object.array { array in array.object { $0.field("key", Self.texts[index]) } }
            object.key("empty")
            object.array { array in array.object { _ in } }
            object.key(Self.texts[index])
            object.null()
        }
        let node = try root(String(decoding: writer.bytes, as: UTF8.self))
        #expect(try root(YAMLBlockWriter().text(of: node)).canonicalText == node.canonicalText)
    }

    private static let texts = [
        "yes", "no", "null", "~", "on", "60", "1.5", "0x3c", "1:30", "a: b", "a #b", "#b", "- a", "[a]", "{a", "*a", "&a", "!a", "%a",
        "@type",
        "`", "", " a", "a ", "a\tb", "it's", #"say "x""#, #"it's "x""#, "é", "\u{0}", "a\n", "a\nb", "\na", " a\nb", "a\n\n",
        "a\n\nb\n", "é\nb\u{2028}", "\u{85}\n", "\u{FEFF}\na", "a\r\nb", "😀\u{FFFE}", "a\n b\n\tc\n", "::", "a:", "-", "?", "60s", "http",
        "1e3", ".5",
        "2026-01-01", "=", "---", "...", "a/b-c_d.e",
    ]
}
