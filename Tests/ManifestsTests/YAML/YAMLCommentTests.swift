import Manifests
import Testing

/// Which comment stands behind a value, and what only looks like one.
@Suite struct YAMLCommentTests {
    /// Every value and key below the root that has a comment, as `text: comment`.
    private func comments(_ text: String) throws -> [String] {
        let tree = try #require(YAMLReader.read(Array(text.utf8)).first).get()
        return ([tree.root] + below(tree.root)).compactMap { node in
            node.trailingComment.map { (node.kind == .mapping || node.kind == .sequence ? node.sourceText : node.text) + ": " + $0 }
        }
    }

    private func below(_ node: ManifestNode) -> [ManifestNode] {
        switch node.kind {
        case .sequence: node.elements.flatMap { [$0] + below($0) }
        case .mapping: node.entries.flatMap { [$0.key, $0.value] + below($0.value) }
        default: []
        }
    }

    @Test(arguments: [
        ("a: 1 # c\nb: 2\n", ["a: c", "1: c"]), ("a: 1\nb: 2 # c\n", ["a: 1\nb: 2: c", "b: c", "2: c"]),
        ("a: 1 # c\r\nb: 2\r\n", ["a: c", "1: c"]), ("a: 1 # c\rb: 2\r", ["a: c", "1: c"]), ("a: 1\t#\tc \t\nb: 2", ["a: c", "1: c"]),
        // Flow maps and lists, several values on a line.
        ("- {a: 1, b: [2, x]} # c\n- 3\n", ["{a: 1, b: [2, x]}: c", "a: c", "1: c", "b: c", "[2, x]: c", "2: c", "x: c"]),
        ("- {a: 1, # c\n   b: 2} # d\n- 3\n", ["{a: 1, # c\n   b: 2}: d", "a: c", "1: c", "b: d", "2: d"]),
        ("- a: 1 # c\n  b: 2 # d\n- 3\n", ["a: 1 # c\n  b: 2: d", "a: c", "1: c", "b: d", "2: d"]),
        // Without a space: between tokens libyaml takes it for a comment, in a plain scalar it is text.
        ("- 1#x\n- {a: 1}#c\n- 3\n", ["{a: 1}: c", "a: c", "1: c"]), ("- 'x'#c\n- 3\n", ["x: c"]),
        // No comments.
        ("- \"a # b\"\n- 'a # b'\n- a#b\n- \"a\n  # b\"\n- |\n  a # b\n- >-\n  a # b\n- \"\\\" # b\"\n- 'a'' # b'\n", []),
        ("- \"a # b\" # c\n- 'it''s # d' # e\n- it's # f\n- 3\n", ["a # b: c", "it's # d: e", "it's: f"]),
        ("a: 1\n# c\n", []), ("# c\na: 1\n", []), ("a:\n# c\n  1\n", []), ("a: 1\n", []), ("a: '#'\n", []),
        // Where a key's value is on other lines.
        ("a: # c\n  b: 1\n", ["a: c"]), ("a: &x # c\n  b: 1\n", ["a: c"]), ("a: | # c\n  x # y\nb: 1\n", ["a: c"]),
        ("a: &x !!str # c\n  b\nd: 1\n", ["a: c"]), ("a: !!map # c\n  b: 1 # d\ne: 2\n", ["a: c", "b: 1: d", "b: d", "1: d"]),
        ("a: |- # c\n  # x\n\n# d\nb: 1\n", ["a: c"]), ("a: # c\nb: 1\n", ["a: c", ": c"]),
        // What an alias stands for has the comment of its place.
        ("- &a 1 # c\n- *a # d\n- 2\n", ["1: c", "1: c"]),
        ("- {<<: {a: 1}, b: 2} # c\n- 3\n", ["{<<: {a: 1}, b: 2}: c", "a: c", "1: c", "b: c", "2: c"]),
        ("--- # x\na: 1 # c\n... # y\n", ["a: 1: c", "a: c", "1: c"]), ("%YAML 1.1 # x\n---\na: 1\n", []), ("1 # c", ["1: c"]),
        ("- 1 ## c\n- 2 #\n- 3 # # d # e\n- é # ü\n- 4", ["1: c", "3: d # e", "é: ü"]),
        ("? a # c\n: b # d\ne: 1\n", ["a: c", "b: d"]), ("\u{FEFF}- 1 # c\n- 2\n", ["1: c"]),
    ])
    func findsTheCommentBehindAValue(text: String, expected: [String]) throws { #expect(try comments(text) == expected) }

    @Test func eachDocumentHasItsOwn() throws {
        let documents = try YAMLReader.read(Array("a: 1 # x\n---\na: 1\n# y\n---\na: 1 # z\n".utf8)).map { try $0.get().root["a"] }
        #expect(documents.map { $0?.trailingComment } == ["x", nil, "z"])
    }

    @Test func aLongCommentIsCutAtALetter() throws {
        for (text, count) in [(String(repeating: "x", count: 300), 200), (String(repeating: "日", count: 300), 198)] {
            let root = try #require(YAMLReader.read(Array("a: 1 # \(text)\n".utf8)).first).get().root
            let comment = try #require(root["a"]?.trailingComment)
            #expect(comment.utf8.count == count && text.hasPrefix(comment))
        }
    }

    @Test func jsonHasNone() throws {
        #expect(try JSONReader.read(Array("{\"a\": \"# b\"}".utf8)).root["a"]?.trailingComment == nil)
    }
}
