import ArgumentParser
import Configuration
import Linting
import PolicyRules

/// Whether and how `lint` mends what it finds.
struct FixOptions: ParsableArguments {
    @Flag(help: "Mend in place what can only have been meant otherwise; - goes to standard output, and its report to standard error.")
    var fix = false

    @Flag(help: "Mend also where a value has to be chosen or something taken away; look at what it chose.")
    var unsafeFixes = false

    @Flag(help: "Print what would be mended as a unified diff, and nothing else; no file is changed.")
    var diff = false

    /// Whether anything is to be mended, if only in a diff.
    var isAsked: Bool { fix || unsafeFixes || diff }

    /// Mends a run's files, and standard input if it was read.
    /// - Parameter roots: the settings of each of the run's files, by name.
    func apply(to run: inout LintRun, on day: CalendarDay, roots: [String: Settings], standardInput: StandardInput?) -> Fixed {
        var fixes = FixRun(upTo: unsafeFixes ? .unsafe : .safe, isWritten: !diff)
        fixes.fix(&run, on: day) { roots[$0] }
        guard let standardInput else { return Fixed(fixes: fixes, standardInput: nil) }
        let (source, file) = fixes.fix(standardInput.source, standardInput.review(standardInput.source), review: standardInput.review)
        run.add(.success(file))
        return Fixed(fixes: fixes, standardInput: diff ? nil : source)
    }

    /// What came in by standard input.
    struct StandardInput {
        let source: [UInt8]
        /// What the linter makes of bytes that stand in its place.
        let review: ([UInt8]) -> LintedFile
    }

    /// What was mended.
    struct Fixed {
        let fixes: FixRun
        /// What goes to standard output in the place of standard input.
        let standardInput: [UInt8]?

        /// Says what was mended and what could not be.
        func report(of run: LintRun) {
            for problem in fixes.unwritable { standardError("sockwarden: cannot write \(problem)") }
            for remark in fixes.remarks { standardError("sockwarden: \(remark)") }
            standardError(fixes.summary(of: run))
        }
    }
}
