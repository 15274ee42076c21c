import Manifests

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where a report's bytes go: gathered, and handed on in large pieces.
public final class ReportOutput {
    private var buffer: [UInt8] = []
    private let write: ([UInt8]) throws -> Void
    private static let pieceSize = 65536

    /// - Parameter write: takes the next bytes; what it throws, every method here throws.
    public init(to write: @escaping ([UInt8]) throws -> Void) { self.write = write }

    func add(_ text: String) throws {
        buffer += text.utf8
        try flushIfFull()
    }

    func add(_ bytes: [UInt8]) throws {
        buffer += bytes
        try flushIfFull()
    }

    private func flushIfFull() throws { if buffer.count >= Self.pieceSize { try flush() } }

    /// Hands on what is gathered.
    public func flush() throws {
        guard !buffer.isEmpty else { return }
        try write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// The items of a JSON array, written one at a time.
final class JSONItems {
    private var isFirst = true

    /// One more object.
    func add(to output: ReportOutput, _ body: (inout JSONWriter) -> Void) throws {
        try output.add(next(body))
    }

    /// One more object, kept for later.
    func add(to spool: Spool, _ body: (inout JSONWriter) -> Void) throws { try spool.add(next(body)) }

    private func next(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        defer { isFirst = false }
        return isFirst ? writer.bytes : [UInt8(ascii: ",")] + writer.bytes
    }
}

/// What must wait until something else is written: in memory, and a lot of it in a file that has no name.
final class Spool {
    private var memory: [UInt8] = []
    private var file: Int32?
    private static let memoryLimit = 1 << 20

    deinit { if let file { close(file) } }

    /// Adds bytes at the end.
    func add(_ bytes: [UInt8]) throws {
        memory += bytes
        if memory.count >= Self.memoryLimit { try spill() }
    }

    /// Writes all of it to an output.
    func copy(to output: ReportOutput) throws {
        if let file {
            try spill()
            guard lseek(file, 0, SEEK_SET) == 0 else { throw UnwritableFile(Self.folder, errno: errno) }
            while true {
                let piece = try FileBytes.piece(of: file, name: Self.folder)
                if piece.isEmpty { break }
                try output.add(piece)
            }
        } else {
            try output.add(memory)
        }
    }

    private func spill() throws {
        let file = try self.file ?? Self.nameless()
        self.file = file
        let code = FileBytes.write(memory, to: file)
        guard code == 0 else { throw UnwritableFile(Self.folder, errno: code) }
        memory.removeAll(keepingCapacity: true)
    }

    private static var folder: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

    private static func nameless() throws -> Int32 {
        var template = Array((folder + "/sockwarden-XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw UnwritableFile(folder, errno: errno) }
        unlink(template)
        return file
    }
}
