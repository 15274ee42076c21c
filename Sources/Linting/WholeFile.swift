#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why something could not be written: one line that names it.
public struct UnwritableFile: Error, Sendable, CustomStringConvertible {
    /// The file, or "standard output".
    public let path: String
    /// strerror(3)'s text.
    public let reason: String

    /// With the errno of the call that failed.
    public init(_ path: String, errno code: Int32) {
        self.path = path
        reason = String(cString: strerror(code))
    }

    /// "cannot write to report.json: No space left on device"
    public var description: String { "cannot write to \(CodeFrame.visible(path)): \(reason)" }
}

/// A file that is written whole or not at all: bytes go to a temporary file beside it, which takes its place in the end.
///
/// A symbolic link is followed, and the mode of a file that is there is kept. What is no regular file, such as /dev/stderr or a pipe, is
/// written to as it comes.
public final class WholeFile {
    private let path: String
    /// What the path leads to.
    private let target: String
    private let temporary: String?
    private var descriptor: Int32

    /// Opens the temporary file.
    public init(_ path: String) throws(UnwritableFile) {
        self.path = path
        var information = stat()
        let exists = stat(path, &information) == 0
        if exists, information.st_mode & S_IFMT != S_IFREG {
            target = path
            temporary = nil
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw UnwritableFile(path, errno: errno) }
            return
        }
        // Replacing a file takes leave of its folder only: one that must not be written would be overwritten all the same.
        if exists, access(path, W_OK) != 0 { throw UnwritableFile(path, errno: errno) }
        target = exists ? Self.resolved(path) : path
        let temporary = "\(target).\(getpid()).tmp"
        self.temporary = temporary
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw UnwritableFile(path, errno: errno) }
        if exists, fchmod(descriptor, information.st_mode & 0o7777) != 0 { throw UnwritableFile(path, errno: errno) }
    }

    deinit { abandon() }

    /// Writes the next bytes.
    public func write(_ bytes: [UInt8]) throws(UnwritableFile) {
        let code = FileBytes.write(bytes, to: descriptor)
        if code != 0 { throw UnwritableFile(path, errno: code) }
    }

    /// Lets the file take its place. Without this nothing is left of it.
    public func commit() throws(UnwritableFile) {
        guard descriptor >= 0 else { return }
        // Some file systems find out only now that the disk is full.
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed else { throw failed() }
        if let temporary, rename(temporary, target) != 0 { throw failed() }
    }

    private func failed() -> UnwritableFile {
        let problem = UnwritableFile(path, errno: errno)
        if let temporary { unlink(temporary) }
        return problem
    }

    private func abandon() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
        if let temporary { unlink(temporary) }
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
