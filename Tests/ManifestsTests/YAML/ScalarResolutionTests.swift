import Testing

@testable import Manifests

/// What kubectl makes of a plain scalar: go-yaml 2 as sigs.k8s.io/yaml carries it.
@Suite struct ScalarResolutionTests {
    private func resolution(_ written: String, isPlain: Bool, tag: String?) -> (kind: ManifestTree.Node.Kind, text: String) {
        var text = written
        return text.withUTF8 { bytes in
            let resolution = ScalarResolution(bytes, isPlain: isPlain, tag: tag)
            return (resolution.kind, resolution.replacement ?? written)
        }
    }

    @Test(arguments: [
        ("60", "60"), ("+60", "60"), ("-60", "-60"), ("0", "0"), ("-0", "-0"), ("0x3c", "60"), ("0X3C", "60"), ("-0x3c", "-60"),
        ("+0x3c", "60"),
        ("0o17", "15"), ("0O17", "15"), ("017", "15"), ("-017", "-15"), ("00", "0"), ("0b101", "5"), ("-0b101", "-5"), ("08", "08"),
        ("019", "019"), ("1_000", "1000"), ("0x_3c", "60"), ("0_17", "15"), ("60.0", "60.0"), ("60.", "60."), (".5", ".5"), ("-.5", "-.5"),
        ("6e1", "6e1"), ("6E+1", "6E+1"), ("6.5e-1", "6.5e-1"), ("1e400", "1e400"), ("0.5", "0.5"), ("0e3", "0e3"),
        ("18446744073709551615", "18446744073709551615"), ("99999999999999999999", "99999999999999999999"),
        ("0xffffffffffffffff", "18446744073709551615"), ("-0x8000000000000000", "-9223372036854775808"),
    ])
    func numbers(written: String, decimal: String) {
        let plain = resolution(written, isPlain: true, tag: nil)
        #expect(plain.kind == .number && plain.text == decimal, "\(plain)")
        #expect(resolution(written, isPlain: false, tag: nil).kind == .string)
        let tagged = resolution(written, isPlain: false, tag: "tag:yaml.org,2002:int")
        #expect(tagged.kind == .number && tagged.text == decimal)
        for tag in ["tag:yaml.org,2002:str", "!mine"] {
            let text = resolution(written, isPlain: true, tag: tag)
            #expect(text.kind == .string && text.text == written)
        }
    }

    @Test(arguments: [
        "1:30", "60s", "0x", "0xg", "0x+5", "0b2", "0b", "-", "+", ".", "-.", "+-1", "1e", "1e+", "e1", "1.2.3", "1,000", "0x1p4", "0x1.8",
        ".inf", "-.inf", ".NaN", "inf", "nan", "_1", "2026-11-23", "1 2", "0xfffffffffffffffff", "-0x8000000000000001", "١", "½", "<<",
        "tRUE",
        "nULL", "yEs", "Off ", "None", "nil",
    ])
    func texts(written: String) {
        for tag in [nil, "tag:yaml.org,2002:int", "tag:yaml.org,2002:null"] {
            let plain = resolution(written, isPlain: true, tag: tag)
            #expect(plain.kind == .string && plain.text == written, "\(plain)")
        }
    }

    @Test(arguments: [
        (["true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y"], "true"),
        (["false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N"], "false"),
    ])
    func booleans(written: [String], word: String) {
        for text in written {
            let plain = resolution(text, isPlain: true, tag: nil)
            #expect(plain.kind == .bool && plain.text == word)
            #expect(resolution(text, isPlain: false, tag: nil).kind == .string)
        }
    }

    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func nulls(written: String) {
        #expect(resolution(written, isPlain: true, tag: nil).kind == .null)
        #expect(resolution(written, isPlain: false, tag: nil).kind == .string)
    }

    @Test func asTheReaderSeesThem() {
        #expect(
            readYAML("[0x3c, 1:30, ~, !!str 7, !!int \"7\", 'yes', yes, !x 8, !!float 1]")
                == ["[#60, \"1:30\", null, \"7\", #7, \"yes\", true, \"8\", #1]"])
    }
}
