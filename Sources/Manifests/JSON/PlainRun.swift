/// Runs of bytes that stand for themselves within a JSON string: found eight bytes at a time, as most of any text is one.
enum PlainRun {
    /// The place of the next control character, quote or backslash, or of the next byte that is not ASCII where those count too; the text's
    /// end where there is none.
    static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int, isASCII: Bool) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while index + 8 <= raw.count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // The top bit of each byte says whether it is below the one subtracted. A borrow can only set it wrongly above a byte for which
            // it is right, so the lowest one counts.
            var found = (word &- ones &* 0x20) & ~word
            found |= (quotes &- ones) & ~quotes
            found |= (backslashes &- ones) & ~backslashes
            if isASCII { found |= word }
            found &= tops
            if found != 0 { return index + found.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < raw.count {
            let byte = raw[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || isASCII && byte >= 0x80 { return index }
            index += 1
        }
        return index
    }
}
