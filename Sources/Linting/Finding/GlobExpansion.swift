#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Patterns in the place of paths, for where no shell has read them: `'deploy/**/*.yaml'`.
public struct GlobExpansion: Sendable {
    /// Paths, those of a pattern sorted by their bytes.
    public private(set) var paths: [String] = []
    /// Patterns that nothing fits.
    public private(set) var unmatched: [String] = []

    /// A path that is there is no pattern, whatever it is called. Patterns find no hidden names but where they say the point, and nothing that
    /// `.gitignore` names.
    public init(_ words: [String], respectsIgnores: Bool = true) {
        for word in words {
            guard GlobPattern.isPattern(word), access(word, F_OK) != 0 else {
                paths.append(word)
                continue
            }
            var walk = Walk(word, respectsIgnores: respectsIgnores)
            walk.look()
            if walk.found.isEmpty { unmatched.append(word) }
            paths += walk.found
        }
    }

    private struct Walk {
        private let base: String
        private let pattern: GlobPattern
        private let respectsIgnores: Bool
        private var visited: Set<String> = []
        private(set) var found: [String] = []

        init(_ word: String, respectsIgnores: Bool) {
            // What stands before the first part with a pattern is a folder.
            let parts = word.split(separator: "/", omittingEmptySubsequences: true)
            let plain = parts.prefix { !GlobPattern.isPattern(String($0)) }
            base = (word.hasPrefix("/") ? "/" : "") + plain.map { $0 + "/" }.joined()
            pattern = GlobPattern(parts.dropFirst(plain.count).joined(separator: "/"))
            self.respectsIgnores = respectsIgnores
        }

        mutating func look() {
            let folder = base.isEmpty ? "." : base
            let (rules, names) = respectsIgnores ? IgnoreFiles.rules(above: folder) : (IgnoreRules(), [])
            look(in: base, rules: rules, ruleNames: names, names: [])
        }

        private mutating func look(in prefix: String, rules: IgnoreRules, ruleNames: [Substring], names: [Substring]) {
            if let depth = pattern.maximumDepth, names.count >= depth { return }
            let path = prefix.isEmpty ? "." : prefix
            guard let real = realpath(path, nil) else { return }
            defer { free(real) }
            guard visited.insert(String(cString: real)).inserted, let entries = opendir(path) else { return }
            defer { closedir(entries) }
            var rules = rules
            // One that cannot be read is reported where the folder is looked into for manifests.
            var ignored: [UnreadableFile] = []
            if respectsIgnores {
                rules = IgnoreFiles.adding(prefix + IgnoreFiles.name, to: rules, depth: ruleNames.count, &ignored)
            }
            var held = FolderNames(in: entries)
            while let entry = held.first {
                let name = entry.name
                held.removeFirst()
                guard !name.hasPrefix(".") || pattern.saysPoint else { continue }
                var information = stat()
                guard stat(prefix + name, &information) == 0 else { continue }
                let isFolder = information.st_mode & S_IFMT == S_IFDIR
                let ruled = ruleNames + [name[...]]
                guard rules.isEmpty || !rules.ignores(ruled, isFolder: isFolder) else { continue }
                let path = names + [name[...]]
                if pattern.matches(path), isFolder ? !pattern.endsInAnything : !pattern.hasOpenEnd || FileFinder.isManifest(name) {
                    found.append(prefix + name)
                    if isFolder { continue }
                }
                if isFolder { look(in: prefix + name + "/", rules: rules, ruleNames: ruled, names: path) }
            }
        }
    }
}
