import Manifests

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Keeps the findings on lines that changed since a git revision. Files that git does not follow count wholly, and so does what is no file.
public struct ChangeFilter: Sendable {
    /// The repositories of the named paths, innermost first.
    private let repositories: [Repository]

    /// Why git's answer cannot be had: one line.
    public struct Failure: Error, Sendable {
        /// What git said, or that there is none.
        public let reason: String
    }

    fileprivate struct Repository: Sendable {
        /// Its top folder, with a slash.
        let top: String
        let changes: ChangedLines
        let tracked: Set<String>
    }

    /// Asks git what changed.
    /// - Parameter paths: that are linted. Each must be in a repository that has the revision.
    public init(since revision: String, under paths: [String]) throws(Failure) {
        guard !revision.isEmpty, !revision.hasPrefix("-") else { throw Failure(reason: "\"\(revision)\" is no revision") }
        var repositories: [String: Repository] = [:]
        var folders: Set<String> = []
        for path in paths {
            let folder = Self.folder(of: path)
            guard folders.insert(folder).inserted else { continue }
            let answer = try Self.git(["-C", folder, "rev-parse", "--show-toplevel"]) { "\(folder) is in no git repository: \($0)" }
            let top = String(decoding: answer.last == 0x0A ? answer.dropLast() : answer[...], as: UTF8.self)
            if repositories[top] == nil { repositories[top] = try Repository(top, since: revision) }
        }
        self.repositories = repositories.values.sorted { $0.top.utf8.count > $1.top.utf8.count }
    }

    /// The input without findings on lines that stand as they stood.
    public func apply(_ input: LintedInput) -> LintedInput {
        guard case .reviewed(var file) = input, !file.findings.isEmpty else { return input }
        guard let path = Self.resolved(file.name), let repository = repositories.first(where: { path.hasPrefix($0.top) }) else {
            return input
        }
        let name = String(path.dropFirst(repository.top.count))
        guard repository.tracked.contains(name) else { return input }
        file.keepFindings { repository.changes.touches(name, $0.start.line...max($0.start.line, $0.end.line)) }
        return .reviewed(file)
    }

    fileprivate static func git(_ arguments: [String], orElse explain: (String) -> String) throws(Failure) -> [UInt8] {
        do {
            let result = try Program(name: "git").run(arguments)
            guard result.code == 0 else { throw Failure(reason: CodeFrame.visible(explain(result.complaint))) }
            return result.output
        } catch let failure as Program.Failure {
            throw Failure(reason: failure.reason)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(reason: "\(error)")
        }
    }

    private static func folder(of path: String) -> String {
        var information = stat()
        if stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR { return path }
        return path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

extension ChangeFilter.Repository {
    fileprivate init(_ top: String, since revision: String) throws(ChangeFilter.Failure) {
        let git = ["-C", top, "-c", "core.quotePath=false"]
        _ = try ChangeFilter.git(git + ["rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"]) { _ in
            "git knows no revision \"\(revision)\" in \(top)"
        }
        let diff = try ChangeFilter.git(
            git + [
                "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--find-renames", "--no-relative",
                "--inter-hunk-context=0",
                "--src-prefix=a/", "--dst-prefix=b/", revision, "--",
            ]
        ) { "git diff fails: \($0)" }
        let files = try ChangeFilter.git(git + ["ls-files", "-z"]) { "git ls-files fails: \($0)" }
        self.init(
            top: top.hasSuffix("/") ? top : top + "/", changes: ChangedLines(diff: diff),
            tracked: Set(files.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }))
    }
}
