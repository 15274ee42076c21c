/// Strings: most are read past, those with escapes are decoded.
extension JSONScanner {
    /// Reads past a string. Where it has escapes, the index of its decoded text; else -1.
    mutating func readString() throws(ReadingError) -> Int32 {
        let start = position
        position += 1
        while true {
            position = PlainRun.end(in: bytes, from: position, isASCII: true)
            guard position < bytes.count else { break }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return -1
            case UInt8(ascii: "\\"): return try readEscapedString(from: start)
            case 0x80...: position += try UTF8Validation.length(of: bytes, at: position)
            default: throw controlCharacter()
            }
        }
        throw ReadingError("the text that begins here never ends; add a double quote", at: start)
    }

    /// The rest of a string from its first escape on.
    private mutating func readEscapedString(from start: Int) throws(ReadingError) -> Int32 {
        decoded.removeAll(keepingCapacity: true)
        decoded.append(contentsOf: bytes[(start + 1)..<position])
        while position < bytes.count {
            // What stands between two escapes is copied at once.
            let run = position
            while true {
                position = PlainRun.end(in: bytes, from: position, isASCII: true)
                guard position < bytes.count, bytes[position] >= 0x80 else { break }
                position += try UTF8Validation.length(of: bytes, at: position)
            }
            decoded.append(contentsOf: bytes[run..<position])
            guard position < bytes.count else { break }
            if bytes[position] == UInt8(ascii: "\\") {
                try readEscape()
            } else if bytes[position] < 0x20 {
                throw controlCharacter()
            } else {
                position += 1
                if skippingFrom != nil { return -1 }
                strings.append(String(decoding: decoded, as: UTF8.self))
                return Int32(strings.count - 1)
            }
        }
        throw ReadingError("the text that begins here never ends; add a double quote", at: start)
    }

    private mutating func readEscape() throws(ReadingError) {
        guard position + 1 < bytes.count else { throw ReadingError("a text ends within an escape", at: position) }
        let simple: UInt8? =
            switch bytes[position + 1] {
            case UInt8(ascii: "\""): UInt8(ascii: "\"")
            case UInt8(ascii: "\\"): UInt8(ascii: "\\")
            case UInt8(ascii: "/"): UInt8(ascii: "/")
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "f"): 0x0C
            case UInt8(ascii: "n"): 0x0A
            case UInt8(ascii: "r"): 0x0D
            case UInt8(ascii: "t"): 0x09
            default: nil
            }
        if let simple {
            decoded.append(simple)
            position += 2
            return
        }
        guard bytes[position + 1] == UInt8(ascii: "u") else {
            throw ReadingError("a backslash before a character that needs none; write \\\\ for a backslash", at: position)
        }
        let start = position
        let first = try readCodeUnit()
        var scalar = UInt32(first)
        if UTF16.isLeadSurrogate(first) {
            guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u") else {
                throw ReadingError("half of a \\u pair stands alone", at: start)
            }
            let second = try readCodeUnit()
            guard UTF16.isTrailSurrogate(second) else { throw ReadingError("half of a \\u pair stands alone", at: start) }
            scalar = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        }
        guard let character = Unicode.Scalar(scalar) else { throw ReadingError("half of a \\u pair stands alone", at: start) }
        decoded.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
    }

    /// The four digits of a `\u` escape.
    private mutating func readCodeUnit() throws(ReadingError) -> UInt16 {
        var unit: UInt16 = 0
        guard position + 6 <= bytes.count else { throw ReadingError("a \\u escape has four hexadecimal digits", at: position) }
        for index in 2..<6 {
            let digit: UInt8
            switch bytes[position + index] {
            case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte): digit = byte - UInt8(ascii: "0")
            case let byte where (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20):
                digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            default: throw ReadingError("a \\u escape has four hexadecimal digits", at: position)
            }
            unit = unit << 4 | UInt16(digit)
        }
        position += 6
        return unit
    }
}
