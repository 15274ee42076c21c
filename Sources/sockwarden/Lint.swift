import ArgumentParser
import Configuration
import Linting
import PolicyRules

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
              sockwarden lint --helm --kustomize .
              sockwarden lint --baseline .sockwarden-baseline.json --changed-since main deploy/
              sockwarden lint --format json --fail-on error deploy/ > findings.json

            EXIT CODES:
              0  nothing at or above --fail-on (with --fail-on error: the cluster takes it)
              1  findings at or above --fail-on
              2  wrong usage or configuration; nothing was read
              3  some input could not be read, or there was nothing to review (see
                 --allow-empty); the rest was reviewed, and 3 goes before 1
              4  a mistake in sockwarden, or its output could not be written
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

    @Flag(help: "Succeed even where there is nothing to review.")
    var allowEmpty = false

    func validate() throws {
        if noConfig && configuration.config != nil { throw ValidationError("--config and --no-config exclude each other; give one") }
        if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once; give - once") }
        if paths.contains("") { throw ValidationError("a path is empty; write . for the current folder") }
    }

    func run() async throws {
        let summary: LintSummary
        let isStale: Bool
        do {
            (summary, isStale) = try await lint()
        } catch let problem as UnwritableFile {
            throw Failure(code: .internal, message: problem.description)
        }
        if !reports.quiet { standardError(summary.text) }
        if summary.unreadable > 0 { throw ExitCode(Failure.Code.unreadableInput.rawValue) }
        if summary.objects == 0 && !allowEmpty {
            throw Failure(
                code: .unreadableInput,
                message: "nothing to review: no object of a kind that is read (sockwarden kinds lists them) in the input; "
                    + "name another path, or give --allow-empty where that is as it should be")
        }
        if isStale { throw ExitCode(Failure.Code.findings.rawValue) }
        if let threshold = failOn.severity, summary.hasFindings(atOrAbove: threshold) { throw ExitCode(Failure.Code.findings.rawValue) }
    }

    private func lint() async throws -> (summary: LintSummary, isStale: Bool) {
        let day = CalendarDay.today()
        var folders = ConfigurationFolders(configuration, isOff: noConfig, isVerbose: reports.verbose)
        // All configuration is read before any manifest: a mistake in it ends the run at once.
        let (named, unmatched) = input.expanded(paths.filter { $0 != "-" })
        var settings = try named.map { try folders.settings(for: $0) }
        if paths.contains("-") { settings.append(try folders.settings(for: input.stdinFilename ?? ".")) }

        var filter = try known.filter(of: named)
        var reports = try reports.reports(day: day, failOn: failOn.severity)
        var summary = LintSummary()
        var progress = Progress()
        try reports.begin()
        try await LintRun(settings: settings, day: day, isThorough: self.reports.verbose).review(
            input.inputs(named, unmatched, hasStandardInput: paths.contains("-"), namesSkipped: self.reports.verbose)
        ) { input in
            let input = filter.apply(input)
            summary.add(input)
            progress.step()
            if let line = line(about: input) {
                progress.hide()
                standardError(line)
            }
            try reports.add(input)
        }
        progress.hide()
        try reports.end(summary)
        return (summary, try filter.end(isComplete: summary.unreadable == 0, isQuiet: self.reports.quiet))
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
