/// A comment of a YAML document.
struct YAMLComment: Sendable {
    /// Where its line begins, and where its `#` stands: byte offsets.
    let line: Int32
    let start: Int32
}

/// Finds comments: what stands between two tokens, and only there, may hold some.
struct YAMLComments {
    /// In the order of the source.
    var found: [YAMLComment] = []
    private let source: UnsafeBufferPointer<UInt8>
    /// How far was looked.
    private var position: Int
    private let isNeeded: Bool

    init(in source: UnsafeBufferPointer<UInt8>, _ part: Range<Int>) {
        self.source = source
        position = part.lowerBound
        isNeeded = source[part].contains(UInt8(ascii: "#"))
    }

    /// Passes over a token.
    mutating func skip(to end: Int) { position = max(position, end) }

    /// Looks at what stands before the next token. libyaml takes a `#` between tokens for a comment, with a space before it or without.
    mutating func look(upTo end: Int) {
        guard isNeeded else { return }
        while position < end {
            if source[position] == UInt8(ascii: "#") { add(upTo: end) } else { position += 1 }
        }
    }

    /// Looks at the first line of a block scalar, `|- # like this`.
    mutating func lookAtHeader(of span: Range<Int>) {
        guard isNeeded else { return }
        position = max(position, span.lowerBound)
        while position < span.upperBound, !isBreak(source[position]) {
            if source[position] == UInt8(ascii: "#") { return add(upTo: span.upperBound) }
            position += 1
        }
    }

    private mutating func add(upTo end: Int) {
        var line = position
        while line > 0, !isBreak(source[line - 1]) { line -= 1 }
        found.append(YAMLComment(line: Int32(line), start: Int32(position)))
        while position < end, !isBreak(source[position]) { position += 1 }
    }

    private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

extension ManifestNode {
    private static let maximumComment = 200

    /// The YAML comment behind this node, on the line where its span ends: also behind the map or list that the node is in. Without its
    /// `#`, trimmed, 200 bytes at most; nil where there is none, and for JSON. A value that an alias stands for has the comment of the place
    /// where it is written.
    public var trailingComment: String? {
        let comments = tree.comments
        guard !comments.isEmpty else { return nil }
        let end = Int32(span.end)
        // The first comment behind the node.
        var (low, high) = (0, comments.count)
        while low < high {
            let middle = (low + high) / 2
            if comments[middle].start < end { low = middle + 1 } else { high = middle }
        }
        guard low < comments.count, comments[low].line <= end else { return nil }
        let rest = tree.source[Int(comments[low].start)...].drop { $0 == UInt8(ascii: "#") || $0 == 0x20 || $0 == 0x09 }
        var text = rest.prefix(Self.maximumComment).prefix { $0 != 0x0A && $0 != 0x0D }
        // Cut before a scalar, not within one.
        while text.endIndex < rest.endIndex, rest[text.endIndex] & 0xC0 == 0x80 { text = text.dropLast() }
        while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }
}
