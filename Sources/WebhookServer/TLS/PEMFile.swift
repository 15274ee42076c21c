#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// A mounted file with PEM in it, and the messages about it.
struct PEMFile {
    /// What it is for, as messages say it: `certificate`, `key`, `client CA`.
    let role: String
    let path: String

    /// More than any chain needs, and little enough to read at any time.
    private static let longest = 1 << 20

    /// One line that names the file.
    func error(_ reason: String) -> ServingCertificateError {
        ServingCertificateError("\(role) file \(path): \(reason)")
    }

    /// Reads the file.
    ///
    /// - Throws: ``ServingCertificateError`` where it is no regular file, or no text that could be PEM.
    func read() throws -> [UInt8] {
        // Without O_NONBLOCK, opening a FIFO that nobody writes would wait for ever.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw error(whyNotOpened(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw error("it cannot be read (errno \(errno))") }
        if let kind = Self.irregular(status.st_mode) { throw error("it is \(kind), not a regular file: name a PEM file") }
        guard status.st_size <= Self.longest else { throw error("it is larger than 1 MiB, which no certificate is: name a PEM file") }

        var bytes = [UInt8](repeating: 0, count: Self.longest + 1)
        var length = 0
        while length < bytes.count {
            let count = bytes.withUnsafeMutableBytes { Self.read(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[length...])) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw error("it cannot be read (errno \(errno))") }
            guard count > 0 else { break }
            length += count
        }
        bytes.removeSubrange(length...)
        try checkEncoding(bytes)
        return bytes
    }

    private func whyNotOpened(_ number: Int32) -> String {
        switch number {
        case ENOENT, ENOTDIR:
            "there is no such file: mount the TLS Secret there, or make one with certs/make-development-certificates.sh"
        case EACCES: "this user may not read it: change its owner or its mode"
        default: "it cannot be opened (errno \(number))"
        }
    }

    private func checkEncoding(_ bytes: [UInt8]) throws {
        if bytes.isEmpty { throw error("it is empty: write it again") }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw error("it begins with a byte order mark, which PEM does not have: save it as UTF-8 without one")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw error("it is UTF-16: save it as UTF-8 without a byte order mark")
        }
    }

    private static func irregular(_ mode: mode_t) -> String? {
        switch mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }

    private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}
