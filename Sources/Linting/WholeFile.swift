#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why something could not be written: one line that names it.
public struct UnwritableFile: Error, Sendable, CustomStringConvertible {
    /// The file, as it was named; nil for standard output.
    public let path: String?
    /// Why: strerror(3)'s text, and what stood in the way where that is not the file itself.
    public let reason: String

    /// With a reason in words.
    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    /// With the errno of the call that failed, and a remark behind its words.
    /// - Parameter path: nil for standard output.
    public init(_ path: String?, errno code: Int32, _ remark: String = "") {
        self.path = path
        reason = String(cString: strerror(code)) + remark
    }

    /// "cannot write report.json: No space left on device"
    public var description: String { "cannot write \(path.map(CodeFrame.visible) ?? "to standard output"): \(reason)" }
}

/// A file that is written whole or not at all: bytes go to a new file beside it, which gets its name in the end, in one step (rename(2)).
/// Whoever reads the path sees the old file or the new one, whatever goes wrong in between.
///
/// A symbolic link stays one: what it points at is replaced. Mode and owner of a file that is there are kept. What is no regular file, such
/// as /dev/stderr or a pipe, is written to as it comes.
public final class WholeFile {
    private let path: String
    /// What the path leads to.
    private let target: String
    private let temporary: String?
    private var descriptor: Int32

    /// Opens the new file.
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
        // A rename asks nobody whether the file may be written: a file that its owner protects stays, whoever runs this.
        if exists, information.st_mode & 0o222 == 0 || access(path, W_OK) != 0 { throw UnwritableFile(path, "it is read-only") }
        let target = exists ? Self.resolved(path) : path
        self.target = target
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
        // A name that nobody else has; its point keeps it from whoever looks through the folder.
        let temporary = "\(folder).sockwarden-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        self.temporary = temporary
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw UnwritableFile(path, errno: errno, exists ? ", for a new file beside it" : "") }
        guard exists else { return }
        // Another's file stays his, where the caller may see to that.
        var own = stat()
        if fstat(descriptor, &own) == 0, own.st_uid != information.st_uid || own.st_gid != information.st_gid {
            _ = fchown(descriptor, information.st_uid, information.st_gid)
        }
        guard fchmod(descriptor, information.st_mode & 0o7777) == 0 else { throw UnwritableFile(path, errno: errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        if let temporary { unlink(temporary) }
    }

    /// Writes the next bytes.
    public func write(_ bytes: [UInt8]) throws(UnwritableFile) {
        let code = FileBytes.write(bytes, to: descriptor)
        if code != 0 { throw UnwritableFile(path, errno: code) }
    }

    /// Lets the file take its place, on the disk as well. Without this nothing is left of it.
    public func commit() throws(UnwritableFile) {
        guard descriptor >= 0 else { return }
        if temporary != nil, fsync(descriptor) != 0 { throw UnwritableFile(path, errno: errno) }
        // Some file systems find out only now that the disk is full.
        let isClosed = close(descriptor) == 0
        descriptor = -1
        guard isClosed, temporary.map({ rename($0, target) == 0 }) ?? true else {
            let problem = UnwritableFile(path, errno: errno)
            if let temporary { unlink(temporary) }
            throw problem
        }
        if temporary != nil { synchronizeFolder() }
    }

    /// The new name reaches the disk as well. Where a folder cannot be synchronized, the file is whole all the same.
    private func synchronizeFolder() {
        let folder = open(target.lastIndex(of: "/").map { String(target[...$0]) } ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func resolved(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
