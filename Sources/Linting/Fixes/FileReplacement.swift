#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes a file anew, whole or not at all.
public enum FileReplacement {
    /// Puts other bytes in the place of a file that is there: see `WholeFile`.
    ///
    /// - Throws: where the file is none, may not be written, or where there is no room beside it. Then it is what it was.
    public static func write(_ bytes: [UInt8], to path: String) throws(UnwritableFile) {
        var information = stat()
        guard stat(path, &information) == 0 else { throw UnwritableFile(path, errno: errno) }
        guard information.st_mode & S_IFMT == S_IFREG else { throw UnwritableFile(path, "it is no ordinary file") }
        let file = try WholeFile(path)
        try file.write(bytes)
        try file.commit()
    }
}
