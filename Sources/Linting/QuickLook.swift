import PolicyKinds

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Tells from a file's bytes whether reading it can lead to anything.
enum QuickLook {
    /// Words of which every file with an object of ours, or with a review of one, holds one: the API groups, since a kind may be called
    /// Module or Proxy; the fields that show that a document of another kind sets options of sockets; and what only a few kinds have.
    private static let words: [[UInt8]] = {
        let groups = PolicyKinds.all.filter { $0.isKubernetesObject && !$0.isHost }.map { $0.group + "/" }
        let words = Set(["AdmissionReview"] + groups + SettingNames.all + PolicyKinds.all.flatMap(\.hints)).map { Array($0.utf8) }
        // Where a word is part of another, looking for the shorter one is enough.
        return words.filter { word in !words.contains { $0.count < word.count && word.contains($0) } }
    }()
    /// Escapes that JSON and YAML have for letters: behind one a word may hide.
    private static let escapes: [[UInt8]] = ["\\u", "\\x", "\\U"].map { Array($0.utf8) }

    /// False only where there can be nothing in the file to review, or to say of it.
    static func isWorthReading(_ source: [UInt8]) -> Bool {
        source.withUnsafeBytes { bytes in (words + escapes).contains { holds(bytes, $0) } } || isUTF16(source)
    }

    /// Whether some bytes hold a word.
    static func holds(_ bytes: UnsafeRawBufferPointer, _ word: [UInt8]) -> Bool {
        let length = word.count
        guard var start = bytes.baseAddress, bytes.count >= length else { return false }
        // Where the word may begin, and still fits.
        let end = start + (bytes.count - length + 1)
        while start < end, let candidate = memchr(start, Int32(word[0]), end - start) {
            if memcmp(candidate, word, length) == 0 { return true }
            start = UnsafeRawPointer(candidate) + 1
        }
        return false
    }

    /// The reader refuses it and says why.
    private static func isUTF16(_ source: [UInt8]) -> Bool { source.starts(with: [0xFE, 0xFF]) || source.starts(with: [0xFF, 0xFE]) }
}
