import PolicyKinds

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Tells from a file's bytes whether reading it can lead to anything.
public enum QuickLook {
    /// Words of which every file with an object of ours, or with a review of one, holds one: the API groups, since a kind may be called
    /// Module or Proxy; the fields that show that a document of another kind sets options of sockets; and what only a few kinds have.
    private static let words: [[UInt8]] = {
        let groups = PolicyKinds.all.filter { $0.isKubernetesObject && !$0.isHost }.map { $0.group + "/" }
        // Some are parts of others. To leave those out takes longer than to look for them.
        return Set(["AdmissionReview"] + groups + SettingNames.all + PolicyKinds.all.flatMap(\.hints)).map { Array($0.utf8) }
    }()
    /// Escapes that JSON and YAML have for letters: behind one a word may hide.
    private static let escapes: [[UInt8]] = ["\\u", "\\x", "\\U"].map { Array($0.utf8) }
    private static let search = WordSearch(words + escapes)

    /// False only where there can be nothing in the file to review, or to say of it.
    public static func isWorthReading(_ source: [UInt8]) -> Bool { search.finds(in: source) || isUTF16(source) }

    /// The reader refuses it and says why.
    private static func isUTF16(_ source: [UInt8]) -> Bool { source.starts(with: [0xFE, 0xFF]) || source.starts(with: [0xFF, 0xFE]) }
}

/// Looks for many words in one walk: at most places their first two bytes tell that none begins there.
struct WordSearch: Sendable {
    /// For each pair of bytes which group of words begins with it; 0 for none.
    private let groupOfPair: [UInt8]
    private let groups: [[[UInt8]]]

    /// - Parameter words: of at least two bytes each, with at most 255 different pairs at their beginnings.
    init(_ words: [[UInt8]]) {
        var groupOfPair = [UInt8](repeating: 0, count: 1 << 16)
        var groups: [[[UInt8]]] = [[]]
        for word in words {
            let pair = Int(word[0]) | Int(word[1]) << 8
            if groupOfPair[pair] == 0 {
                groupOfPair[pair] = UInt8(groups.count)
                groups.append([])
            }
            groups[Int(groupOfPair[pair])].append(word)
        }
        self.groupOfPair = groupOfPair
        self.groups = groups
    }

    /// Whether one of the words stands somewhere in the bytes.
    func finds(in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return groupOfPair.withUnsafeBufferPointer { groupOfPair in
                var offset = 0
                while offset + 1 < bytes.count {
                    let group = groupOfPair[Int(bytes[offset]) | Int(bytes[offset + 1]) << 8]
                    if group != 0 {
                        for word in groups[Int(group)] where word.count <= bytes.count - offset {
                            if memcmp(base + offset, word, word.count) == 0 { return true }
                        }
                    }
                    offset += 1
                }
                return false
            }
        }
    }
}
