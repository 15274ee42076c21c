#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Files of mounted volumes, which may become anything while the server runs: reading one never blocks for long, and takes bounded memory.
enum MountedFile {
    /// Why a file cannot be read, in words that fit behind its name.
    enum Fault: Error, CustomStringConvertible {
        case missing
        case forbidden
        case irregular(String)
        case tooLarge
        /// The errno.
        case failed(Int32)

        var description: String {
            switch self {
            case .missing: "there is no such file"
            case .forbidden: "this user may not read it: change its owner or its mode"
            case .irregular(let kind): "it is \(kind), not a regular file"
            case .tooLarge: "it is larger than 1 MiB"
            case .failed(let number): "it cannot be read (errno \(number))"
            }
        }
    }

    /// What a ConfigMap or a Secret may hold at most (kubernetes/kubernetes, pkg/apis/core: MaxSecretSize), and little enough to read at any
    /// time.
    private static let longest = 1 << 20

    /// Reads a file whole.
    static func read(_ path: String) throws(Fault) -> [UInt8] {
        // Without O_NONBLOCK, opening a FIFO that nobody writes would wait for ever.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw whyNotOpened(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .failed(errno) }
        if let kind = irregular(status.st_mode) { throw .irregular(kind) }
        guard status.st_size <= longest else { throw .tooLarge }

        // A byte more than there should be, so that the end shows without asking twice; and a file may grow meanwhile.
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var length = 0
        while true {
            let count = bytes.withUnsafeMutableBytes { readOnce(descriptor, UnsafeMutableRawBufferPointer(rebasing: $0[length...])) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .failed(errno) }
            guard count > 0 else { break }
            length += count
            guard length <= longest else { throw .tooLarge }
            if length == bytes.count { bytes += [UInt8](repeating: 0, count: 4096) }
        }
        bytes.removeSubrange(length...)
        return bytes
    }

    private static func whyNotOpened(_ number: Int32) -> Fault {
        switch number {
        case ENOENT, ENOTDIR: .missing
        case EACCES: .forbidden
        // What open(2) says of a socket.
        case ENXIO: .irregular("a socket")
        default: .failed(number)
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

    /// read(2), under a name that this type's own does not hide.
    private static func readOnce(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}
