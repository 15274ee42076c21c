/// Lines and columns of byte offsets, both from 1; columns in Unicode scalars.
public struct LineIndex: Sendable {
    /// A place as editors count it.
    public struct Position: Sendable, Hashable, Comparable {
        /// From 1.
        public let line: Int
        /// From 1, in Unicode scalars.
        public let column: Int

        /// Earlier places come first.
        public static func < (left: Position, right: Position) -> Bool { (left.line, left.column) < (right.line, right.column) }
    }

    /// The bytes.
    public let source: [UInt8]
    /// The offset at which each line begins. Four bytes each: a source may be all line ends.
    private let starts: [Int32]
    /// How many scalars begin before each block of bytes: a file of one long line is as quick as any.
    private let scalarsBeforeBlock: [Int]
    private static let blockSize = 4096

    /// Lines end with LF, CRLF or CR. What stands behind 2 GiB, which no reader takes, is on one line.
    public init(_ source: [UInt8]) {
        self.source = source
        var starts: [Int32] = [0]
        var scalarsBeforeBlock: [Int] = []
        var scalars = 0
        source.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                if index % Self.blockSize == 0 { scalarsBeforeBlock.append(scalars) }
                let byte = bytes[index]
                if byte & 0xC0 != 0x80 { scalars += 1 }
                let isEnd = byte == 0x0A || (byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A))
                if isEnd, index < Int(Int32.max) {
                    starts.append(Int32(index + 1))
                }
            }
        }
        self.starts = starts
        self.scalarsBeforeBlock = scalarsBeforeBlock
    }

    /// A byte order mark is no column.
    public func position(of offset: Int) -> Position {
        let offset = min(max(offset, 0), source.count)
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        let start = min(contentStart(ofLine: low + 1), offset)
        return Position(line: low + 1, column: 1 + scalars(before: offset) - scalars(before: start))
    }

    /// How many lines there are: one more than line ends.
    public var count: Int { starts.count }

    /// The bytes of a line without its end, by its number from 1. Empty for a line that is not there.
    public func range(ofLine line: Int) -> Range<Int> {
        guard (1...starts.count).contains(line) else { return 0..<0 }
        let start = contentStart(ofLine: line)
        var end = line < starts.count ? Int(starts[line]) : source.count
        while end > start, source[end - 1] == 0x0A || source[end - 1] == 0x0D { end -= 1 }
        return start..<max(start, end)
    }

    /// Some bytes as text; what is no UTF-8 is replaced.
    public func text(in range: Range<Int>) -> String { String(decoding: source[range.clamped(to: 0..<source.count)], as: UTF8.self) }

    /// Whether a scalar begins at this offset.
    public func isScalarBoundary(_ offset: Int) -> Bool { !source.indices.contains(offset) || source[offset] & 0xC0 != 0x80 }

    private func contentStart(ofLine line: Int) -> Int {
        line == 1 && source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : Int(starts[line - 1])
    }

    private func scalars(before offset: Int) -> Int {
        guard !scalarsBeforeBlock.isEmpty else { return 0 }
        let block = min(offset / Self.blockSize, scalarsBeforeBlock.count - 1)
        var count = scalarsBeforeBlock[block]
        for byte in source[(block * Self.blockSize)..<offset] where byte & 0xC0 != 0x80 { count += 1 }
        return count
    }
}
