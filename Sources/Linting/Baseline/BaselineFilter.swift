import PolicyRules

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Lets known findings pass, input by input, and remembers what a new baseline is to hold.
public struct BaselineFilter {
    private let paths: PathsFromFolder
    /// By file, then fingerprint: what has not occurred yet.
    private var expected: [String: [String: Baseline.Entry]] = [:]
    /// Files that this run looked at.
    private var seen: Set<String> = []
    private var collected: [Baseline.Entry] = []
    private let isWritten: Bool
    /// How many findings passed.
    public private(set) var knownCount = 0

    /// - Parameters:
    ///   - baseline: what is known.
    ///   - path: of the baseline's file: entries name files as they are seen from its folder.
    ///   - isWritten: whether every finding is to pass into a new baseline.
    public init(_ baseline: Baseline, path: String, isWritten: Bool) {
        paths = PathsFromFolder(of: path)
        self.isWritten = isWritten
        for entry in baseline.entries { expected[entry.file, default: [:]][entry.fingerprint] = entry }
    }

    /// The input without the findings that are known.
    public mutating func apply(_ input: LintedInput) -> LintedInput {
        switch input {
        case .unreadable: return input
        case .skipped(let skipped):
            seen.insert(paths.path(skipped.path))
            return input
        case .reviewed(var file):
            let path = paths.path(file.name)
            seen.insert(path)
            var fingerprints = Fingerprints(file: path)
            var remaining = expected.removeValue(forKey: path) ?? [:]
            file.keepFindings { finding in
                let fingerprint = fingerprints.next(finding)
                if isWritten {
                    collected.append(Baseline.Entry(finding, file: path, fingerprint: fingerprint))
                    return false
                }
                guard remaining.removeValue(forKey: fingerprint) != nil else { return true }
                knownCount += 1
                return false
            }
            if !remaining.isEmpty { expected[path] = remaining }
            return .reviewed(file)
        }
    }

    /// What a baseline of all that was found holds.
    public var baseline: Baseline { Baseline(collected) }

    /// Entries that do not occur any more, in order: those of files that were looked at and of files that are gone. Of others a run over a
    /// part of the files says nothing.
    public var stale: [Baseline.Entry] {
        expected.flatMap { path, entries in seen.contains(path) || paths.isGone(path) ? Array(entries.values) : [] }.sorted()
    }
}

extension Baseline.Entry {
    init(_ linted: LintedFinding, file: String, fingerprint: String) {
        self.init(
            file: file, object: linted.object.identity.title, code: linted.finding.rule.code, name: linted.finding.rule.name,
            path: linted.identity.path, fingerprint: fingerprint)
    }
}

/// Names files as they are seen from a folder: `../deploy/policy.yaml`. Wherever a run begins, a file keeps its name.
struct PathsFromFolder {
    private let current: [Substring]
    private let folder: [Substring]

    /// - Parameter file: stands in the folder.
    init(of file: String) {
        let path = realpath(".", nil)
        defer { free(path) }
        self.init(file, current: path.map { String(cString: $0) } ?? "/")
    }

    init(_ file: String, current: String) {
        self.current = current.split(separator: "/")
        folder = Self.resolved(file, from: self.current).dropLast()
    }

    /// The name of a file that is named as for the current folder. What stands for no file, such as `<stdin>`, keeps its name.
    func path(_ name: String) -> String {
        if name.hasPrefix("<") { return name }
        let parts = Self.resolved(name, from: current)
        var common = 0
        while common < min(parts.count, folder.count), parts[common] == folder[common] { common += 1 }
        return (Array(repeating: "..", count: folder.count - common) + parts[common...]).joined(separator: "/")
    }

    /// Whether there is no such file.
    func isGone(_ path: String) -> Bool {
        if path.hasPrefix("<") { return false }
        let path = path.hasSuffix(Rendering.mark) ? String(path.dropLast(Rendering.mark.count)) : path
        return access("/" + Self.resolved(path, from: folder).joined(separator: "/"), F_OK) != 0 && errno == ENOENT
    }

    private static func resolved(_ path: String, from folder: [Substring]) -> [Substring] {
        var parts = path.hasPrefix("/") ? [] : folder
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts
    }
}
