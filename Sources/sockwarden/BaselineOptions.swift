import ArgumentParser
import Linting
import Manifests

/// Which findings of a run count: not those that are known, and on request only those of what changed.
struct BaselineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Let the findings pass that this file lists.", valueName: "file"), completion: .file())
    var baseline: String?

    @Option(help: ArgumentHelp("Write a file that lists all findings, and let them pass.", valueName: "file"), completion: .file())
    var writeBaseline: String?

    @Flag(help: "Fail where the baseline lists findings that no longer occur.")
    var strictBaseline = false

    @Option(
        help: ArgumentHelp(
            "Only findings on lines that changed since a git revision, in the work tree; files that git does not follow count wholly.",
            valueName: "revision"))
    var changedSince: String?

    func validate() throws {
        if writeBaseline != nil && baseline != nil {
            throw ValidationError("--write-baseline writes a baseline anew; leave --baseline out, or give it alone")
        }
        if writeBaseline != nil && changedSince != nil {
            throw ValidationError("a baseline lists all findings; leave --changed-since out where one is written")
        }
        if strictBaseline && baseline == nil { throw ValidationError("--strict-baseline looks at a baseline; give --baseline as well") }
    }

    /// Reads the baseline and asks git: a mistake in either ends the run before anything is read.
    func filter(of paths: [String]) throws -> FindingFilter {
        var filter = FindingFilter(options: self)
        if let baseline {
            filter.baseline = BaselineFilter(try Self.read(baseline), path: baseline, isWritten: false)
        } else if let writeBaseline {
            filter.baseline = BaselineFilter(Baseline([]), path: writeBaseline, isWritten: true)
        }
        if let changedSince {
            do {
                filter.changes = try ChangeFilter(since: changedSince, under: paths)
            } catch {
                throw Failure(code: .usage, message: "--changed-since: \(error.reason)")
            }
        }
        return filter
    }

    private static func read(_ path: String) throws -> Baseline {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw Failure(code: .usage, message: "cannot read the baseline \(error.description)")
        }
        do {
            return try Baseline(reading: bytes)
        } catch {
            throw Failure(code: .usage, message: "\(path):\(error.position.line):\(error.position.column): \(error.message)")
        }
    }
}

/// Drops findings that do not count, input by input.
struct FindingFilter {
    private let options: BaselineOptions
    fileprivate(set) var baseline: BaselineFilter?
    fileprivate(set) var changes: ChangeFilter?

    fileprivate init(options: BaselineOptions) { self.options = options }

    /// The input with the findings that count.
    mutating func apply(_ input: LintedInput) -> LintedInput {
        let input = baseline?.apply(input) ?? input
        return changes?.apply(input) ?? input
    }

    /// Says what became of the baseline.
    /// - Parameter isComplete: whether all input could be read: a baseline of a part of it is not written.
    /// - Returns: whether the run fails because of it.
    func end(isComplete: Bool, isQuiet: Bool) throws -> Bool {
        guard let baseline else { return false }
        if let path = options.writeBaseline {
            guard isComplete else {
                standardError("sockwarden: some input could not be read, so no baseline is written")
                return false
            }
            let file = try WholeFile(path)
            try file.write(baseline.baseline.bytes)
            try file.commit()
            let count = baseline.baseline.entries.count
            if !isQuiet { standardError("\(path): \(count) finding\(count == 1 ? "" : "s") written") }
            return false
        }
        let path = options.baseline ?? ""
        if baseline.knownCount > 0, !isQuiet {
            standardError("\(path): \(baseline.knownCount) known finding\(baseline.knownCount == 1 ? "" : "s") passed")
        }
        let stale = baseline.stale
        let shown = 20
        for entry in stale.prefix(shown) { standardError("\(path): \(entry.description) no longer occurs") }
        if stale.count > shown { standardError("\(path): and \(stale.count - shown) more no longer occur") }
        if !stale.isEmpty { standardError("\(path): remove what no longer occurs: run once with --write-baseline \(path)") }
        return options.strictBaseline && !stale.isEmpty
    }
}
