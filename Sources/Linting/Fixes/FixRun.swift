public import Configuration
public import PolicyRules

/// The fixes of a run's files: applied where they stand, or only shown.
public struct FixRun: Sendable {
    /// What was fixed, or would be.
    public private(set) var count = 0
    /// In how many files.
    public private(set) var fileCount = 0
    /// What could not be written. Its findings are reported as they are.
    public private(set) var unwritable: [UnwritableFile] = []
    /// Files that could not be read again, or whose fixes undo each other, each in a line.
    public private(set) var remarks: [String] = []
    /// The difference for every file, one after the other.
    public private(set) var diff: [UInt8] = []
    private let limit: Fix.Safety
    private let isWritten: Bool

    /// - Parameters:
    ///   - limit: whether unsafe fixes are applied as well.
    ///   - isWritten: whether files are written; else there is only a difference.
    public init(upTo limit: Fix.Safety, isWritten: Bool) {
        self.limit = limit
        self.isWritten = isWritten
    }

    /// Fixes the files of a run that have something to fix. What is left of their findings takes the place of what was found.
    /// - Parameter settings: of a file, by its name.
    public mutating func fix(_ run: inout LintRun, on day: CalendarDay, settings: (String) -> Settings?) {
        for index in run.files.indices {
            let file = run.files[index]
            guard hasFixes(file), let settings = settings(file.name) else { continue }
            do throws(UnreadableFile) {
                let source = try FileBytes.read(file.name)
                // What the file holds by now, if somebody saved it in between.
                let review = { LintedFile(name: file.name, source: $0, settings: settings, day: day) }
                guard let fixed = fixed(source, review(source), review) else { continue }
                if isWritten {
                    do throws(UnwritableFile) {
                        try FileReplacement.write(fixed.source, to: file.name)
                    } catch {
                        unwritable.append(error)
                        continue
                    }
                    run.files[index] = fixed.file
                }
                note(fixed, source)
            } catch {
                remarks.append("cannot read \(error) again")
            }
        }
    }

    /// Fixes one input that is no file: standard input.
    /// - Returns: its bytes with the fixes applied, and what is left to report.
    public mutating func fix(
        _ source: [UInt8], _ file: LintedFile, review: ([UInt8]) -> LintedFile
    ) -> (source: [UInt8], file: LintedFile) {
        guard hasFixes(file), let fixed = fixed(source, file, review) else { return (source, file) }
        note(fixed, source)
        return (fixed.source, isWritten ? fixed.file : file)
    }

    private func hasFixes(_ file: LintedFile) -> Bool { file.fixes.contains { $0.map { $0.safety <= limit } ?? false } }

    private func fixed(_ source: [UInt8], _ file: LintedFile, _ review: ([UInt8]) -> LintedFile) -> FixedSource? {
        let fixed = FixedSource(source, file, upTo: limit, review: review)
        return fixed.source == source ? nil : fixed
    }

    private mutating func note(_ fixed: FixedSource, _ source: [UInt8]) {
        count += fixed.count
        fileCount += 1
        if fixed.isUnfinished {
            remarks.append("\(CodeFrame.visible(fixed.file.name)): some fixes undo each other; look at what they left")
        }
        if !isWritten { diff += UnifiedDiff(of: fixed.file.name, from: source, to: fixed.source).bytes }
    }

    /// "fixed 3 of 4 findings in 2 files; 1 more with --unsafe-fixes"
    /// - Parameter run: with what is left.
    public func summary(of run: LintRun) -> String {
        func counted(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
        let left = run.files.reduce(0) { $0 + $1.findings.count }
        let all = isWritten ? count + left : max(count, left)
        let others = limit == .safe ? run.files.reduce(0) { $0 + $1.fixCount(.unsafe) } : 0
        let more = others > 0 ? "; \(others) more with --unsafe-fixes" : ""
        return "\(isWritten ? "fixed" : "would fix") \(count) of \(counted(all, "finding")) in \(counted(fileCount, "file"))\(more)"
    }
}

extension LintRun {
    /// How many findings a run could fix, in words; nil where there are none.
    public var fixableSummary: String? {
        let (safe, unsafe) = files.reduce((0, 0)) { ($0.0 + $1.fixCount(.safe), $0.1 + $1.fixCount(.unsafe)) }
        switch (safe, unsafe) {
        case (0, 0): return nil
        case (0, _): return "\(unsafe) can be fixed with --unsafe-fixes"
        case (_, 0): return "\(safe) can be fixed with --fix"
        default: return "\(safe) can be fixed with --fix, \(unsafe) more with --unsafe-fixes"
        }
    }
}
