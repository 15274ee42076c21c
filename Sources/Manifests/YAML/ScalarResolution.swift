/// What a YAML scalar is, as kubectl reads it (sigs.k8s.io/yaml over go-yaml 2): 0x3c is 60, yes is true, 1:30 is a text.
struct ScalarResolution {
    let kind: ManifestTree.Node.Kind
    /// What stands for the scalar's own text: a number in decimal digits, `true` or `false`; nil where that is the text as it is.
    let replacement: String?

    /// - Parameters:
    ///   - written: the scalar's text, quotes and escapes undone.
    ///   - isPlain: whether it stands without quotes.
    ///   - tag: an explicit tag in its long form.
    init(_ written: UnsafeBufferPointer<UInt8>, isPlain: Bool, tag: String?) {
        (kind, replacement) =
            switch tag {
            case nil where isPlain, "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
                Self.plain(written)
            default: (.string, nil)
            }
    }

    private static func plain(_ written: UnsafeBufferPointer<UInt8>) -> (ManifestTree.Node.Kind, String?) {
        guard let first = written.first else { return (.null, nil) }
        if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") || first == UInt8(ascii: ".") || isDigit(first) {
            return number(written) ?? (.string, nil)
        }
        // No word is longer than "false".
        guard written.count <= 5, first == UInt8(ascii: "~") || isLetter(first) else { return (.string, nil) }
        switch String(decoding: written, as: UTF8.self) {
        case "~", "null", "Null", "NULL": return (.null, nil)
        case "true", "false": return (.bool, nil)
        case "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y": return (.bool, "true")
        case "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N": return (.bool, "false")
        default: return (.string, nil)
        }
    }

    /// Decimal, or in a base that Go's ParseInt knows. nil for texts.
    private static func number(_ written: UnsafeBufferPointer<UInt8>) -> (ManifestTree.Node.Kind, String?)? {
        // What people write: digits that are their own text.
        if written.allSatisfy(isDigit), written[0] != UInt8(ascii: "0") || written.count == 1 { return (.number, nil) }
        let bytes = written.filter { $0 != UInt8(ascii: "_") }
        let isNegative = bytes.first == UInt8(ascii: "-")
        let unsigned = isNegative || bytes.first == UInt8(ascii: "+") ? bytes.dropFirst() : bytes[...]
        let sign = isNegative ? "-" : ""
        if unsigned.first == UInt8(ascii: "0"), unsigned.count > 1 {
            if let base = base(of: unsigned) {
                return magnitude(unsigned.dropFirst(2), base, isNegative).map { (.number, sign + String($0)) }
            }
            // A leading zero is octal; where it cannot be, the number is the decimal one it looks like.
            if let octal = magnitude(unsigned, 8, isNegative) { return (.number, sign + String(octal)) }
        }
        return isDecimal(unsigned) ? (.number, sign + String(decoding: unsigned, as: UTF8.self)) : nil
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
    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
}
