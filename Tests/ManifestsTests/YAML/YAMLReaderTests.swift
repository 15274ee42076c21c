import Manifests
import Testing

@Suite struct YAMLReaderTests {
    @Test(arguments: [
        ("a: 1\nb: [x, 'y', \"z\"]\n", ["{a: #1, b: [\"x\", \"y\", \"z\"]}"]), ("- a\n-\n  - b: {c: }\n", ["[\"a\", [{b: {c: null}}]]"]),
        ("just text", ["\"just text\""]), ("", []), ("\n\n", []), ("# only\n# comments\n", []), ("---\n---\n# nothing\n---\n", []),
        ("--- # empty\n...\n", []), ("a: 1\n---\nb: 2\n", ["{a: #1}", "{b: #2}"]),
        ("---\na: 1\n...\n---\nb: 2\n...\n", ["{a: #1}", "{b: #2}"]),
        ("--- a\n--- b\n", ["\"a\"", "\"b\""]), ("---\n~\n---\nnull\n", ["null", "null"]),
        ("%YAML 1.1\n---\na: 1\n", ["{a: #1}"]), ("%TAG ! tag:example,2000:\n---\na: !x 1\n", ["{a: \"1\"}"]),
        ("a: 1\n...\n%YAML 1.1\n# c\n---\nb: 2\n", ["{a: #1}", "{b: #2}"]),
        ("a: |\n  x\n   y\n\n  z\n\nb: >-\n  x\n  y\n\n  z\n", ["{a: \"x\n y\n\nz\n\", b: \"x y\nz\"}"]),
        ("a: |\n  b\n  ---\n  c\nd: 1\n", ["{a: \"b\n---\nc\n\", d: #1}"]),
        ("a: 'b --- c'\nd: \"---\"\n", ["{a: \"b --- c\", d: \"---\"}"]),
        ("a: \"x\\\n  y\"\nb: 'it''s'\nc: \"\\x41\\u00e9\\U0001F600\\n\"\n", ["{a: \"xy\", b: \"it's\", c: \"Aé😀\n\"}"]),
        ("a: one\n  two\n", ["{a: \"one two\"}"]), ("? a\n: 1\n? b\n", ["{a: #1, b: null}"]), ("[a: 1, {b: 2}]", ["[{a: #1}, {b: #2}]"]),
        ("{a: 1, b: 2,}", ["{a: #1, b: #2}"]), ("1: a\ntrue: b\n0x10: c\n1.5: d\n", ["{1: \"a\", true: \"b\", 16: \"c\", 1.5: \"d\"}"]),
        ("\u{FEFF}a: é\nb: 1\n", ["{a: \"é\", b: #1}"]), ("a: 1\r\nb:\r\n- x\r\n---\r\nc: 2\r\n", ["{a: #1, b: [\"x\"]}", "{c: #2}"]),
        ("a: 1\rb: 2\r", ["{a: #1, b: #2}"]), ("a:\t1\nb: x\ty # c\n", ["{a: #1, b: \"x\ty\"}"]),
        ("a:\n  - b\n  -   - c\n      - d\n", ["{a: [\"b\", [\"c\", \"d\"]]}"]), ("---a: 1\n", ["{---a: #1}"]),
        // Two keys for YAML, one text for Unicode.
        ("\u{E9}: 1\ne\u{301}: 2\n", ["{\u{E9}: #1, e\u{301}: #2}"]),
    ])
    func reads(text: String, expected: [String]) { #expect(readYAML(text) == expected) }

    @Test(arguments: [
        ("a: &x 60\nb: *x\nc: [*x]\n", "{a: #60, b: #60, c: [#60]}"),
        ("a: &m {x: [1], w: {z: 2}}\nb: *m\n", "{a: {x: [#1], w: {z: #2}}, b: {x: [#1], w: {z: #2}}}"),
        ("- &a 1\n- &a 2\n- *a\n", "[#1, #2, #2]"), ("a: &k key\n*k : 1\n", "{a: \"key\", key: #1}"),
        ("- &m {a: 1, b: 2}\n- <<: *m\n  b: 3\n- b: 3\n  <<: *m\n", "[{a: #1, b: #2}, {a: #1, b: #2, b: #3}, {b: #3, a: #1, b: #2}]"),
        ("- &m {a: 1}\n- &n {a: 2, c: 3}\n- <<: [*m, *n]\n", "[{a: #1}, {a: #2, c: #3}, {a: #2, c: #3, a: #1}]"),
        ("- <<: {a: {b: [1, 2]}}\n  c: 1\n", "[{a: {b: [#1, #2]}, c: #1}]"), ("- <<: []\n  c: 1\n", "[{c: #1}]"),
        (
            "- &m {a: 1}\n- &n {<<: *m, b: &y 2}\n- <<: *n\n  c: &z 5\n- [*y, *z, *n]\n",
            "[{a: #1}, {a: #1, b: #2}, {a: #1, b: #2, c: #5}, [#2, #5, {a: #1, b: #2}]]"
        ),
        (
            "- &m {a: 1}\n- {p: &p {<<: *m, q: &q {r: 1}}, s: *q, t: *p}\n",
            "[{a: #1}, {p: {a: #1, q: {r: #1}}, s: {r: #1}, t: {a: #1, q: {r: #1}}}]"
        ),
        ("- \"<<\": {a: 1}\n", "[{<<: {a: #1}}]"), ("- &e\n- *e\n- &l [&i 1, *i]\n- *l\n", "[null, null, [#1, #1], [#1, #1]]"),
        ("a: &x\n  b: 1\nc: &y\n- *x\nd: *y\n", "{a: {b: #1}, c: [{b: #1}], d: [{b: #1}]}"),
        // What a merge takes apart keeps what its anchors stand for.
        ("- {&a <<: {}}\n- *a\n", "[{}, \"<<\"]"), ("x: {y: {<<: &m {b: 2}}}\nz: *m\n", "{x: {true: {b: #2}}, z: {b: #2}}"),
        (
            "- <<: [&m {a: &v {b: 1}}, &n {<<: *m, &k c: 2}]\n- [*m, *n, *v, *k]\n",
            "[{a: {b: #1}, c: #2, a: {b: #1}}, [{a: {b: #1}}, {a: {b: #1}, c: #2}, {b: #1}, \"c\"]]"
        ),
        ("- <<: &l [{a: 1}, &e {}]\n- *l\n- {<<: *e, &k 0x3c: *k}\n", "[{a: #1}, [{a: #1}, {}], {60: #60}]"),
        ("- {<<: {<<: {<<: &d {a: [1, {b: 2}]}}}}\n- {c: {<<: *d}}\n", "[{a: [#1, {b: #2}]}, {c: {a: [#1, {b: #2}]}}]"),
    ])
    func resolvesAliasesAndMergeKeys(text: String, expected: String) { #expect(readYAML(text) == [expected]) }

    @Test(arguments: [
        ("a: 1\na: 2\n", "2:1", "the key \"a\" stands twice in this map; remove one"), ("{a: 1, 'a': 2}", "1:8", "stands twice"),
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "5:3", "the key \"c\" stands twice"), ("a: &k x\nx: 1\n*k : 2\n", "3:1", "stands twice"),
        ("a: *x\n", "1:4", "the alias *x has no anchor &x above it"), ("a: &x [1, *x]\n", "1:11", "inside of what it stands for"),
        ("&x {a: {b: *x}}\n", "1:12", "inside of what it stands for"), ("? &z [1]\n: 2\n", "1:6", "a list stands where a key is due"),
        ("? {a: 1}\n: 2\n", "1:3", "a map stands where a key is due"), ("a: &m {x: 1}\n*m : 1\n", "2:1", "where a key is due"),
        ("a:\n  <<: 1\n", "2:7", "the merge key << takes a map or a list of maps"), ("a:\n  <<: [{b: 1}, 2]\n", "2:16", "the merge key"),
        ("- &x [{a: 1}]\n- <<: *x\n", "2:7", "the merge key"), ("- &x {a: {<<: [*x]}}\n", "1:16", "inside of what it stands for"),
        ("- &x ~\n- *x : 1\n", "2:3", "null stands where a key is due"),
        // Of many keys the first that stands twice.
        (
            "z: {" + (0..<40).map { "k\($0 % 30): 1" }.joined(separator: ", ") + "}\n", "1:235", "the key \"k0\" stands twice in this map"
        ),
        (String(repeating: "%TAG !a! b\n", count: 65) + "---\n!a!c d\n", "65:1", "more than 64 lines of %TAG"),
        ("%TAG !a! " + String(repeating: "b", count: 300) + "\n---\n!a!c d\n", "1:1", "one of more than 256 bytes"),
        ("a: 1\n\tb: 2\n", "2:1", "a tab stands where YAML takes spaces only"), ("a: [1, 2\nb: 3\n", "2:", "this is no YAML"),
        ("a: \"x\nb: 1\n", "1:4", "this is no YAML"),
        ("a: b: c\n", "1:5", "this is no YAML"), ("a: @x\n", "1:4", "this is no YAML"),
        ("a: 1\n b: 2\n", "2:3", "this is no YAML"), ("- a\nb: 1\n", "2:1", "this is no YAML"), ("a: \"\\q\"\n", "1:5", "this is no YAML"),
        ("é: 1\nü: {\nö: \"😀\" ]\n", "3:8", "this is no YAML"), ("a: \u{1}\n", "1:4", "the bytes here are no text"),
        ("a: 1\0\n", "1:5", "the bytes here are no text"), ("é: \0\n", "1:4", "the bytes here are no text"),
        ("a: \u{7F}\n", "1:4", "the bytes here are no text"),
        ("%YAML 3.0\n---\na: 1\n", "1:1", "this is no YAML"), ("a: !<x 1\n", "1:7", "this is no YAML"),
    ])
    func refuses(text: String, place: String, reason: String) {
        let answers = readYAML(text)
        #expect(answers.count == 1 && answers.allSatisfy { $0.hasPrefix(place) && $0.contains(reason) }, "\(answers)")
    }

    @Test(arguments: [
        ("a: 1\n...\nb: 2\n---\nc: 3\n", ["{a: #1}", "3:1 ", "{c: #3}"]),
        ("a: 1\n---\nb: [\n---\nc: 3\n", ["{a: #1}", "4:1 ", "{c: #3}"]), ("a: \"x\n---\nb: 2\n", ["1:4 ", "{b: #2}"]),
        ("é: 1\r\n---\r\nü: \"😀\" ]\r\n---\r\nc: 3\r\n", ["{é: #1}", "3:8 ", "{c: #3}"]), ("a: 1\na: 2\n---\nc: 3\n", ["2:1 ", "{c: #3}"]),
        ("%YAML 1.1\n---\n{\n---\n%x\n---\nc: 3\n", ["4:1 ", "5:3 ", "{c: #3}"]),
        ("a: |\n%x\n---\nc: [\n---\nd: 1\n", ["2:3 ", "5:1 ", "{d: #1}"]),
        ("a: &x 1\n---\nb: *x\n---\nc: 3\n", ["{a: #1}", "3:4 ", "{c: #3}"]),
        ("a: 1\n---\n\u{1}\n---\nc: 3\n", ["{a: #1}", "3:1 ", "{c: #3}"]),
    ])
    func aBadDocumentLeavesTheOthersReadable(text: String, expected: [String]) {
        let answers = readYAML(text)
        #expect(answers.count == expected.count && zip(answers, expected).allSatisfy { $0.hasPrefix($1) }, "\(answers)")
    }

    @Test func bytesThatAreNoUTF8AreRefusedWhereTheyStand() {
        #expect(
            readYAML(Array("a: 1\n---\nb: é".utf8) + [0xC3, 0x28]).map { String($0.prefix(30)) } == [
                "{a: #1}", "3:6 the bytes here are no text",
            ])
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            #expect(readYAML(mark + [0x61, 0, 0x3A, 0]) == ["1:1 the file is UTF-16; save it as UTF-8"])
        }
        #expect(readYAML([0x61, 0, 0x3A, 0, 0x20, 0, 0x31, 0]).map { String($0.prefix(30)) } == ["1:2 the bytes here are no text"])
    }

    @Test(arguments: [
        ("a: {{ .Values.a }}\n", "1:4"), ("{{- if .Values.on }}\na: 1\n{{- end }}\n", "1:1"),
        ("a:\n  {{- toYaml . | nindent 2 }}\n", "2:3"), ("{{/* comment */}}\na: 1\n", "1:1"),
    ])
    func namesHelmTemplates(text: String, place: String) {
        #expect(readManifest(text) == ["\(place) this is a Helm template, not a manifest yet; render it first, with helm template"])
        #expect(readManifest("b: 1\n---\n" + text).first == "{b: #1}")
    }

    @Test func aTemplateThatIsYAMLIsRead() { #expect(readYAML("a: '{{ .b }}'\n") == ["{a: \"{{ .b }}\"}"]) }

    @Test(arguments: [
        (
            "key: value # c\nb:  'x y'  \nc: \"é\"\nd:\n",
            ["key: value # c\nb:  'x y'  \nc: \"é\"\nd:", "key", "value", "b", "'x y'", "c", "\"é\"", "d", ""]
        ),
        ("é😀: [1 , {ü: 2} ]  # c\nz: 3 \n", ["é😀: [1 , {ü: 2} ]  # c\nz: 3", "é😀", "[1 , {ü: 2} ]", "1", "{ü: 2}", "ü", "2", "z", "3"]),
        ("\u{FEFF}é: 1\r\nb: x\r\n", ["é: 1\r\nb: x", "é", "1", "b", "x"]), ("\u{FEFF}b: x\n", ["b: x", "b", "x"]),
        ("a:\n- 1\n-   2\n\n# c\nb: 3\n", ["a:\n- 1\n-   2\n\n# c\nb: 3", "a", "- 1\n-   2", "1", "2", "b", "3"]),
        (
            "a:\n  - b: 1\n    c: 2 # x\n  - d: 3\n\n",
            [
                "a:\n  - b: 1\n    c: 2 # x\n  - d: 3", "a", "- b: 1\n    c: 2 # x\n  - d: 3", "b: 1\n    c: 2", "b", "1", "c", "2", "d: 3",
                "d", "3",
            ]
        ),
        ("a: |\n  x\n  y\n\n\nb: >\n  z\n", ["a: |\n  x\n  y\n\n\nb: >\n  z", "a", "|\n  x\n  y", "b", ">\n  z"]),
        ("a: one\n  two  # c\n", ["a: one\n  two", "a", "one\n  two"]),
        ("a: !!str 60\nb: &x !!int \"7\"\nc: *x\n", ["a: !!str 60\nb: &x !!int \"7\"\nc: *x", "a", "60", "b", "\"7\"", "c", "\"7\""]),
        ("a: &x # c\n  b: 1\nc: &y {d: 1}\n", ["a: &x # c\n  b: 1\nc: &y {d: 1}", "a", "b: 1", "b", "1", "c", "{d: 1}", "d", "1"]),
        ("a: &e\nb: 1\n", ["a: &e\nb: 1", "a", "", "b", "1"]), ("[a: 1, b]", ["[a: 1, b]", "a: 1", "a", "1", "b"]),
        ("x: 1\n---\né: ü\n", ["x: 1", "x", "1", "é: ü", "é", "ü"]),
    ])
    func everySpanIsExact(text: String, expected: [String]) throws {
        #expect(try YAMLReader.read(Array(text.utf8)).flatMap { spans(try $0.get().root) } == expected)
    }

    @Test func anAliasStandsWhereItsValueIsWritten() throws {
        let source = Array("a: &x {z: 1}\nb: *x\n".utf8)
        let root = try #require(YAMLReader.read(source).first).get().root
        let copied = try #require(root["b"]?["z"])
        #expect(LineIndex(source).position(of: copied.span.start).line == 1)
        #expect(Place(copied).path(in: root) == "b.z")
    }

    /// Each level holds the one before it nine times: in values, in keys, and through merge keys.
    static func bomb(_ first: String, _ level: (_ name: Int, _ alias: String) -> String) -> String {
        (1..<12).reduce("a0: &a0 \(first)\n") { $0 + level($1, "*a\($1 - 1)") + "\n" }
    }

    static let bombs = [
        bomb("[x, x, x]") { "a\($0): &a\($0) [\(Array(repeating: $1, count: 9).joined(separator: ", "))]" },
        bomb("{x: 1}") { name, alias in
            "a\(name): &a\(name) {\((0..<9).map { "k\($0): \(alias)" }.joined(separator: ", "))}"
        },
        bomb("{x: {y: 1}}") { "a\($0): &a\($0) {<<: [\(Array(repeating: $1, count: 9).joined(separator: ", "))], k\($0): 1}" },
        // Makes nothing at all, and takes as long.
        bomb("{}") { "a\($0): &a\($0) {<<: [\(Array(repeating: $1, count: 9).joined(separator: ", "))]}" },
    ]

    @Test(arguments: bombs.indices)
    func refusesAliasBombs(bomb: Int) {
        let answers = readYAML(Self.bombs[bomb])
        #expect(answers.count == 1 && answers.allSatisfy { $0.contains("aliases make more than 100000 values") }, "\(answers)")
    }

    @Test func refusesABombInAKey() {
        let text = Self.bomb("[x]") { "a\($0): &a\($0) [\(Array(repeating: $1, count: 9).joined(separator: ", "))]" }
        #expect(readYAML("? &k {a: [1]}\n: 1\n") == ["1:6 a map stands where a key is due; write the key as plain text"])
        #expect(readYAML(text.split(separator: "\n").prefix(4).joined(separator: "\n") + "\n*a3 : 1\n")[0].contains("where a key is due"))
    }

    @Test func isAsDeepAsJSON() {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(readYAML(deepest) == [deepest])
        #expect(readYAML("[" + deepest + "]") == ["1:513 more than 512 lists and maps inside each other"])
        // An alias goes no deeper.
        let half = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        #expect(
            readYAML("- &a \(half)\n- " + half.replacing("[]", with: "[*a]") + "\n").map { String($0.prefix(30)) } == [
                "2:259 with this alias, more th"
            ])
        #expect(readYAML("- &a \(half)\n- " + half.replacing("[[]]", with: "[*a]") + "\n").allSatisfy { $0.hasPrefix("[[") })
    }
}
