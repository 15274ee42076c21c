#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why a file could not be read: one line that names it.
public struct UnreadableFile: Error, Sendable, CustomStringConvertible {
    /// The file or folder, or "standard input".
    public let path: String
    /// strerror(3)'s text.
    public let reason: String

    init(_ path: String, errno code: Int32) {
        self.path = path
        reason = String(cString: strerror(code))
    }

    /// Both in a line.
    public var description: String { "\(CodeFrame.visible(path)): \(reason)" }
}

/// Whole files as bytes.
public enum FileBytes {
    /// The bytes of a file.
    public static func read(_ path: String) throws(UnreadableFile) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw UnreadableFile(path, errno: errno) }
        defer { close(descriptor) }
        return try readAll(descriptor, name: path)
    }

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
        var chunkSize = max(size + 1, 65536)
        while true {
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, count in
                let result = readOnce(descriptor, buffer.baseAddress, buffer.count)
                if result < 0 { failure = errno }
                count = max(0, result)
            }
            if failure == EINTR { continue }
            if failure != 0 { throw UnreadableFile(name, errno: failure) }
            if chunk.isEmpty { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            chunkSize = 65536
        }
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
