/// A comment of a YAML document, and the line that it speaks of.
public struct SourceComment: Sendable {
    /// The document: of what stands in front of a file's first one that first one.
    public let tree: ManifestTree
    /// From its `#` to the end of its line, in the document's own source.
    public let span: SourceSpan
    /// Where its line begins.
    private let lineStart: Int
    private static let maximumText = 2048

    fileprivate init(_ comment: YAMLComment, in tree: ManifestTree) {
        self.tree = tree
        lineStart = Int(comment.line)
        span = SourceSpan(start: Int(comment.start), end: tree.source.lineEnd(from: Int(comment.start)))
    }

    /// From its `#` on, 2048 bytes at most.
    public var text: String { String(decoding: tree.source[span.start..<span.end].prefix(Self.maximumText), as: UTF8.self) }

    /// Where a part of ``text`` stands.
    public func place(of part: Substring) -> Place {
        let bytes = part.base.utf8
        let start = span.start + bytes.distance(from: bytes.startIndex, to: part.startIndex)
        return Place(tree.root, .comment(SourceSpan(start: start, end: start + part.utf8.count)))
    }

    /// Where it stands: in the file or request that the document came in.
    public var place: Place { Place(tree.root, .comment(span)) }

    /// What it speaks of, in the file or request: its own line; where that holds nothing else, the next one that holds more than a comment
    /// or the mark of a document's start.
    /// - Parameter gap: what is known from the comment before it: many that stand one below the other speak of one line, which is looked for
    ///   once.
    public func line(_ gap: inout Gap?) -> SourceSpan {
        let source = tree.source
        guard source.isBlank(lineStart..<span.start) else { return tree.outermost(SourceSpan(start: lineStart, end: span.end)) }
        if let gap, gap.lines.contains(span.start) { return tree.outermost(gap.next) }
        var start = source.nextLine(from: span.end)
        var end = source.lineEnd(from: start)
        while start < source.count {
            if !source.isBlank(start..<end), !source.isComment(start..<end), !source.isDocumentStart(start..<end) { break }
            start = source.nextLine(from: end)
            end = source.lineEnd(from: start)
        }
        let next = SourceSpan(start: start, end: end)
        gap = Gap(lines: span.start..<start, next: next)
        return tree.outermost(next)
    }

    /// Lines of a document without content, and the one behind them.
    public struct Gap: Sendable {
        fileprivate let lines: Range<Int>
        fileprivate let next: SourceSpan
    }

    /// The text behind a word that begins the comment, or what stands behind a further `#` in it; nil where there is none.
    public func text(behind word: String) -> Substring? {
        var rest = text[...]
        while let mark = rest.utf8.firstIndex(of: UInt8(ascii: "#")) {
            rest = rest[mark...].drop { $0 == "#" }.drop { $0 == " " || $0 == "\t" }
            if rest.utf8.starts(with: word.utf8) { return Substring(rest.utf8.dropFirst(word.utf8.count)) }
        }
        return nil
    }
}

extension ManifestTree {
    /// The document's comments, in the order of the source. JSON has none.
    public var sourceComments: some Sequence<SourceComment> { comments.lazy.map { SourceComment($0, in: self) } }

    /// Comments in front of the first line of a file that holds more: those that stand above a document's `---` are in no document.
    public var headComments: [SourceComment] {
        guard syntax == .yaml, host == nil else { return [] }
        var found: [SourceComment] = []
        var start = 0
        let end = source.headEnd
        while start < end {
            let lineEnd = source.lineEnd(from: start)
            if let mark = source[start..<lineEnd].firstIndex(of: UInt8(ascii: "#")), source[start] != UInt8(ascii: "%") {
                found.append(SourceComment(YAMLComment(line: Int32(start), start: Int32(mark)), in: self))
            }
            start = source.nextLine(from: lineEnd)
        }
        return found
    }
}

extension [UInt8] {
    /// The end of the line that a byte stands in, without CR and LF.
    fileprivate func lineEnd(from start: Int) -> Int { self[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? count }

    /// The start of the line behind a line's end.
    fileprivate func nextLine(from end: Int) -> Int {
        guard end < count else { return count }
        return self[end] == 0x0D && end + 1 < count && self[end + 1] == 0x0A ? end + 2 : end + 1
    }

    /// White space, or a byte order mark in front of all.
    fileprivate func isBlank(_ range: Range<Int>) -> Bool {
        self[range].dropFirst(markLength(range)).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    fileprivate func isComment(_ range: Range<Int>) -> Bool {
        self[range].dropFirst(markLength(range)).first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#")
    }

    /// `---` with nothing behind it but a comment.
    fileprivate func isDocumentStart(_ range: Range<Int>) -> Bool {
        let text = self[range].dropFirst(markLength(range))
        guard text.starts(with: "---".utf8) else { return false }
        let rest = text.dropFirst(3)
        guard let first = rest.first else { return true }
        return (first == 0x20 || first == 0x09) && (isBlank(rest.startIndex..<rest.endIndex) || isComment(rest.startIndex..<rest.endIndex))
    }

    private func markLength(_ range: Range<Int>) -> Int { range.lowerBound == 0 && self[range].starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

    /// Where the first line begins that is no comment, no directive and no document's start.
    fileprivate var headEnd: Int {
        var start = 0
        while start < count {
            let range = start..<lineEnd(from: start)
            let isHead = isBlank(range) || isComment(range) || isDocumentStart(range) || self[start] == UInt8(ascii: "%")
            guard isHead else { return start }
            start = nextLine(from: range.upperBound)
        }
        return start
    }
}
