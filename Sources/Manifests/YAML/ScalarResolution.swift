/// What a YAML scalar is, as kubectl reads it (sigs.k8s.io/yaml over go-yaml 2): 0x3c is 60, yes is true, 1:30 is a text.
struct ScalarResolution {
    let kind: ManifestTree.Node.Kind
    /// A number in decimal digits, `true` or `false`, else the text itself.
    let text: String

    /// - Parameters:
    ///   - isPlain: whether it stands without quotes.
    ///   - tag: an explicit tag in its long form.
    init(_ written: String, isPlain: Bool, tag: String?) {
        (kind, text) =
            switch tag {
            case nil where isPlain, "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
                Self.plain(written)
            default: (.string, written)
            }
    }

    private static func plain(_ written: String) -> (ManifestTree.Node.Kind, String) {
        switch written {
        case "", "~", "null", "Null", "NULL": return (.null, written)
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y": return (.bool, "true")
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N": return (.bool, "false")
        default: break
        }
        guard let first = written.utf8.first, first == 0x2B || first == 0x2D || first == 0x2E || isDigit(first),
            let number = number(written)
        else { return (.string, written) }
        return (.number, number)
    }

    /// Decimal, or in a base that Go's ParseInt knows. nil for texts.
    private static func number(_ written: String) -> String? {
        let bytes = written.utf8.filter { $0 != UInt8(ascii: "_") }
        let isNegative = bytes.first == UInt8(ascii: "-")
        let unsigned = isNegative || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        let sign = isNegative ? "-" : ""
        if unsigned.first == UInt8(ascii: "0"), unsigned.count > 1 {
            if let base = base(of: unsigned) { return magnitude(unsigned.dropFirst(2), base, isNegative).map { sign + String($0) } }
            // A leading zero is octal; where it cannot be, the number is the decimal one it looks like.
            if let octal = magnitude(unsigned, 8, isNegative) { return sign + String(octal) }
        }
        return isDecimal(unsigned) ? sign + String(decoding: unsigned, as: UTF8.self) : nil
    }

    /// The base of 0x3c, 0o17 or 0b101.
    private static func base(of unsigned: ArraySlice<UInt8>) -> Int? {
        switch unsigned[unsigned.startIndex + 1] | 0x20 {
        case UInt8(ascii: "x"): 16
        case UInt8(ascii: "o"): 8
        case UInt8(ascii: "b"): 2
        default: nil
        }
    }

    /// nil where it is no number of the base, or none of 64 bits: Go reads negative ones as signed, others as unsigned.
    private static func magnitude(_ digits: ArraySlice<UInt8>, _ base: Int, _ isNegative: Bool) -> UInt64? {
        guard digits.allSatisfy({ isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) }),
            let magnitude = UInt64(String(decoding: digits, as: UTF8.self), radix: base), !isNegative || magnitude <= 1 << 63
        else { return nil }
        return magnitude
    }

    /// `[0-9]*[.]?[0-9]*` with a digit somewhere, and an exponent or none.
    private static func isDecimal(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction = rest.prefix(0)
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: isDigit)
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return false }
        guard let mark = rest.first else { return true }
        guard mark | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
