import Manifests
public import PolicyRules

/// The fixes of a run: applied where they stand, or only shown. It hears of one input after the other.
public struct FixRun: Sendable {
    /// What was fixed, or would be.
    public private(set) var count = 0
    /// In how many files.
    public private(set) var fileCount = 0
    /// How many files could not be written. Their findings are reported as they are.
    public private(set) var unwritableCount = 0
    /// Findings that are left.
    private var left = 0
    /// Those among them with an unsafe fix that nobody asked for.
    private var others = 0
    private let limit: Fix.Safety
    private let isWritten: Bool

    /// - Parameters:
    ///   - limit: whether unsafe fixes are applied as well.
    ///   - isWritten: whether files are written; else there is only a difference.
    public init(upTo limit: Fix.Safety, isWritten: Bool) {
        self.limit = limit
        self.isWritten = isWritten
    }

    /// What became of an input.
    public struct Fixed: Sendable {
        /// What is left to report.
        public fileprivate(set) var input: LintedInput
        /// The difference to what it was, where only that was asked for.
        public fileprivate(set) var difference: [UInt8] = []
        /// Standard input with its fixes, where it came from there.
        public fileprivate(set) var standardInput: [UInt8]?
        /// What could not be written or read again, or which fixes undo each other, each in a line.
        public fileprivate(set) var remarks: [String] = []
    }

    /// Fixes an input that has something to fix: a file in its place, standard input in the answer. What another program made is left as
    /// it is.
    public mutating func fix(_ input: LintedInput) -> Fixed {
        var result = Fixed(input: input)
        guard case .reviewed(let file) = input else { return result }
        switch file.origin {
        case .text: break
        case .standardInput:
            if isWritten { result.standardInput = file.lines.source }
            guard let fixed = fixed(file.lines.source, file) else { break }
            note(fixed, file.lines.source, &result)
            guard isWritten else { break }
            result.standardInput = fixed.source
            result.input = .reviewed(fixed.file)
        case .file: fix(file, &result)
        }
        if case .reviewed(let file) = result.input {
            left += file.findings.count
            if limit == .safe { others += file.fixCount(.unsafe) }
        }
        return result
    }

    private mutating func fix(_ file: LintedFile, _ result: inout Fixed) {
        guard hasFixes(file) else { return }
        do throws(UnreadableFile) {
            // What the file holds by now, if somebody saved it in between. A pipe has given all it had.
            let isOrdinary = FileBytes.isOrdinary(file.name)
            let source = isOrdinary ? try FileBytes.read(file.name) : file.lines.source
            guard let fixed = fixed(source, isOrdinary ? file.again(source) : file) else { return }
            if isWritten {
                do throws(UnwritableFile) {
                    try FileReplacement.write(fixed.source, to: file.name)
                } catch {
                    unwritableCount += 1
                    result.remarks.append(error.description)
                    return
                }
                result.input = .reviewed(fixed.file)
            }
            note(fixed, source, &result)
        } catch {
            result.remarks.append("cannot read \(error) again")
        }
    }

    private func hasFixes(_ file: LintedFile) -> Bool { file.fixes.contains { $0.map { $0.safety <= limit } ?? false } }

    private func fixed(_ source: [UInt8], _ file: LintedFile) -> FixedSource? {
        guard hasFixes(file) else { return nil }
        let fixed = FixedSource(source, file, upTo: limit, review: file.again)
        return fixed.source == source ? nil : fixed
    }

    private mutating func note(_ fixed: FixedSource, _ source: [UInt8], _ result: inout Fixed) {
        count += fixed.count
        fileCount += 1
        if fixed.isUnfinished {
            result.remarks.append("\(CodeFrame.visible(fixed.file.name)): some fixes undo each other; look at what they left")
        }
        if !isWritten { result.difference = UnifiedDiff(of: fixed.file.name, from: source, to: fixed.source).bytes }
    }

    /// "fixed 3 of 4 findings in 2 files; 1 more with --unsafe-fixes"
    public var summary: String {
        let all = isWritten ? count + left : max(count, left)
        let more = others > 0 ? "; \(others) more with --unsafe-fixes" : ""
        return "\(isWritten ? "fixed" : "would fix") \(count) of \(LintSummary.counted(all, "finding")) in "
            + "\(LintSummary.counted(fileCount, "file"))\(more)"
    }
}

/// How many findings of a run could be fixed.
public struct FixableCount: Sendable {
    private var safe = 0
    private var unsafe = 0

    /// None yet.
    public init() {}

    /// Counts one more input.
    public mutating func add(_ input: LintedInput) {
        guard case .reviewed(let file) = input, file.origin != .text, !file.findings.isEmpty else { return }
        let fixes = file.fixes
        safe += fixes.count { $0?.safety == .safe }
        unsafe += fixes.count { $0?.safety == .unsafe }
    }

    /// "2 can be fixed with --fix, 1 more with --unsafe-fixes"; nil where there is nothing to fix.
    public var text: String? {
        switch (safe, unsafe) {
        case (0, 0): nil
        case (0, _): "\(unsafe) can be fixed with --unsafe-fixes"
        case (_, 0): "\(safe) can be fixed with --fix"
        default: "\(safe) can be fixed with --fix, \(unsafe) more with --unsafe-fixes"
        }
    }
}
