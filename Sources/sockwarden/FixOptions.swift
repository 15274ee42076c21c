import ArgumentParser
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

    /// What mends the inputs; nil where nothing is to be mended, not even in a diff.
    var run: FixRun? { fix || unsafeFixes || diff ? FixRun(upTo: unsafeFixes ? .unsafe : .safe, isWritten: !diff) : nil }
}
