import Manifests

/// A list or map as it stands in the file, for edits that give it an entry or take one: what is new is laid out like what is there.
struct WrittenContainer {
    let node: ManifestNode
    /// The file or request.
    let source: [UInt8]
    /// Its place there, brackets included.
    let span: SourceSpan
    /// Whether it stands in brackets.
    let isFlow: Bool
    let entries: [Entry]

    /// An item of a list, or a key with its value.
    struct Entry {
        let value: ManifestNode
        /// The place of the key, where there is one.
        let key: SourceSpan?
        let start: Int
        let end: Int
    }

    /// nil where its text is not its own: where an alias, a merge key or a patch gave it parts, or where it stands escaped in another text.
    init?(_ node: ManifestNode) {
        guard node.kind == .sequence || node.kind == .mapping, !node.isPart, node.isEditedInPlace else { return nil }
        var file = node.tree
        while let host = file.root.hostOfDocument { file = host.tree }
        var entries: [Entry] = []
        var end = node.span.start
        for (key, value) in Self.children(of: node) {
            let (first, last) = (key ?? value, value.span.end > (key ?? value).span.end ? value : key ?? value)
            // Brackets and dashes stand before the first entry, and entries one behind the other: repetitions do not.
            guard first.span.start >= end, value.span.start >= first.span.start, value.span.end <= node.span.end else { return nil }
            end = last.span.end
            let place = Place(first).span
            entries.append(Entry(value: value, key: key.map { Place($0).span }, start: place.start, end: Place(last).span.end))
        }
        self.node = node
        self.entries = entries
        source = file.source
        span = Place(node).span
        guard span.start < span.end, span.end <= source.count else { return nil }
        isFlow = source[span.start] == UInt8(ascii: node.kind == .sequence ? "[" : "{")
        guard isFlow || !entries.isEmpty else { return nil }
    }

    private static func children(of node: ManifestNode) -> [(ManifestNode?, ManifestNode)] {
        node.kind == .sequence ? node.elements.map { (nil, $0) } : node.entries.map { ($0, $1) }
    }

    var isList: Bool { node.kind == .sequence }
    var isJSON: Bool { node.tree.syntax == .json }

    func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }
}

/// Lines of the file.
extension WrittenContainer {
    func lineStart(of offset: Int) -> Int {
        var start = offset
        while start > 0, !Self.isBreak(source[start - 1]) { start -= 1 }
        return start
    }

    /// Where a line's text ends; the line break stands behind it.
    func lineEnd(of offset: Int) -> Int {
        var end = offset
        while end < source.count, !Self.isBreak(source[end]) { end += 1 }
        return end
    }

    /// Where the next line begins.
    func nextLine(after offset: Int) -> Int {
        let end = lineEnd(of: offset)
        guard end < source.count else { return end }
        return source[end] == 0x0D && end + 1 < source.count && source[end + 1] == 0x0A ? end + 2 : end + 1
    }

    /// How the lines around the container end.
    var lineBreak: String {
        let end = lineEnd(of: span.start)
        if end < source.count { return text(end..<nextLine(after: span.start)) }
        let start = lineStart(of: span.start)
        guard start > 0 else { return "\n" }
        return start > 1 && source[start - 1] == 0x0A && source[start - 2] == 0x0D ? "\r\n" : text((start - 1)..<start)
    }

    /// How far from the beginning of its line something stands; nil where more than spaces and dashes stand before it.
    func column(of offset: Int) -> Int? {
        let start = lineStart(of: offset)
        let before = source[start..<offset]
        return before.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") } ? before.count : nil
    }

    /// Whether only spaces stand before it on its line.
    func isFirstOnLine(_ offset: Int) -> Bool { source[lineStart(of: offset)..<offset].allSatisfy { $0 == UInt8(ascii: " ") } }

    /// Whether some bytes are spaces, line breaks and at most one comma.
    func isSeparator(_ range: Range<Int>) -> Bool {
        let marks = source[range].filter { !Self.isSpace($0) }
        return marks.isEmpty || marks == [UInt8(ascii: ",")]
    }

    /// Whether nothing but spaces, or a comment, stands between a place and the end of its line.
    func isLastOnLine(_ offset: Int) -> Bool {
        let rest = source[offset..<lineEnd(of: offset)].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return rest.isEmpty || rest.first == UInt8(ascii: "#") && rest.startIndex > offset
    }

    /// Whether some bytes may hold what must not go with a value: a comment, or an anchor that an alias elsewhere stands for.
    func hasCommentOrAnchor(_ range: Range<Int>) -> Bool {
        !isJSON && source[range].contains { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "&") }
    }

    /// The dash before an item of a block list, past anchors and tags.
    func dash(before start: Int) -> Int? {
        var position = start
        while true {
            while position > 0, Self.isSpace(source[position - 1]) { position -= 1 }
            guard position > span.start else { return nil }
            if source[position - 1] == UInt8(ascii: "-"), position < 2 || Self.isSpace(source[position - 2]) { return position - 1 }
            var word = position
            while word > span.start, !Self.isSpace(source[word - 1]) { word -= 1 }
            guard word < position, source[word] == UInt8(ascii: "&") || source[word] == UInt8(ascii: "!") else { return nil }
            position = word
        }
    }

    /// Whether the last text below a node is a block scalar: what stands behind it may belong to it.
    static func endsInBlockScalar(_ node: ManifestNode) -> Bool {
        var here = node
        while let last = children(of: here).last?.1 { here = last }
        guard here.kind == .string, here.span.start < here.span.end else { return false }
        let first = here.tree.source[here.span.start]
        return first == UInt8(ascii: "|") || first == UInt8(ascii: ">")
    }

    static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || isBreak(byte) }
}
