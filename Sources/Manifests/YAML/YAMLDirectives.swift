/// Holds `%TAG` directives to a number and a length that libyaml can bear: it compares each with all before it, and copies a prefix to
/// every node that uses it.
enum YAMLDirectives {
    /// Of a document. Manifests have none.
    static let maximumCount = 64
    /// In bytes, the line as a whole.
    static let maximumLength = 256

    /// - Throws: `ReadingError` at the first directive too many, or too long.
    static func check(_ source: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) throws(ReadingError) {
        var count = 0
        var position = part.lowerBound
        while let sign = source[position..<part.upperBound].firstIndex(of: UInt8(ascii: "%")) {
            position = sign + 1
            guard source[sign..<part.upperBound].starts(with: "%TAG".utf8), sign == part.lowerBound || isEndOfBreak(source[sign - 1]) else {
                continue
            }
            count += 1
            let line = source[sign..<part.upperBound].prefix(maximumLength + 1)
            if count > maximumCount || line.count > maximumLength && !line.contains(where: isEndOfBreak) {
                throw ReadingError(
                    "more than \(maximumCount) lines of %TAG, or one of more than \(maximumLength) bytes; write tags out", at: sign)
            }
        }
    }

    /// Whether a line may begin behind this byte: behind LF, CR, or the last byte of NEL, LS or PS, which libyaml takes for line ends.
    private static func isEndOfBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x85 || byte == 0xA8 || byte == 0xA9 }
}
