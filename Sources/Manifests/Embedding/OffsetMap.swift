/// Where the bytes of a scalar's decoded text stand in the source that it was written in: through indentation, folded lines, quotes and
/// escapes. Positions of what is written are exact; those of white space that YAML adds or drops may be off within it.
struct OffsetMap: Sendable {
    /// Where runs of bytes begin that stand one after the other in both: an offset into the text, and the one in the source.
    private var runs: [(text: Int32, source: Int32)] = []

    /// - Parameters:
    ///   - text: the decoded text.
    ///   - span: the scalar in `source`, quotes and a block's header included.
    init(of text: [UInt8], in source: [UInt8], _ span: SourceSpan) {
        source.withUnsafeBufferPointer { source in
            text.withUnsafeBufferPointer { text in
                var walk = Walk(source: source, span: span)
                var index = 0
                while index < text.count, let step = walk.next(text, index) {
                    add(index, step.at, isOneToOne: step.isOneToOne)
                    index += step.length
                }
            }
        }
        if runs.isEmpty { runs.append((0, Int32(span.start))) }
    }

    /// Where a byte of the text stands.
    func source(of offset: Int) -> Int {
        var (low, high) = (0, runs.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(runs[middle].text) <= offset { low = middle } else { high = middle }
        }
        return Int(runs[low].source) + max(0, offset - Int(runs[low].text))
    }

    private mutating func add(_ text: Int, _ source: Int, isOneToOne: Bool) {
        if isOneToOne, let last = runs.last, Int(last.source) - Int(last.text) == source - text { return }
        runs.append((Int32(truncatingIfNeeded: text), Int32(truncatingIfNeeded: source)))
    }
}

/// A walk through a scalar's source beside its decoded text.
private struct Walk {
    private let source: UnsafeBufferPointer<UInt8>
    private var position: Int
    private let end: Int
    private let quote: UInt8?

    init(source: UnsafeBufferPointer<UInt8>, span: SourceSpan) {
        self.source = source
        var start = span.start
        var end = span.end
        // A tag or an anchor before the scalar.
        while start < end, source[start] == UInt8(ascii: "!") || source[start] == UInt8(ascii: "&") {
            while start < end, !Self.isSpace(source[start]) { start += 1 }
            while start < end, Self.isSpace(source[start]) { start += 1 }
        }
        var quote: UInt8?
        if start < end {
            switch source[start] {
            case UInt8(ascii: "|"), UInt8(ascii: ">"):
                while start < end, source[start] != 0x0A, source[start] != 0x0D { start += 1 }
                if start < end, source[start] == 0x0D { start += 1 }
                if start < end, source[start] == 0x0A { start += 1 }
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                quote = source[start]
                start += 1
                if end > start { end -= 1 }
            default: break
            }
        }
        (position, self.end, self.quote) = (start, end, quote)
    }

    /// Where the next bytes of the text stand, and how many of them; nil where the source ends.
    mutating func next(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> (at: Int, length: Int, isOneToOne: Bool)? {
        let wanted = text[index]
        while position < end {
            let byte = source[position]
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                let start = position
                let escape = lengthOfEscape
                position += escape.length
                if escape.isLineEnd {
                    skipSpaces()
                    continue
                }
                var length = 1
                while index + length < text.count, text[index + length] & 0xC0 == 0x80 { length += 1 }
                return (start, length, false)
            }
            let isFold = wanted == 0x20 && (byte == 0x0A || byte == 0x0D)
            if byte == wanted || isFold {
                let start = position
                position += 1
                if quote == UInt8(ascii: "'"), byte == UInt8(ascii: "'"), position < end, source[position] == byte { position += 1 }
                // A folded line loses its indentation.
                if isFold { skipSpaces() }
                return (start, 1, true)
            }
            // What is no white space stands in both, unless the text was made by a tag: then nothing can be said.
            guard Self.isSpace(byte) else { return nil }
            position += 1
        }
        return nil
    }

    private mutating func skipSpaces() {
        while position < end, Self.isSpace(source[position]) { position += 1 }
    }

    /// The escape at the position: JSON's and YAML's (YAML 1.2, 5.7).
    private var lengthOfEscape: (length: Int, isLineEnd: Bool) {
        guard position + 1 < end else { return (1, false) }
        switch source[position + 1] {
        case UInt8(ascii: "x"): return (min(4, end - position), false)
        case UInt8(ascii: "U"): return (min(10, end - position), false)
        case UInt8(ascii: "u"):
            // The two halves of a surrogate pair are one scalar.
            let isHigh = position + 3 < end && source[position + 2] | 0x20 == UInt8(ascii: "d") && Self.isHighHalf(source[position + 3])
            let isPair =
                isHigh && position + 7 < end && source[position + 6] == UInt8(ascii: "\\") && source[position + 7] == UInt8(ascii: "u")
            return (min(isPair ? 12 : 6, end - position), false)
        case 0x0A: return (2, true)
        case 0x0D: return (position + 2 < end && source[position + 2] == 0x0A ? 3 : 2, true)
        default: return (2, false)
        }
    }

    private static func isHighHalf(_ digit: UInt8) -> Bool {
        switch digit | 0x20 {
        case UInt8(ascii: "8")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "b"): true
        default: digit == UInt8(ascii: "8") || digit == UInt8(ascii: "9")
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
