import ArgumentParser
import Configuration
import Linting
import PolicyRules

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// `sockwarden lint PATH…|-`
struct Lint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reviews manifests: the same findings as the webhook, at line and column.",
        discussion: """
            Reads files, folders (their .yaml, .yml and .json, except hidden ones and what .gitignore names) and, for -, standard input: many \
            documents in a file, List objects, and AdmissionReviews, which get exactly what the webhook would find. Findings go to standard \
            output, the summary to standard error.

            EXAMPLES:
              sockwarden lint policies/
              helm template my-release my-chart | sockwarden lint -
              kubectl get listenerpolicies -A -o yaml | sockwarden lint -
              sockwarden lint --diff policies/
              sockwarden lint --fix policies/
              sockwarden lint --helm --kustomize .
              sockwarden lint --baseline .sockwarden-baseline.json --changed-since main deploy/
              sockwarden lint --format json --fail-on error deploy/ > findings.json

            EXIT CODES:
              0  nothing at or above --fail-on (with --fail-on error: the cluster takes it)
              1  findings at or above --fail-on
              2  wrong usage or configuration; nothing was read
              3  some input could not be read, or there was nothing to review (see
                 --allow-empty); the rest was reviewed, and 3 goes before 1
              4  a mistake in sockwarden, or its output or a mended file could not be
                 written
              With --fix and --unsafe-fixes what is left after mending counts; with
              --diff, 1 means that there is something to mend.
            """)

    enum Threshold: String, ExpressibleByArgument, CaseIterable { case error, warning, info, never }

    @Argument(help: "Files, folders, patterns in quotes such as 'deploy/**/*.yaml', or - for standard input.", completion: .file())
    var paths: [String]

    @OptionGroup var configuration: ConfigurationOptions

    @Flag(help: "Read no configuration file at all.")
    var noConfig = false

    @OptionGroup var reports: ReportOptions

    @OptionGroup var known: BaselineOptions

    @Option(help: ArgumentHelp("The lowest severity that makes the exit code 1.", valueName: "severity"))
    var failOn = Threshold.warning

    @OptionGroup var input: InputOptions

    @OptionGroup var fixing: FixOptions

    @Flag(help: "Succeed even where there is nothing to review.")
    var allowEmpty = false

    func validate() throws {
        if noConfig && configuration.config != nil { throw ValidationError("--config and --no-config exclude each other; give one") }
        if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once; give - once") }
        if paths.contains("") { throw ValidationError("a path is empty; write . for the current folder") }
    }

    func run() async throws {
        let result: Result
        do {
            result = try await lint()
        } catch let problem as UnwritableFile {
            throw Failure(code: .internal, message: problem.description)
        }
        let summary = result.summary
        if !reports.quiet {
            standardError(summary.text)
            if let text = result.fixes?.summary ?? result.fixable.text { standardError(text) }
        }
        if let fixes = result.fixes, fixes.unwritableCount > 0 { throw ExitCode(Failure.Code.internal.rawValue) }
        if summary.unreadable > 0 { throw ExitCode(Failure.Code.unreadableInput.rawValue) }
        if summary.objects == 0 && !allowEmpty {
            throw Failure(
                code: .unreadableInput,
                message: "nothing to review: no object of a kind that is read (sockwarden kinds lists them) in the input; "
                    + "name another path, or give --allow-empty where that is as it should be")
        }
        if result.isStale { throw ExitCode(Failure.Code.findings.rawValue) }
        if let fixes = result.fixes, fixing.diff {
            if fixes.count > 0 { throw ExitCode(Failure.Code.findings.rawValue) }
            return
        }
        if let threshold = failOn.severity, summary.hasFindings(atOrAbove: threshold) { throw ExitCode(Failure.Code.findings.rawValue) }
    }

    /// What a run has come to.
    private struct Result {
        var summary = LintSummary()
        var fixes: FixRun?
        var fixable = FixableCount()
        /// Whether known findings no longer occur, where that is to fail.
        var isStale = false
    }

    private func lint() async throws -> Result {
        let day = CalendarDay.today()
        var folders = ConfigurationFolders(configuration, isOff: noConfig, isVerbose: reports.verbose)
        // All configuration is read before any manifest: a mistake in it ends the run at once.
        let (named, unmatched) = input.expanded(paths.filter { $0 != "-" })
        var settings = try named.map { try folders.settings(for: $0) }
        let hasStandardInput = paths.contains("-")
        if hasStandardInput { settings.append(try folders.settings(for: input.stdinFilename ?? ".")) }

        var result = Result(fixes: fixing.run)
        var filter = try known.filter(of: named)
        // A diff and mended standard input have standard output for themselves.
        let isMended = result.fixes != nil && hasStandardInput
        let descriptor: Int32? = fixing.diff ? nil : isMended ? STDERR_FILENO : STDOUT_FILENO
        var reports = try reports.reports(day: day, failOn: failOn.severity, descriptor: descriptor)
        var progress = Progress()
        try reports.begin()
        let run = LintRun(settings: settings, day: day, isThorough: self.reports.verbose, gateways: input.gateways(named))
        try await run.review(
            input.inputs(named, unmatched, hasStandardInput: hasStandardInput, namesSkipped: self.reports.verbose)
        ) { input in
            var lines = line(about: input).map { [$0] } ?? []
            var input = input
            if let fixed = result.fixes?.fix(input) {
                input = fixed.input
                lines += fixed.remarks.map { "sockwarden: \($0)" }
                try standardOutput(fixed.standardInput ?? fixed.difference, isWanted: fixed.standardInput != nil)
            }
            input = filter.apply(input)
            result.summary.add(input)
            if result.fixes == nil { result.fixable.add(input) }
            progress.step()
            if !lines.isEmpty {
                progress.hide()
                lines.forEach(standardError)
            }
            try reports.add(input)
        }
        progress.hide()
        try reports.end(result.summary)
        result.isStale = try filter.end(isComplete: result.summary.unreadable == 0, isQuiet: self.reports.quiet)
        return result
    }

    /// What people are told of an input that reports have no place for.
    private func line(about input: LintedInput) -> String? {
        switch input {
        case .unreadable(let problem): "sockwarden: cannot read \(problem)"
        case .skipped(let skipped): reports.verbose ? "skipped: \(skipped.path): \(skipped.reason)" : nil
        case .reviewed: nil
        }
    }
}

extension Lint.Threshold {
    var severity: Severity? {
        switch self {
        case .error: .error
        case .warning: .warning
        case .info: .info
        case .never: nil
        }
    }
}
