import Foundation
import Manifests
import Testing

/// YAML held against what kubectl 1.32 printed for it: `kubectl annotate --local -o json` on a manifest with the text below its `spec`.
@Suite struct KubectlAgreementTests {
    /// Scalars, and what kubectl made of them in JSON.
    static let scalars: [(written: String, json: String)] = [
        ("0x3c", "60"),
        ("0X3C", "60"),
        ("-0x3c", "-60"),
        ("+0x3c", "60"),
        ("0x", "\"0x\""),
        ("0xG", "\"0xG\""),
        ("0x_3c", "60"),
        ("0x3_c", "60"),
        ("0o17", "15"),
        ("0O17", "15"),
        ("-0o17", "-15"),
        ("0o8", "\"0o8\""),
        ("0o", "\"0o\""),
        ("0b101", "5"),
        ("-0b101", "-5"),
        ("0B11", "3"),
        ("0b2", "\"0b2\""),
        ("017", "15"),
        ("-017", "-15"),
        ("08", "8"),
        ("09.5", "9.5"),
        ("0_7", "7"),
        ("1_000", "1000"),
        ("1__0", "10"),
        ("1_", "1"),
        ("_1", "\"_1\""),
        ("+5", "5"),
        ("-5", "-5"),
        ("+-5", "\"+-5\""),
        ("+", "\"+\""),
        (".", "\".\""),
        (".5", "0.5"),
        ("5.", "5"),
        ("-.5", "-0.5"),
        ("+.5", "0.5"),
        ("5.e3", "5000"),
        ("6e1", "60"),
        ("6E1", "60"),
        ("6e+1", "60"),
        ("6e-1", "0.6"),
        ("60.0", "60"),
        ("6.05e1", "60.5"),
        ("1e30", "1e+30"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854776000"),
        ("18446744073709551615", "18446744073709552000"),
        ("18446744073709551616", "18446744073709552000"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("-9223372036854775809", "-9223372036854776000"),
        ("99999999999999999999999", "1e+23"),
        ("0x7fffffffffffffff", "9223372036854775807"),
        ("0x8000000000000000", "9223372036854776000"),
        ("0xffffffffffffffff", "18446744073709552000"),
        ("0x10000000000000000", "\"0x10000000000000000\""),
        ("-0x8000000000000000", "-9223372036854775808"),
        ("-0x8000000000000001", "\"-0x8000000000000001\""),
        ("inf", "\"inf\""),
        ("nan", "\"nan\""),
        ("yes", "true"),
        ("Yes", "true"),
        ("YES", "true"),
        ("yES", "\"yES\""),
        ("no", "false"),
        ("on", "true"),
        ("off", "false"),
        ("On", "true"),
        ("OFF", "false"),
        ("y", "true"),
        ("Y", "true"),
        ("n", "false"),
        ("N", "false"),
        ("true", "true"),
        ("True", "true"),
        ("TRUE", "true"),
        ("tRue", "\"tRue\""),
        ("false", "false"),
        ("null", "null"),
        ("Null", "null"),
        ("NULL", "null"),
        ("nULL", "\"nULL\""),
        ("~", "null"),
        ("1:30", "\"1:30\""),
        ("190:20:30", "\"190:20:30\""),
        ("2001-01-01", "\"2001-01-01\""),
        ("2001-12-14t21:59:43.10-05:00", "\"2001-12-14t21:59:43.10-05:00\""),
        ("!!str 60", "\"60\""),
        ("!!int \"60\"", "60"),
        ("!!int 60", "60"),
        ("!!float 60", "60"),
        ("!!float \"6e1\"", "60"),
        ("!!bool \"yes\"", "true"),
        ("!!bool yes", "true"),
        ("!!null \"\"", "null"),
        ("!foo 60", "\"60\""),
        ("\"60\"", "\"60\""),
        ("'60'", "\"60\""),
        ("00", "0"),
        ("000", "0"),
        ("-0", "0"),
        ("+0", "0"),
        ("0", "0"),
        ("0.0", "0"),
        ("-0.0", "0"),
        ("00x1", "\"00x1\""),
        ("1e", "\"1e\""),
        ("1e+", "\"1e+\""),
        ("e1", "\"e1\""),
        ("0e0", "0"),
        ("1.5_0", "1.5"),
        ("1_0.5", "10.5"),
        ("0.1e1_0", "1000000000"),
        ("0777777777777777777777777", "7.777777777777778e+23"),
        ("0b0", "0"),
        ("0o0", "0"),
        ("60_", "60"),
        ("0_x1", "1"),
        ("1,000", "\"1,000\""),
        ("1'000", "\"1'000\""),
        ("\u{FF10}", "\"\u{FF10}\""),
        ("60s", "\"60s\""),
        ("!", "\"\""),
        ("! 60", "\"60\""),
        ("=", "\"=\""),
        ("<<", "\"\\u003c\\u003c\""),
    ]

    /// Maps, lists, anchors, merge keys and escapes, and the spec that kubectl made of them.
    static let documents: [(written: String, json: String)] = [
        ("a: &x {p: 1, q: 2}\nb: {<<: *x, p: 3}", "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":3,\"q\":2}}"),
        ("a: &x {p: 1, q: 2}\nb: {p: 3, <<: *x}", "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":1,\"q\":2}}"),
        (
            "a: &x {p: 1}\nb: &y {p: 2, r: 5}\nc: {<<: [*x, *y], z: 1}",
            "{\"a\":{\"p\":1},\"b\":{\"p\":2,\"r\":5},\"c\":{\"p\":1,\"r\":5,\"z\":1}}"
        ),
        ("a: &x {p: 1}\nb: {\"<<\": *x}", "{\"a\":{\"p\":1},\"b\":{\"<<\":{\"p\":1}}}"),
        ("a: &x {p: 1}\nb: {!!merge <<: *x}", "{\"a\":{\"p\":1},\"b\":{\"p\":1}}"),
        ("a: &x {p: 1}\nb: {<<: *x, <<: {p: 9}}", "{\"a\":{\"p\":1},\"b\":{\"p\":9}}"),
        ("a: {on: 1}", "{\"a\":{\"true\":1}}"),
        ("a: &x b\nc: {*x : 1}", "{\"a\":\"b\",\"c\":{\"b\":1}}"),
        ("a: &x 1\nb: &x 2\nc: *x", "{\"a\":1,\"b\":2,\"c\":2}"),
        ("a: |\n  hi\n  there\nb: >-\n  fold\n  ed\n", "{\"a\":\"hi\\nthere\\n\",\"b\":\"fold ed\"}"),
        ("a: \"tab\\there\\u00e9\\U0001F600\"\n", "{\"a\":\"tab\\there\\u00e9\\ud83d\\ude00\"}"),
        ("a: 'it''s'", "{\"a\":\"it's\"}"),
        ("a: [1, 2,]", "{\"a\":[1,2]}"),
        ("a: {p: 1,}", "{\"a\":{\"p\":1}}"),
        ("a: [p: 1]", "{\"a\":[{\"p\":1}]}"),
        ("a:\n- - 1\n  - 2\n- x: 1\n", "{\"a\":[[1,2],{\"x\":1}]}"),
        ("a: &x {<<: {p: 1}, q: 2}\nb: {<<: *x}", "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":1,\"q\":2}}"),
        ("a: &x {p: {r: 1}}\nb: {<<: *x, p: {s: 2}}", "{\"a\":{\"p\":{\"r\":1}},\"b\":{\"p\":{\"s\":2}}}"),
        ("? a\n: 1", "{\"a\":1}"),
        ("a: !!map {p: 1}", "{\"a\":{\"p\":1}}"),
        ("a: !!set {p, q}", "{\"a\":{\"p\":null,\"q\":null}}"),
        ("a: !!seq [1]", "{\"a\":[1]}"),
        ("a: {p, q: 1}", "{\"a\":{\"p\":null,\"q\":1}}"),
        ("a: \"x\ny\"", "{\"a\":\"x y\"}"),
        ("a:\tb", "{\"a\":\"b\"}"),
        ("a: b\t# c", "{\"a\":\"b\"}"),
        ("a: # c\n  b", "{\"a\":\"b\"}"),
        ("a: -1", "{\"a\":-1}"),
        ("a: &x", "{\"a\":null}"),
        ("a: &x !!str", "{\"a\":\"\"}"),
        ("a: \"\\x41\"", "{\"a\":\"A\"}"),
        ("a: [&x 1, *x]", "{\"a\":[1,1]}"),
        ("a: {&k p: 1, q: *k}", "{\"a\":{\"p\":1,\"q\":\"p\"}}"),
        ("<<: {a: 5}", "{\"a\":5}"),
        ("a: &x {p: 1}\nb: &y {<<: *x}\nc: {<<: *y, p: 7}", "{\"a\":{\"p\":1},\"b\":{\"p\":1},\"c\":{\"p\":7}}"),
        ("a: [{&a <<: {}}, *a]", "{\"a\":[{},\"<<\"]}"),
        ("y: {<<: &m {b: 2}}\nz: *m", "{\"true\":{\"b\":2},\"z\":{\"b\":2}}"),
        ("y: {<<: [&m {b: 2}, &n {b: 3, c: 4}]}\nz: *m\nw: *n", "{\"true\":{\"b\":2,\"c\":4},\"w\":{\"b\":3,\"c\":4},\"z\":{\"b\":2}}"),
        ("y: {<<: {&k a: &v 1}, q: *k, r: *v}", "{\"true\":{\"a\":1,\"q\":\"a\",\"r\":1}}"),
        ("y: {<<: &m {b: &l [1, &i 2]}, p: *l}\nz: [*i, *m]", "{\"true\":{\"b\":[1,2],\"p\":[1,2]},\"z\":[2,{\"b\":[1,2]}]}"),
        (
            "a: &x {<<: &y {<<: &z {p: 1}, q: 2}, r: 3}\nb: [*x, *y, *z]",
            "{\"a\":{\"p\":1,\"q\":2,\"r\":3},\"b\":[{\"p\":1,\"q\":2,\"r\":3},{\"p\":1,\"q\":2},{\"p\":1}]}"
        ),
        (
            "a: &x {p: 1}\nb: &y {<<: *x, q: 2}\nc: &z {<<: [*y, {r: 3}]}\nd: [*x, *y, *z]",
            "{\"a\":{\"p\":1},\"b\":{\"p\":1,\"q\":2},\"c\":{\"p\":1,\"q\":2,\"r\":3},\"d\":[{\"p\":1},{\"p\":1,\"q\":2},{\"p\":1,\"q\":2,\"r\":3}]}"
        ),
        ("a: {&k 60: 1, q: *k}", "{\"a\":{\"60\":1,\"q\":60}}"),
        ("a: {&k yes: 1, q: *k}", "{\"a\":{\"q\":true,\"true\":1}}"),
        ("a: &x 0x3c\nb: {*x : 1}", "{\"a\":60,\"b\":{\"60\":1}}"),
        ("a: &x <<\nb: {*x : {p: 1}}", "{\"a\":\"<<\",\"b\":{\"<<\":{\"p\":1}}}"),
        ("a: {! <<: {p: 1}}", "{\"a\":{\"p\":1}}"),
        ("a: {! \"<<\": {p: 1}}", "{\"a\":{\"p\":1}}"),
        ("a: {!!str <<: {p: 1}}", "{\"a\":{\"<<\":{\"p\":1}}}"),
        ("a: {!!merge \"<<\": {p: 1}}", "{\"a\":{\"p\":1}}"),
        ("a: &x {p: 1}\nb: {<<: &y [*x, {q: 2}]}\nc: *y", "{\"a\":{\"p\":1},\"b\":{\"p\":1,\"q\":2},\"c\":[{\"p\":1},{\"q\":2}]}"),
        ("a: &x {b: &x 1, c: *x}\nd: *x", "{\"a\":{\"b\":1,\"c\":1},\"d\":1}"),
        ("a: &x {p: 1}\nb: {<<: *x, p: 2, <<: *x}", "{\"a\":{\"p\":1},\"b\":{\"p\":1}}"),
        ("a: &x {p: {q: 1}}\nb: {<<: *x, p: {r: 2}}\nc: *x", "{\"a\":{\"p\":{\"q\":1}},\"b\":{\"p\":{\"r\":2}},\"c\":{\"p\":{\"q\":1}}}"),
        ("a: {<<: {}, <<: []}", "{\"a\":{}}"),
        ("a: {<<: [{p: 1}, {p: 2, q: 2}, {q: 3, r: 3}]}", "{\"a\":{\"p\":1,\"q\":2,\"r\":3}}"),
        ("a: {q: 0, <<: [{p: 1}, {p: 2, q: 2}], p: 5}", "{\"a\":{\"p\":5,\"q\":2}}"),
        ("a: &x {? &k p : 1}\nb: {<<: *x}\nc: *k", "{\"a\":{\"p\":1},\"b\":{\"p\":1},\"c\":\"p\"}"),
        ("a: {&k <<: &m {p: 1}}\nb: *k\nc: *m", "{\"a\":{\"p\":1},\"b\":\"<<\",\"c\":{\"p\":1}}"),
        ("&r a: {b: *r}", "{\"a\":{\"b\":\"a\"}}"),
        ("a: &x !!map {p: 1}\nb: {<<: *x}", "{\"a\":{\"p\":1},\"b\":{\"p\":1}}"),
    ]

    /// What kubectl refuses.
    static let refused: [String] = [
        "a: &x [1]\nb: {<<: *x}",
        "b: {<<: 3}",
        "b: {<<: null}",
        "a: {null: 1}",
        "a: {~: 1}",
        "a: {[1]: 2}",
        "a: {{p: 1}: 2}",
        "a: *nope",
        "a: &x {p: *x}",
        "a: - 1",
        "a: 'x' y",
        "a: %x",
        "a: @x",
        "a: `x`",
        "a: b: c",
        "a: \"\\ud83d\\ude00\"",
        "a: \"\\ud83d\"",
        "a: \u{85}b",
        "a: b\u{2028}c",
        "a: &x ~\nb: {*x : 1}",
        "a: &x [{p: 1}]\nb: {<<: *x}",
        "a: &x {p: 1}\nb: {<<: [[*x]]}",
        "a: {<<: &x 1}",
        "a: {<<: }",
        "a: &x {<<: *x}",
        "a: &x {b: {<<: [*x]}}",
        "a: &x\nb: {<<: *x}",
        "a: &a [1]\nb: &a [*a, 2]\nc: *a",
    ]

    private func read(_ spec: String) throws -> ManifestNode? {
        let lines = spec.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 + "\n" }
        let text = "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: a}\nspec:\n" + lines.joined()
        return try #require(ManifestReader.documents(in: Array(text.utf8)).first).get().root["spec"]
    }

    /// The value as Foundation has it.
    private func value(_ node: ManifestNode) -> NSObject {
        switch node.kind {
        case .null, .skipped: NSNull()
        case .bool: NSNumber(value: node.text == "true")
        case .number: NSNumber(value: Double(node.text) ?? .nan)
        case .string: NSString(string: node.text)
        case .sequence: NSArray(array: node.elements.map { value($0) })
        case .mapping: NSDictionary(dictionary: Dictionary(node.entries.map { ($0.text, value($1)) }) { $1 })
        }
    }

    private func parsed(_ json: String) throws -> NSObject? {
        try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? NSObject
    }

    @Test(arguments: scalars) func aScalarIsWhatKubectlReads(written: String, json: String) throws {
        let node = try #require(try read("a: \(written)")?["a"])
        let read = value(node)
        #expect(read == (try parsed(json)), "\(read)")
        // A boolean equals 0 or 1 to Foundation.
        #expect((node.kind == .bool) == (json == "true" || json == "false"))
    }

    @Test(arguments: documents) func aSpecIsWhatKubectlReads(written: String, json: String) throws {
        let read = try read(written).map { value($0) }
        #expect(read == (try parsed(json)), "\(String(describing: read))")
    }

    @Test(arguments: refused) func whatKubectlRefusesIsRefused(written: String) {
        #expect(throws: ReadingError.self) { try read(written) }
    }
}
