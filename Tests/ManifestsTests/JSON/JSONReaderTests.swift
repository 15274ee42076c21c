import Manifests
import Testing

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("{}", "{}"), ("[]", "[]"), (" \t\r\n[ ] \n", "[]"), ("null", "null"), ("true", "true"), ("false", "false"), ("\"\"", "\"\""),
        ("0", "#0"), ("-0", "#-0"), ("10", "#10"), ("-1.50", "#-1.50"), ("1e5", "#1e5"), ("1E+5", "#1E+5"), ("0e-0", "#0e-0"),
        ("123456789012345678901234567890", "#123456789012345678901234567890"), ("0.1e400", "#0.1e400"),
        (#"{"a":{"b":[1,[2,{}],"x"]},"c":null}"#, #"{a: {b: [#1, [#2, {}], "x"]}, c: null}"#),
        (#""\"\\\/\b\f\n\r\t""#, "\"\"\\/\u{8}\u{C}\n\r\t\""),
        (#""\u0041\u00e9\u20AC\ud83d\ude00x""#, "\"Aé€😀x\""), (#""\u0000""#, "\"\0\""), (#""é€😀\u007f""#, "\"é€😀\u{7F}\""),
        ("\"\u{7F}\u{2028}\u{FFFF}\"", "\"\u{7F}\u{2028}\u{FFFF}\""), (#"{"é\n":1}"#, "{é\n: #1}"), (#"{"":1}"#, "{: #1}"),
        ("\u{FEFF}[1]", "[#1]"),
    ])
    func reads(text: String, expected: String) { #expect(readJSON(text) == expected) }

    @Test(arguments: [
        ("", "1:1", "ends where a value is due"), ("  ", "1:3", "ends where a value is due"),
        ("{", "1:2", "ends where \"}\" is due"), ("[", "1:2", "ends where \"]\" is due"), ("[1", "1:3", "ends where \"]\" is due"),
        ("{\"a\"", "1:5", "ends where \":\" is due"), ("{\"a\":", "1:6", "ends where a value is due"),
        ("{\"a\":1,", "1:8", "ends where a key is due"), ("[1,", "1:4", "ends where a value is due"),
        ("[1,]", "1:4", "\"]\" stands where a value is due"), ("{\"a\":1,}", "1:8", "\"}\" stands where a key in double quotes is due"),
        ("[,1]", "1:2", "\",\" stands where a value is due"), ("[1 2]", "1:4", "\"2\" stands where \",\" or \"]\" is due"),
        ("{\"a\":1 \"b\":2}", "1:8", "\"\"\" stands where \",\" or \"}\" is due"), ("{a:1}", "1:2", "\"a\" stands where a key"),
        ("{1:2}", "1:2", "\"1\" stands where a key"), ("{\"a\" 1}", "1:6", "\"1\" stands where \":\" is due"),
        ("[}", "1:2", "\"}\" stands where a value is due"), ("{]", "1:2", "\"]\" stands where a key"),
        ("[1}", "1:3", "\"}\" stands where \",\" or \"]\" is due"),
        ("{}x", "1:3", "\"x\" stands where the end of the document is due"), ("1 2", "1:3", "the end of the document"),
        ("]", "1:1", "\"]\" stands where a value is due"), ("\u{1}", "1:1", "a character stands where a value is due"),
        ("[\u{A0}1]", "1:2", "a character stands where a value is due"),
        ("nul", "1:1", "true, false or null"), ("nulL", "1:1", "true, false or null"), ("truee", "1:5", "the end of the document"),
        ("True", "1:1", "\"T\" stands where a value is due"), ("NaN", "1:1", "\"N\" stands where a value is due"),
        ("-", "1:2", "no digits"), ("+1", "1:1", "\"+\" stands"), (".5", "1:1", "\".\" stands"), ("01", "1:1", "remove it"),
        ("-01", "1:2", "remove it"), ("00", "1:1", "remove it"), ("1.", "1:3", "after its point"), ("1.e5", "1:3", "after its point"),
        ("1e", "1:3", "exponent"), ("1e+", "1:4", "exponent"), ("1e1.5", "1:4", "the end of the document"), ("0x10", "1:2", "the end"),
        ("-Infinity", "1:2", "no digits"), ("1_000", "1:2", "the end of the document"),
        ("\"a", "1:1", "never ends"), ("[\"a\\\"]", "1:2", "never ends"), ("\"a\\", "1:3", "ends within an escape"),
        ("\"a\tb\"", "1:3", "control character"), ("\"\\n\u{1}\"", "1:4", "control character"), ("\"a\nb\"", "1:3", "control character"),
        (#""\x41""#, "1:2", "backslash"), (#""\'""#, "1:2", "backslash"), (#""\U0041""#, "1:2", "backslash"),
        (#""\u004""#, "1:2", "four hexadecimal digits"), (#""\u00g1""#, "1:2", "four hexadecimal digits"),
        (#""\u+041""#, "1:2", "four hexadecimal digits"),
        (#""\ud83d""#, "1:2", "half of a \\u pair"), (#""\ud83dx""#, "1:2", "half of a \\u pair"),
        (#""\ud83d\n""#, "1:2", "half of a \\u pair"), (#""\ud83d\ud83d""#, "1:2", "half of a \\u pair"),
        (#""\ude00""#, "1:2", "half of a \\u pair"), (#""\ud83d\u0041""#, "1:2", "half of a \\u pair"),
        ("{\"a\": 1,\n \"é\": tru\n}", "2:7", "true, false or null"),
        ("{\"managedFields\": [1, {\"a\": 01}]}", "1:29", "remove it"), ("{\"managedFields\": [}", "1:20", "\"}\" stands"),
        ("{\"managedFields\": \"\\x\"}", "1:20", "backslash"),
    ])
    func refuses(text: String, place: String, reason: String) {
        let answer = readJSON(text)
        #expect(answer.hasPrefix(place + " ") && answer.contains(reason), "\(answer)")
    }

    /// Table 3-7 of the Unicode standard: nothing overlong, no surrogates, nothing past U+10FFFF, nothing cut off.
    @Test(arguments: [
        ([0x80], false), ([0xC0, 0x80], false), ([0xC1, 0xBF], false), ([0xC2, 0x80], true), ([0xDF, 0xBF], true), ([0xC3], false),
        ([0xC3, 0x41], false), ([0xE0, 0x9F, 0xBF], false), ([0xE0, 0xA0, 0x80], true), ([0xE2, 0x82], false), ([0xE2, 0x82, 0x41], false),
        ([0xED, 0x9F, 0xBF], true), ([0xED, 0xA0, 0x80], false), ([0xEE, 0x80, 0x80], true), ([0xF0, 0x8F, 0xBF, 0xBF], false),
        ([0xF0, 0x90, 0x80, 0x80], true), ([0xF4, 0x8F, 0xBF, 0xBF], true), ([0xF4, 0x90, 0x80, 0x80], false), ([0xF0, 0x9F, 0x98], false),
        ([0xF5, 0x80, 0x80, 0x80], false), ([0xFF], false), ([0xFE, 0xFF], false),
    ])
    func takesWellFormedUTF8Only(scalar: [UInt8], isValid: Bool) {
        for escape in [[], Array(#"\n"#.utf8)] {
            let answer = readJSON([0x22] + escape + scalar + [0x22])
            if isValid {
                #expect(answer == "\"" + (escape.isEmpty ? "" : "\n") + String(decoding: scalar, as: UTF8.self) + "\"")
            } else {
                #expect(answer == "1:\(2 + escape.count) the bytes here are no UTF-8; save the file as UTF-8")
            }
            #expect(readJSON([0x22] + escape + scalar).contains(isValid ? "never ends" : "no UTF-8"))
        }
    }

    @Test func goes512ContainersDeep() {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(readJSON(deepest) == deepest)
        #expect(readJSON("[" + deepest + "]") == "1:513 more than 512 lists and maps inside each other")
        let open = String(repeating: "{\"a\":", count: 100_000)
        #expect(readJSON(open) == "1:2561 more than 512 lists and maps inside each other")
        #expect(readJSON("{\"managedFields\":[" + deepest + "]}").contains("more than 512"))
        // The depth is of containers inside each other, not of all there are.
        #expect(readJSON("[" + Array(repeating: "[{}]", count: 2000).joined(separator: ",") + "]").count == 2000 * 6)
    }

    @Test func ofKeysThatStandTwiceTheLastCounts() throws {
        let root = try JSONReader.read(Array(#"{"a":1,"b":2,"\u0061":3}"#.utf8)).root
        #expect(root["a"]?.text == "3")
        #expect(root["b"]?.text == "2")
        #expect(root["c"] == nil)
        #expect(root.entries.map(\.key.text) == ["a", "b", "a"])
    }

    @Test(arguments: [
        (#"{"a":1,"managedFields":[{"x":{"managedFields":[1,"\n"]}},2],"b":2}"#, "{a: #1, managedFields: skipped, b: #2}"),
        (
            #"{"managedFields":{"a":{}},"managedFields":5,"c":[{"managedFields":null}]}"#,
            "{managedFields: skipped, managedFields: skipped, c: [{managedFields: skipped}]}"
        ),
        (#"{"managedFieldsX":[1],"manage":[2],"x":"managedFields"}"#, #"{managedFieldsX: [#1], manage: [#2], x: "managedFields"}"#),
        (#"["managedFields",[1]]"#, #"["managedFields", [#1]]"#),
    ])
    func managedFieldsAreCheckedAndNotKept(text: String, expected: String) { #expect(readJSON(text) == expected) }

    @Test func everySpanIsExact() throws {
        let text = #" {"k\n" : [ 1.5 , "é😀" ,true, {} , {"x":null}], "managedFields": {"a": [1]} } "#
        let root = try JSONReader.read(Array(text.utf8)).root
        #expect(
            spans(root) == [
                String(text.dropFirst().dropLast()), #""k\n""#, #"[ 1.5 , "é😀" ,true, {} , {"x":null}]"#, "1.5", #""é😀""#, "true", "{}",
                #"{"x":null}"#, #""x""#, "null", #""managedFields""#, #"{"a": [1]}"#,
            ])
    }

    @Test func aScalarKnowsItsText() throws {
        let root = try JSONReader.read(Array(#"["true","a\u0062","",true,1,null,[],{}]"#.utf8)).root
        let elements = Array(root.elements)
        #expect(elements.map(\.text) == ["true", "ab", "", "true", "1", "", "", ""])
        #expect(elements.map { $0.hasText("true") } == [true, false, false, true, false, false, false, false])
        #expect(elements[1].hasText("ab") && !elements[1].hasText("a") && !elements[1].hasText("abc"))
        #expect(elements[2].hasText(""))
    }

    @Test func whatIsNoContainerHasNothingInIt() throws {
        for text in ["1", "\"a\"", "null", "[]", "{}"] {
            let root = try JSONReader.read(Array(text.utf8)).root
            #expect(!root.entries.contains { _ in true } && !root.elements.contains { _ in true } && root["a"] == nil)
        }
        #expect(try JSONReader.read(Array("[1]".utf8)).root["0"] == nil)
    }
}
