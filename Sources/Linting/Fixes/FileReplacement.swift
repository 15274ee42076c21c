#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Why a file could not be written: one line that names it.
public struct UnwritableFile: Error, Sendable, CustomStringConvertible {
    /// The file, as it was named.
    public let path: String
    /// Why: strerror(3)'s text, and what stood in the way where that is not the file itself.
    public let reason: String

    init(_ path: String, _ reason: String) {
        self.path = path
        self.reason = reason
    }

    fileprivate init(_ path: String, errno code: Int32, _ remark: String = "") {
        self.init(path, String(cString: strerror(code)) + remark)
    }

    /// Both in a line.
    public var description: String { "\(CodeFrame.visible(path)): \(reason)" }
}

/// Writes a file anew, whole or not at all.
public enum FileReplacement {
    /// Puts other bytes in a file's place: they are written to a new file beside it, with its mode and owner, and to the disk; then that gets
    /// its name, in one step (rename(2)). Whoever reads the path sees the old file or the new one, whatever goes wrong in between. A symbolic
    /// link stays one: what it points at is replaced.
    ///
    /// - Throws: where the file is none, may not be written, or where there is no room beside it. Then it is what it was.
    public static func write(_ bytes: [UInt8], to path: String) throws(UnwritableFile) {
        guard let resolved = realpath(path, nil) else { throw UnwritableFile(path, errno: errno) }
        defer { free(resolved) }
        let target = String(cString: resolved)
        var information = stat()
        guard stat(target, &information) == 0 else { throw UnwritableFile(path, errno: errno) }
        guard information.st_mode & S_IFMT == S_IFREG else { throw UnwritableFile(path, "it is no ordinary file") }
        // A rename asks nobody whether the file may be written: a file that its owner protects stays, whoever runs this.
        guard information.st_mode & 0o222 != 0, access(target, W_OK) == 0 else { throw UnwritableFile(path, "it is read-only") }

        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
        // A name that nobody else has; its point keeps it from whoever looks through the folder.
        let temporary = "\(folder).sockwarden-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw UnwritableFile(path, errno: errno, ", for a new file beside it") }
        var isOpen = true
        do throws(UnwritableFile) {
            try fill(descriptor, with: bytes, like: information, path)
            isOpen = false
            guard close(descriptor) == 0, rename(temporary, target) == 0 else { throw UnwritableFile(path, errno: errno) }
        } catch {
            if isOpen { close(descriptor) }
            unlink(temporary)
            throw error
        }
        synchronize(folder.isEmpty ? "." : folder)
    }

    private static func fill(
        _ descriptor: Int32, with bytes: [UInt8], like information: stat, _ path: String
    ) throws(UnwritableFile) {
        // Another's file stays his, where the caller may see to that.
        var own = stat()
        if fstat(descriptor, &own) == 0, own.st_uid != information.st_uid || own.st_gid != information.st_gid {
            _ = fchown(descriptor, information.st_uid, information.st_gid)
        }
        guard fchmod(descriptor, information.st_mode & 0o7777) == 0 else { throw UnwritableFile(path, errno: errno) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeOnce(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { throw UnwritableFile(path, errno: errno) }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(descriptor) == 0 else { throw UnwritableFile(path, errno: errno) }
    }

    /// The new name reaches the disk as well. Where a folder cannot be synchronized, the file is whole all the same.
    private static func synchronize(_ folder: String) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// write(2), under a name that this type's own `write` does not hide.
    private static func writeOnce(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Musl)
            Musl.write(descriptor, buffer, count)
        #else
            Glibc.write(descriptor, buffer, count)
        #endif
    }
}
