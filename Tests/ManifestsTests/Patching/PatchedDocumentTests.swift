import Manifests
import Testing

/// Documents that patches wrote: what is known of them, and where it stands.
@Suite struct PatchedDocumentTests {
    /// Patches, each as an item of a list in YAML's flow style, and the document that results as compact JSON, `-` where nothing is known.
    private static let cases: [(patches: [String], document: String)] = [
        (["{op: add, path: /a, value: [1]}"], #"{"a":[1]}"#),
        (["{op: add, path: '', value: {a: 1}}", "{op: replace, path: /a, value: 2}"], #"{"a":2}"#),
        (["{op: add, path: /a/b/c, value: x}"], #"{"a":{"b":{"c":"x"}}}"#),
        (["{op: add, path: /a/-, value: 1}", "{op: add, path: /a/-, value: 2}"], #"{"a":[1,2]}"#),
        (["{op: add, path: /a/-, value: 1}", "{op: add, path: /a/0, value: 2}"], #"{"a":[2,1]}"#),
        (["{op: add, path: /a/-, value: {b: 1}}", "{op: replace, path: /a/0/b, value: 2}"], #"{"a":[{"b":2}]}"#),
        (["{op: add, path: /a/3/b, value: 1}", "{op: add, path: /a/3/c, value: 2}"], #"{"a":[{"b":1,"c":2}]}"#),
        // What is inserted before an item moves it up.
        (
            ["{op: add, path: /a/3/b, value: 1}", "{op: add, path: /a/3, value: 9}", "{op: add, path: /a/4/c, value: 2}"],
            #"{"a":[9,{"b":1,"c":2}]}"#
        ),
        (["{op: add, path: /a, value: [1, 2, 3]}", "{op: add, path: /a/1, value: 9}"], #"{"a":[1,9,2,3]}"#),
        (["{op: add, path: /a, value: [1, 2, 3]}", "{op: replace, path: /a/1, value: 9}"], #"{"a":[1,9,3]}"#),
        (["{op: add, path: /a, value: [1, 2, 3]}", "{op: remove, path: /a/1}", "{op: remove, path: /a/0}"], #"{"a":[3]}"#),
        (["{op: add, path: /a, value: {b: 1, c: 2}}", "{op: remove, path: /a/b}"], #"{"a":{"c":2}}"#),
        (["{op: remove, path: /a}", "{op: remove, path: /a/0/b}"], "-"),
        (["{op: add, path: /a, value: 1}", "{op: remove, path: ''}"], "-"),
        (["{op: copy, path: /a, value: 1}"], "-"),
        (
            ["{op: add, path: /a, value: {b: 1}}", "{op: copy, from: /a, path: /c}", "{op: add, path: /a/b, value: 2}"],
            #"{"a":{"b":2},"c":{"b":1}}"#
        ),
        (["{op: add, path: /a, value: {b: 1}}", "{op: move, from: /a/b, path: /c/d}"], #"{"a":{},"c":{"d":1}}"#),
        (["{op: add, path: /a, value: 1}", "{op: add, path: /a/b, value: 1}"], #"{"a":1}"#),
        (["{op: add, path: /a, value: null}", "{op: add, path: /a/b, value: 1}"], #"{"a":{"b":1}}"#),
        (["{op: add, path: /a, value: [1]}", "{op: add, path: /a/b, value: 1}"], #"{"a":[1]}"#),
        (["{op: add, path: /a~1b/c~0d, value: 1}"], #"{"a/b":{"c~d":1}}"#),
        (
            ["{op: add, path: /a, value: {b: [{c: {d: x}}]}}", "{op: add, path: /a/b/0/c/e, value: z}"],
            #"{"a":{"b":[{"c":{"d":"x","e":"z"}}]}}"#
        ),
    ]

    @Test(arguments: cases.indices) func holdsWhatPatchesWrote(index: Int) throws {
        let root = try root(of: "[\(Self.cases[index].patches.joined(separator: ", "))]")
        let document = try patched(root)
        let node = ManifestTree([document], patchedIn: root.tree).root.elements.first { _ in true }
        #expect((node?.canonicalText ?? "-") == Self.cases[index].document)
        // Every node of a tree knows those around it.
        if let node { expectWholeness(of: node) }
    }

    @Test func pointsAtThePatch() throws {
        let source = """
            patches:
            - {op: add, path: /list/-, value: {k: 60}}
            - {op: add, path: "/block/time", value: 61}
            - {op: add, path: "/blo\\x63k/count", value: 3}
            """
        let root = try root(of: source)
        let node = ManifestTree([try patched(try #require(root["patches"]))], patchedIn: root.tree).root.elements.first { _ in true }
        func shown(_ place: Place) -> String {
            "\(place.path(in: root)) \(String(decoding: Array(source.utf8)[place.span.start..<place.span.end], as: UTF8.self))"
        }
        let list = try #require(node?["list"])
        let item = try #require(list.elements.first { _ in true })
        #expect(shown(Place(try #require(item["k"]))) == "patches[0].value.k 60")
        #expect(shown(Place(try #require(item["k"]), .key)) == "patches[0].value.k k")
        #expect(shown(Place(item, .missing("m"))) == "patches[0].value.m {k: 60}")
        #expect(shown(Place(list, .key)) == "patches[0].path list")
        #expect(list.isPart && !item.isPart && list.isEditedInPlace)
        let block = try #require(node?["block"])
        #expect(shown(Place(try #require(block["time"]))) == "patches[1].value 61")
        #expect(shown(Place(try #require(block["time"]), .key)) == "patches[1].path time")
        #expect(shown(Place(block, .key)) == "patches[1].path block")
        #expect(shown(Place(block, .missing("x"))) == #"patches[1].path "/block/time""#)
        // An escape hides where a step stands.
        let count = try #require(block["count"])
        #expect(shown(Place(count, .key)) == #"patches[2].path "/blo\x63k/count""# && !count.isEditedInPlace)
    }

    @Test func stepsOfJSONAreNotEditedInPlace() throws {
        let root = try root(of: #"[{"op": "add", "path": "/a/-", "value": {"b": 1}}]"#)
        let document = ManifestTree([try patched(root)], patchedIn: root.tree).root
        let list = try #require(document.elements.first { _ in true }?["a"])
        #expect(!list.isEditedInPlace)
        #expect(list.elements.first { _ in true }?["b"]?.isEditedInPlace == true)
    }

    @Test func whatIsCopiedIsBounded() throws {
        let root = try root(of: "[{op: add, path: /a, value: [1, 2, 3, 4]}]")
        var document = try patched(root)
        var budget = 100
        var copies = 0
        let source = try pointer("/a")
        while document.copy(from: source, to: try pointer("/a/-"), moves: false, budget: &budget), copies < 1000 { copies += 1 }
        #expect(copies < 10 && budget < 0)
        // As is what is moved ever deeper.
        budget = 100_000
        document = try patched(root)
        var depth = 0
        while document.copy(from: try pointer("/a"), to: try pointer("/b/b/b/b/b/b/b/b"), moves: true, budget: &budget),
            document.copy(from: try pointer("/b"), to: try pointer("/a"), moves: true, budget: &budget), depth < 1000
        { depth += 1 }
        #expect(depth < 10)
    }

    @Test func longListsAreLeftAlone() throws {
        let root = try root(of: "[{op: add, path: /a, value: [\(Array(repeating: "{}", count: 2000).joined(separator: ","))]}]")
        var document = try patched(root)
        #expect(!document.knows(try pointer("/a/3")))
        #expect(!document.set(root, at: try pointer("/a/0"), replaces: false))
    }

    @Test(arguments: [("/a/b", ["a", "b"]), ("", []), ("/", [""]), ("/a~1b/~0", ["a/b", "~"]), ("a", nil), ("//", ["", ""])])
    func pointersAreRead(text: String, steps: [String]?) throws {
        #expect(JSONPointer(try root(of: "'\(text)'"))?.steps.map(\.text) == steps)
    }

    @Test func pointersHaveABound() throws {
        #expect(JSONPointer(try root(of: "'\(String(repeating: "/a", count: 64))'")) != nil)
        #expect(JSONPointer(try root(of: "'\(String(repeating: "/a", count: 65))'")) == nil)
    }

    @Test(arguments: [
        ("$.a.b", ["a", "b"]), ("$.a[0].b", ["a", "0", "b"]), ("a.b", ["a", "b"]), (#"$["a"].b"#, ["a", "b"]), ("$", nil), ("", nil),
        ("$..a", nil), ("$.a[*]", nil), ("$.a[?(@.b == 1)]", nil), ("$.a[-1]", nil), ("$.a[", nil), ("$a", nil), ("$.", nil),
        ("$.a b", nil),
    ]) func pathsThatLeadToOnePlaceAreRead(text: String, steps: [String]?) throws {
        #expect(JSONPointer(path: try root(of: "'\(text)'"))?.steps.map(\.text) == steps)
    }

    private func root(of text: String) throws -> ManifestNode {
        try #require(ManifestReader.documents(in: Array(text.utf8)).first).get().root
    }

    private func pointer(_ text: String) throws -> JSONPointer {
        let node = try root(of: "'\(text)'")
        return try #require(JSONPointer(node))
    }

    private func patched(_ patches: ManifestNode) throws -> PatchedDocument {
        var document = PatchedDocument()
        var budget = 1000
        for patch in patches.elements {
            let path = try #require(patch["path"])
            let pointer = try #require(JSONPointer(path))
            switch patch["op"]?.text {
            case "add", "replace":
                _ = document.set(try #require(patch["value"]), at: pointer, replaces: patch["op"]?.text == "replace")
            case "remove": document.remove(at: pointer)
            case let op:
                guard let from = patch["from"].flatMap({ JSONPointer($0) }) else { continue }
                _ = document.copy(from: from, to: pointer, moves: op == "move", budget: &budget)
            }
        }
        return document
    }

    private func expectWholeness(of node: ManifestNode) {
        for (key, value) in node.entries {
            #expect(value.parent?.id == node.id && value.key?.id == key.id)
            expectWholeness(of: value)
        }
        for (position, item) in node.elements.enumerated() {
            #expect(item.parent?.id == node.id && Place(item).span.end <= node.tree.source.count && position >= 0)
            expectWholeness(of: item)
        }
    }
}
