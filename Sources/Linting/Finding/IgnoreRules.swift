/// What a `.gitignore` names, as gitignore(5) has it.
///
/// Read here rather than asked of git: an image for CI may have no git, a folder may be no repository, and a file costs less than a process.
/// What the machine's own `core.excludesFile` names is not left out: a run is to find the same everywhere.
struct IgnoreRules: Sendable {
    private var rules: [Rule] = []

    private struct Rule: Sendable {
        let pattern: GlobPattern
        /// Whether it is about the path from the rule's folder on; else about the name alone.
        let isAnchored: Bool
        let isFolderOnly: Bool
        let isNegated: Bool
        /// How many names of a path lead to the folder of the file that says it.
        let depth: Int
    }

    var isEmpty: Bool { rules.isEmpty }

    /// The same rules, and those of a file in a folder further down, which go before them.
    /// - Parameter depth: how many names lead to the folder.
    func adding(_ source: [UInt8], depth: Int) -> IgnoreRules {
        var rules = self
        let text = source.starts(with: [0xEF, 0xBB, 0xBF]) ? source.dropFirst(3) : source[...]
        for line in text.split(separator: UInt8(ascii: "\n")) {
            if let rule = Self.rule(String(decoding: line, as: UTF8.self), depth: depth) { rules.rules.append(rule) }
        }
        return rules
    }

    /// Whether a file or folder is left out. Those above it are not: nobody looks into a folder that is.
    /// - Parameter path: its names, from where depths are counted on.
    func ignores(_ path: [Substring], isFolder: Bool) -> Bool {
        guard let name = path.last else { return false }
        // The last rule that fits decides.
        for rule in rules.reversed() where isFolder || !rule.isFolderOnly {
            if rule.isAnchored ? rule.pattern.matches(path.dropFirst(rule.depth)) : rule.pattern.matches([name]) { return !rule.isNegated }
        }
        return false
    }

    private static func rule(_ line: String, depth: Int) -> Rule? {
        var text = line.hasSuffix("\r") ? line.dropLast() : line[...]
        while text.last == " " {
            // One that is escaped is the name's own.
            let before = text.dropLast()
            let slashes = before.reversed().prefix { $0 == "\\" }.count
            if slashes % 2 == 1 { break }
            text = before
        }
        guard !text.isEmpty, text.first != "#" else { return nil }
        let isNegated = text.first == "!"
        if isNegated { text = text.dropFirst() }
        let isFolderOnly = text.last == "/"
        if isFolderOnly { text = text.dropLast() }
        guard !text.isEmpty, text != "/" else { return nil }
        return Rule(
            pattern: GlobPattern(text), isAnchored: text.utf8.contains(UInt8(ascii: "/")), isFolderOnly: isFolderOnly, isNegated: isNegated,
            depth: depth)
    }
}
