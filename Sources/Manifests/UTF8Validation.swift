/// Well-formed UTF-8 (Unicode 15, table 3-7), one scalar at a time.
enum UTF8Validation {
    /// The number of bytes of the scalar that begins with a byte of 0x80 or more.
    static func length(of bytes: UnsafeBufferPointer<UInt8>, at position: Int) throws(ReadingError) -> Int {
        let first = bytes[position]
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch first {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: (0, 0x80...0xBF)
            }
        guard length > 0, position + length <= bytes.count, second.contains(bytes[position + 1]),
            (2..<max(length, 2)).allSatisfy({ (0x80...0xBF).contains(bytes[position + $0]) })
        else { throw ReadingError("the bytes here are no UTF-8; save the file as UTF-8", at: position) }
        return length
    }
}
