#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Where `.gitignore` files stand.
enum IgnoreFiles {
    static let name = ".gitignore"

    /// What the files above a folder say, from the top of its repository on, and the folder's names from there. A folder in no repository
    /// begins with itself.
    static func rules(above folder: String) -> (rules: IgnoreRules, names: [Substring]) {
        guard let resolved = realpath(folder, nil) else { return (IgnoreRules(), []) }
        defer { free(resolved) }
        let path = String(cString: resolved).split(separator: "/")
        let tops = (0...path.count).reversed()
        guard let top = tops.first(where: { access(absolute(path[..<$0]) + ".git", F_OK) == 0 }) else { return (IgnoreRules(), []) }
        var rules = IgnoreRules()
        // A file that cannot be read is reported where the folder is looked into, and those above it are somebody else's.
        var ignored: [UnreadableFile] = []
        rules = adding(absolute(path[..<top]) + ".git/info/exclude", to: rules, depth: 0, &ignored)
        for depth in top..<path.count { rules = adding(absolute(path[..<depth]) + name, to: rules, depth: depth - top, &ignored) }
        return (rules, Array(path[top...]))
    }

    /// The rules with those of a file, where it is there.
    static func adding(_ path: String, to rules: IgnoreRules, depth: Int, _ unreadable: inout [UnreadableFile]) -> IgnoreRules {
        guard access(path, F_OK) == 0 else { return rules }
        do {
            return rules.adding(try FileBytes.read(path), depth: depth)
        } catch {
            unreadable.append(error)
            return rules
        }
    }

    private static func absolute(_ names: ArraySlice<Substring>) -> String { "/" + names.map { $0 + "/" }.joined() }
}
