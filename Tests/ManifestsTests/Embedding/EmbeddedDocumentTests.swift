import Manifests
import Testing

/// A document in a text of another one: its nodes point into the outer file, however the text is written.
@Suite struct EmbeddedDocumentTests {
    /// The document `a: {b: [x1, needle]}` in all ways to write it as a text.
    private static let hosts = [
        "data: 'a: {b: [x1, needle]}'\n",
        "data: \"a: {b: [x1, needle]}\"\n",
        "data: |\n  a:\n    b:\n    - x1\n    - needle\n",
        "data: |4-  # with a comment\n      a: {b: [x1,\n    needle]}\n",
        "data: >\n  a:\n    b:\n\n    - x1\n\n    - needle\n",
        "data: >-\r\n  a: {b: [x1,\r\n  needle]}\r\n",
        "data: \"a:\\n  b:\\n  - \\\"x1\\\"\\n  - \\x6eeedle\\u000a\"\n",
        "data: \"a:\\n\\\n   \\  b: [x1,\\n    needle]\"\n",
        "data: 'a: {b: [''x1'', needle]}'\n",
        "data: 'a: {b: [x1,\n\n   needle]}'\n",
        "data: !!str &anchor |\n  a: {b: [ü€😀x1, needle]}\n",
        "other: &anchor |\n  a: {b: [x1, needle]}\ndata: *anchor\n",
        #"{"data": "{\"a\": {\"b\": [\"\ud83d\ude00x1\", \"needle\"]}}"}"#,
        #"{"data": "{\"a\":\t{\"b\":\r\n[1, \"needle\"]}}"}"#,
    ]

    @Test(arguments: hosts.indices) func pointsIntoTheFile(index: Int) throws {
        let source = Array(Self.hosts[index].utf8)
        let root = try #require(ManifestReader.documents(in: source).first).get().root
        let host = try #require(root["data"])
        let document = try host.embeddedDocument().root
        let needle = try #require(document["a"]?["b"].map { Array($0.elements) }?.last)
        #expect(needle.text == "needle")
        let place = Place(needle)
        let shown = String(decoding: source[place.span.start..<place.span.end], as: UTF8.self)
        #expect(["needle", "\"needle\"", "\\x6eeedle", "\\\"needle\\", "\\\"needle\\\""].contains(shown), "\(shown)")
        #expect(place.path(in: root) == "data: a.b[1]")
        #expect(needle.hostOfDocument?.id == host.id && host.hostOfDocument == nil)
        #expect(document.isEditedInPlace == Self.hosts[index].contains(#/\|/#))
    }

    @Test func everyDocumentOfAText() throws {
        let source = Array("data: |\n  ---\n  a: 1\n  ---\n  b: [\n  ---\n  c: needle\n".utf8)
        let root = try #require(ManifestReader.documents(in: source).first).get().root
        let documents = try #require(root["data"]).embeddedDocuments()
        #expect(documents.count == 3)
        #expect(throws: ReadingError.self) { try documents[1].get() }
        let needle = try #require(try documents[2].get().root["c"])
        #expect(String(decoding: source[Place(needle).span.start..<Place(needle).span.end], as: UTF8.self) == "needle")
        let empty = try #require(ManifestReader.documents(in: Array("data: ''".utf8)).first).get().root
        let text = try #require(empty["data"])
        #expect(text.embeddedDocuments().isEmpty)
    }

    /// Values with commas between them, which somebody else puts into a list.
    @Test(arguments: ["{\"a\": 1}, {\"b\": 23}", "{\"a\": 1},\n  {\"b\": 23}", "1, {\"b\": 23}"]) func aRowOfValues(row: String) throws {
        let source = Array("data: '\(row)'\n".utf8)
        let root = try #require(ManifestReader.documents(in: source).first).get().root
        let tree = try #require(root["data"]).embeddedItems()
        let last = try #require(Array(tree.root.elements).last?["b"])
        #expect(tree.syntax == .json && Array(tree.root.elements).count == 2 && Place(last).path(in: root) == "data: [1].b")
        #expect(String(decoding: source[Place(last).span.start..<Place(last).span.end], as: UTF8.self) == "23")
    }

    @Test(arguments: ["{\"a\": 1} {\"b\": 2}", "{\"a\": 1}]", "{\"a\": "]) func noRowOfValues(row: String) throws {
        let root = try #require(ManifestReader.documents(in: Array("data: '\(row)'\n".utf8)).first).get().root
        let text = try #require(root["data"])
        #expect(throws: ReadingError.self) { try text.embeddedItems() }
    }

    @Test func aDocumentInADocumentInADocument() throws {
        let inner = #"{"k": "needle"}"#
        let middle = "inner: '\(inner)'\n"
        let source = Array("outer: |\n  first: line\n  \(middle)".utf8)
        let root = try #require(ManifestReader.documents(in: source).first).get().root
        let document = try #require(root["outer"]).embeddedDocument().root
        let innermost = try #require(document["inner"]).embeddedDocument().root
        let place = Place(try #require(innermost["k"]))
        #expect(String(decoding: source[place.span.start..<place.span.end], as: UTF8.self) == "\"needle\"")
        #expect(place.path(in: root) == "outer: inner: k" && LineIndex(source).position(of: place.span.start).line == 3)
    }

    @Test func whatIsNoDocumentSaysWhereInTheFile() throws {
        let source = Array("data: |\n  a: 1\n  b: [\n".utf8)
        let root = try #require(ManifestReader.documents(in: source).first).get().root
        let host = try #require(root["data"])
        let error = try #require(throws: ReadingError.self) { try host.embeddedDocument() }
        #expect(LineIndex(source).position(of: error.offset).line >= 3)
    }
}
