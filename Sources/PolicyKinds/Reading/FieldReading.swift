import Manifests

/// Reads fields as they are written: a value, or what stood there instead.
extension ManifestNode {
    /// What a node is, in words, for messages: `true`, "a list", `"abc"`.
    var inWords: String {
        switch kind {
        case .null: "null"
        // 41 scalars of four bytes: quoted shows 40.
        case .bool, .number: text(atMost: 40)
        case .string: quoted(text(atMost: 41 * 4))
        case .sequence: "a list"
        case .mapping: "a map"
        case .skipped: "something else"
        }
    }

    /// A whole number, or the text of one: the gateways' CRDs say int-or-string.
    var wholeNumber: Written<Int64> {
        switch kind {
        case .number, .string:
            switch WholeNumber(text) {
            case .value(let number): .value(number, self)
            case .fraction: .malformed(.fraction(inWords), self)
            case .moreThan64Bits: .malformed(.moreThan64Bits(inWords), self)
            case .notANumber: .malformed(.wrongType(expected: "a whole number", found: inWords), self)
            }
        default: .malformed(.wrongType(expected: "a whole number", found: inWords), self)
        }
    }

    var writtenText: Written<String> {
        kind == .string ? .value(text, self) : .malformed(.wrongType(expected: "a text", found: inWords), self)
    }

    /// A duration's text. A number is none: it has no unit.
    var duration: Written<GoDuration> {
        guard kind == .string, let duration = GoDuration(text) else {
            return .malformed(.wrongType(expected: "a duration such as 60s", found: inWords), self)
        }
        return .value(duration, self)
    }

    /// Bytes in base64, standard or URL-safe, padded or not: all that protobuf's JSON form takes.
    var base64: Written<[UInt8]> {
        guard kind == .string else { return .malformed(.wrongType(expected: "bytes in base64", found: inWords), self) }
        let text = text
        guard let bytes = Base64.decode(text) else { return .malformed(.notBase64(text), self) }
        return .value(bytes, self)
    }
}

enum Base64 {
    /// nil where the text is no base64.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var digits = text.utf8[...]
        if digits.count % 4 == 0 {
            for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits = digits.dropLast() }
        }
        guard digits.count % 4 != 1 else { return nil }
        bytes.reserveCapacity(digits.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
