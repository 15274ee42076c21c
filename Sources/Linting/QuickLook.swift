#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Tells from a file's bytes whether reading it can lead to anything.
enum QuickLook {
    /// Words of which every file with an object of ours, or with a review of one, holds one.
    private static let words: [StaticString] = ["ListenerPolicy", "Backend", "AdmissionReview"]
    /// Escapes that JSON and YAML have for letters: behind one a word may hide.
    private static let escapes: [StaticString] = ["\\u", "\\x", "\\U"]

    /// False only where no object of ours can be in the file.
    static func isWorthReading(_ source: [UInt8]) -> Bool {
        source.withUnsafeBytes { bytes in (words + escapes).contains { holds(bytes, $0) } } || isUTF16(source)
    }

    private static func holds(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard var start = bytes.baseAddress, bytes.count >= length else { return false }
        // Where the word may begin, and still fits.
        let end = start + (bytes.count - length + 1)
        while start < end, let candidate = memchr(start, Int32(word.utf8Start.pointee), end - start) {
            if memcmp(candidate, word.utf8Start, length) == 0 { return true }
            start = UnsafeRawPointer(candidate) + 1
        }
        return false
    }

    /// The reader refuses it and says why.
    private static func isUTF16(_ source: [UInt8]) -> Bool { source.starts(with: [0xFE, 0xFF]) || source.starts(with: [0xFF, 0xFE]) }
}
