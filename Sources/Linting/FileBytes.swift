#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why a file could not be read: one line that names it.
public struct UnreadableFile: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file or folder, or "standard input".
    public let path: String
    /// strerror(3)'s text, or what a program said.
    public let reason: String

    init(_ path: String, errno code: Int32) {
        self.path = path
        let isNamed = code != ENOENT || !path.unicodeScalars.contains("\u{FFFD}")
        reason = String(cString: strerror(code)) + (isNamed ? "" : " (a name that is no UTF-8 cannot be opened; rename it)")
    }

    /// A pattern that nothing fits.
    public init(pattern: String) { self.init(pattern, reason: "no file fits this pattern") }

    init(_ path: String, reason: String) {
        self.path = path
        self.reason = CodeFrame.visible(reason)
    }

    /// Both in a line.
    public var description: String { "\(CodeFrame.visible(path)): \(reason)" }
}

/// Whole files as bytes.
public enum FileBytes {
    /// The bytes of a file.
    public static func read(_ path: String) throws(UnreadableFile) -> [UInt8] {
        let descriptor = try opened(path)
        defer { close(descriptor) }
        return try readAll(descriptor, name: path)
    }

    /// The bytes of what its folder has said to be an ordinary file: a piece that is not full is its last.
    static func readOrdinary(_ path: String) throws(UnreadableFile) -> [UInt8] {
        let descriptor = try opened(path)
        defer { close(descriptor) }
        let first = try piece(of: descriptor, name: path, upTo: usualSize)
        return first.count < usualSize ? first : first + (try readAll(descriptor, name: path))
    }

    private static func opened(_ path: String) throws(UnreadableFile) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UnreadableFile(path, errno: errno) }
        return descriptor
    }

    /// More than most manifests have.
    private static let usualSize = 16 << 10

    /// More than this is no manifest. A device may have no end at all.
    static let maximumSize = 512 << 20

    /// Whether what a path leads to can be read as often as one likes: a pipe gives its bytes once.
    static func isOrdinary(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }

    /// Whether there is a file of this name.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// All of standard input.
    public static func standardInput() -> Result<[UInt8], UnreadableFile> {
        do {
            return .success(try readAll(STDIN_FILENO, name: "standard input"))
        } catch {
            return .failure(error)
        }
    }

    private static func readAll(_ descriptor: Int32, name: String) throws(UnreadableFile) -> [UInt8] {
        var information = stat()
        let size = fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
        var bytes: [UInt8] = []
        while true {
            guard max(size, bytes.count) <= maximumSize else {
                throw UnreadableFile(
                    name, reason: "it is larger than \(maximumSize >> 20) MiB; give what is to be reviewed in several files")
            }
            // A file in one piece, with room for the byte that shows that there is more.
            let piece = try piece(of: descriptor, name: name, upTo: bytes.isEmpty && size > 0 ? size + 1 : 65536)
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            if piece.isEmpty || (size > 0 && bytes.count == size) { return bytes }
        }
    }

    /// The next bytes of an open file; none at its end.
    public static func piece(of descriptor: Int32, name: String, upTo size: Int = 65536) throws(UnreadableFile) -> [UInt8] {
        while true {
            var failure: Int32 = 0
            let piece = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let result = readOnce(descriptor, buffer.baseAddress, buffer.count)
                if result < 0 { failure = errno }
                count = max(0, result)
            }
            if failure == 0 { return piece }
            if failure != EINTR { throw UnreadableFile(name, errno: failure) }
        }
    }

    /// Writes until all is written; the errno where that failed, or 0.
    public static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeOnce(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EAGAIN {
                // Whoever gave us the descriptor has made it one that does not wait: the reader is slow, not gone.
                var full = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&full, 1, -1)
            } else if count < 0 && errno != EINTR {
                return errno
            }
            rest = rest.dropFirst(max(0, count))
        }
        return 0
    }

    /// write(2), under a name that this type's own `write` does not hide.
    private static func writeOnce(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Musl)
            Musl.write(descriptor, buffer, count)
        #else
            Glibc.write(descriptor, buffer, count)
        #endif
    }

    /// read(2), under a name that this type's own `read` does not hide.
    private static func readOnce(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
        #if canImport(Musl)
            Musl.read(descriptor, buffer, count)
        #else
            Glibc.read(descriptor, buffer, count)
        #endif
    }
}
