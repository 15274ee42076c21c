import Manifests

/// A document's text, and its places as a client counts them.
struct DocumentText: Sendable {
    /// UTF-8.
    let source: [UInt8]
    let lines: LineIndex
    let encoding: PositionEncoding
    /// How many units of a place's `character` begin before each block of bytes: a text of one long line is as quick as any.
    private let unitsBeforeBlock: [Int]
    private static let blockSize = 4096

    init(_ source: [UInt8], _ encoding: PositionEncoding) {
        self.source = source
        self.encoding = encoding
        lines = LineIndex(source)
        var unitsBeforeBlock: [Int] = [0]
        var units = 0
        for (index, byte) in source.enumerated() {
            units += encoding.units(beginningWith: byte)
            if (index + 1).isMultiple(of: Self.blockSize) { unitsBeforeBlock.append(units) }
        }
        self.unitsBeforeBlock = unitsBeforeBlock
    }

    /// Where a byte stands.
    func position(of offset: Int) -> DocumentPosition {
        let offset = min(max(offset, 0), source.count)
        let line = lines.position(of: offset).line
        let start = start(ofLine: line)
        // Most lines are shorter than a block.
        let character = offset - start < Self.blockSize ? units(in: start..<offset) : units(before: offset) - units(before: start)
        return DocumentPosition(line: line - 1, character: character)
    }

    /// The range of some bytes.
    func range(of span: SourceSpan) -> DocumentRange { DocumentRange(start: position(of: span.start), end: position(of: span.end)) }

    /// The byte at a place. What is behind the end of a line or of the text is taken for that end, as the protocol has it; what is within a
    /// letter for its beginning.
    func offset(of position: DocumentPosition) -> Int {
        let line = position.line + 1
        guard line <= lines.count else { return source.count }
        let (start, end) = (start(ofLine: line), lines.range(ofLine: line).upperBound)
        let wanted = units(before: start) + position.character
        guard wanted < units(before: end) else { return max(start, end) }
        // The last block that begins before the place.
        var (low, high) = (start / Self.blockSize, end / Self.blockSize)
        while low < high {
            let middle = (low + high + 1) / 2
            if unitsBeforeBlock[middle] <= wanted { low = middle } else { high = middle - 1 }
        }
        var offset = low * Self.blockSize
        var units = unitsBeforeBlock[low]
        while offset < end {
            let next = units + encoding.units(beginningWith: source[offset])
            if next > wanted { break }
            (offset, units) = (offset + 1, next)
        }
        while !lines.isScalarBoundary(offset) { offset -= 1 }
        return max(start, offset)
    }

    /// The byte at a line and column, both from 1; columns in Unicode scalars, as `LineIndex` counts them.
    func offset(ofLine line: Int, column: Int) -> Int {
        let range = lines.range(ofLine: line)
        var left = column - 1
        return range.first { offset in
            if lines.isScalarBoundary(offset) { left -= 1 }
            return left < 0
        } ?? range.upperBound
    }

    private func start(ofLine line: Int) -> Int { line == 1 ? 0 : lines.range(ofLine: line).lowerBound }

    private func units(before offset: Int) -> Int {
        let block = offset / Self.blockSize
        return unitsBeforeBlock[block] + units(in: (block * Self.blockSize)..<offset)
    }

    private func units(in range: Range<Int>) -> Int { source[range].reduce(0) { $0 + encoding.units(beginningWith: $1) } }
}

/// A place: both from 0, `character` in units of the encoding.
struct DocumentPosition: Sendable, Hashable, Comparable {
    let line: Int
    let character: Int

    static func < (left: DocumentPosition, right: DocumentPosition) -> Bool { (left.line, left.character) < (right.line, right.character) }
}

/// From one place up to, without, another.
struct DocumentRange: Sendable, Hashable {
    let start: DocumentPosition
    let end: DocumentPosition

    /// Whether they share a place; touching counts, as a cursor has no width.
    func touches(_ other: DocumentRange) -> Bool { start <= other.end && other.start <= end }
}

/// What a place's `character` counts (LSP 3.17, "PositionEncodingKind").
enum PositionEncoding: String, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"

    /// How many units the letter has that begins with this byte; none where none begins.
    func units(beginningWith byte: UInt8) -> Int {
        switch self {
        case .utf8: 1
        case .utf16: byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
        }
    }
}
