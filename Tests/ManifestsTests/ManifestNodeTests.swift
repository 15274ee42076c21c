import Manifests
import Testing

@Suite struct ManifestNodeTests {
    static let yaml = """
        spec:
          list:
          - a: 1
          - [x, {b: 2}]
          "c.d/e": {f: 3}
          "": 4
          "g\\nh": 5
        """

    @Test func everyValueHasItsPath() throws {
        let expected = [
            "", "spec", "spec.list", "spec.list[0]", "spec.list[0].a", "spec.list[1]", "spec.list[1][0]", "spec.list[1][1]",
            "spec.list[1][1].b", "spec[c.d/e]", "spec[c.d/e].f", "spec[]", "spec.g?h",
        ]
        let yaml = try #require(YAMLReader.read(Array(Self.yaml.utf8)).first).get().root
        let json = try JSONReader.read(
            Array(#"{"spec":{"list":[{"a":1},["x",{"b":2}]],"c.d\/e":{"f":3},"":4,"g\nh":5}}"#.utf8)
        ).root
        for root in [yaml, json] { #expect(values(root).map { Place($0).path(in: root) } == expected) }
    }

    /// What a key holds cannot turn a line around, hide in it or fill it.
    @Test(
        arguments: [
            ("a\u{202e}b", "a?b"), ("a\u{2066}\u{200b}\u{feff}b", "a???b"), ("a\u{2028}b\u{2029}", "a?b?"), ("a\u{7f}\u{9b}b", "a??b"),
            ("é日🔌", "é日🔌"),
            ("\u{301}e", "\u{301}e"), (String(repeating: "x", count: 64), String(repeating: "x", count: 64)),
            (String(repeating: "x", count: 65), String(repeating: "x", count: 64) + "…"),
            (String(repeating: "🔌", count: 70), String(repeating: "🔌", count: 64) + "…"),
            (String(repeating: "a.", count: 100_000), "[" + String(repeating: "a.", count: 32) + "…]"),
        ].enumerated().map { ($0, $1.0, $1.1) })
    func aPathShowsKeysThatAreFitForALine(number: Int, key: String, expected: String) throws {
        var json = JSONWriter()
        json.object {
            $0.key(key)
            $0.number(1)
        }
        let root = try JSONReader.read(json.bytes).root
        let value = try #require(root.entries.first { _ in true }).value
        #expect(Place(value).path(in: root) == expected, "case \(number)")
    }

    @Test func aTreeKnowsItsSyntax() throws {
        let syntax = { (text: String) in try ManifestReader.documents(in: Array(text.utf8)).map { try $0.get().syntax } }
        #expect(try syntax("{\"a\": 1}") == [.json] && syntax("\u{FEFF} [1]") == [.json] && syntax("{a: 1}") == [.yaml])
        #expect(try syntax("a: 1\n---\n{\"a\": 1}\n") == [.yaml, .yaml])
    }

    /// A path is of the object, wherever in a document that stands.
    @Test func pathsBeginAtTheObject() throws {
        let root = try JSONReader.read(Array(#"{"items":[{"a":{"b":[1]}}]}"#.utf8)).root
        let object = try #require(root["items"]?.elements.first { _ in true })
        let value = try #require(object["a"]?["b"]?.elements.first { _ in true })
        #expect(Place(value).path(in: object) == "a.b[0]")
        #expect(Place(value).path(in: root) == "items[0].a.b[0]")
        #expect(Place(object).path(in: object) == "")
        #expect(Place(object, .missing("spec")).path(in: object) == "spec")
    }

    @Test func placesPointAtValuesKeysAndParents() throws {
        let root = try #require(YAMLReader.read(Array("a:\n  b: [1]\n".utf8)).first).get().root
        let list = try #require(root["a"]?["b"])
        let texts = { (place: Place) in
            String(decoding: root.tree.source[place.span.start..<place.span.end], as: UTF8.self)
        }
        #expect(texts(Place(list)) == "[1]" && texts(Place(list, .key)) == "b" && texts(Place(list, .missing("c"))) == "[1]")
        #expect(Place(list, .key).path(in: root) == "a.b" && Place(list, .missing("c")).path(in: root) == "a.b.c")
        let item = try #require(list.elements.first { _ in true })
        // An item has no key: the value it is.
        #expect(texts(Place(item, .key)) == "1")
        #expect(Place(item, .missing("level")).path(in: root) == "a.b[0].level")
        #expect(item.key == nil && item.parent?.kind == .sequence && root.parent == nil && list.key?.text == "b")
    }

    @Test func quotesAreNoPartOfAText() throws {
        let root = try #require(YAMLReader.read(Array("[\"a\", 'a', a, !!int \"1\", '\"', ' ', \"\", x', 'it''s']".utf8)).first).get().root
        #expect(root.elements.map(\.text) == ["a", "a", "a", "1", "\"", " ", "", "x'", "it's"])
        #expect(root.elements.map { $0.hasText("a") } == [true, true, true, false, false, false, false, false, false])
        #expect(root.elements.filter { $0.hasText("1") }.map(\.kind) == [.number])
    }

    @Test(arguments: [
        (#"{"b": [1, {"z": 2, "x": null}], "a": "t\"é"}"#, "a: 't\"é'\nb:\n- 1\n- x: ~\n  z: 2\n"), ("{}", "{}"),
        ("[true, 1.50]", "- true\n- 1.50\n"),
    ])
    func valuesThatAreWrittenDifferentlyAreEqual(json: String, yaml: String) throws {
        let (one, other) = (try JSONReader.read(Array(json.utf8)), try #require(YAMLReader.read(Array(yaml.utf8)).first).get())
        #expect(one.root.canonicalText == other.root.canonicalText)
        #expect(try JSONReader.read(Array(one.root.canonicalText.utf8)).root.canonicalText == one.root.canonicalText)
    }

    @Test func valuesThatDifferAreNot() throws {
        let texts = try ["{}", "[]", "null", "\"\"", "0", "\"0\"", "{\"a\":1}", "{\"a\":2}", "[1,2]", "[2,1]"].map {
            try JSONReader.read(Array($0.utf8)).root.canonicalText
        }
        #expect(Set(texts).count == texts.count)
    }
}
