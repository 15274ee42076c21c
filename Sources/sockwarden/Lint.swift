import ArgumentParser
import Configuration
import Linting
import PolicyKinds
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
            Reads files, folders (their .yaml, .yml and .json, except hidden ones) and, for -, standard input: many documents in a file, List \
            objects, and AdmissionReviews, which get exactly what the webhook would find. Findings go to standard output, the summary \
            to standard error.

            EXAMPLES:
              sockwarden lint policies/
              helm template my-release my-chart | sockwarden lint -
              kubectl get listenerpolicies -A -o yaml | sockwarden lint -
              sockwarden lint --diff policies/
              sockwarden lint --fix policies/
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

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }
    enum Threshold: String, ExpressibleByArgument, CaseIterable { case error, warning, info, never }
    enum Color: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Argument(help: "Files and folders, or - for standard input.")
    var paths: [String]

    @OptionGroup var configuration: ConfigurationOptions

    @OptionGroup(title: "Fixes") var fixing: FixOptions

    @Flag(help: "Read no configuration file at all.")
    var noConfig = false

    @Option(help: ArgumentHelp("How to write the findings.", valueName: "format"))
    var format = Format.text

    @Option(help: ArgumentHelp("The lowest severity that makes the exit code 1.", valueName: "severity"))
    var failOn = Threshold.warning

    @Option(help: ArgumentHelp("When to use colors; auto means on a terminal, unless NO_COLOR is set.", valueName: "when"))
    var color = Color.auto

    @Option(help: ArgumentHelp("What to call standard input in the findings; its folder's configuration file counts.", valueName: "name"))
    var stdinFilename: String?

    @Flag(
        name: .shortAndLong,
        help: "Also say which field a finding is about, what allowed keepalive settings do, and which configuration is used.")
    var verbose = false

    @Flag(help: "Succeed even where there is nothing to review.")
    var allowEmpty = false

    func validate() throws {
        if noConfig && configuration.config != nil { throw ValidationError("--config and --no-config exclude each other; give one") }
        if paths.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once; give - once") }
        if paths.contains("") { throw ValidationError("a path is empty; write . for the current folder") }
    }

    func run() async throws {
        let (run, fixed) = try await lint()
        if fixing.diff {
            try standardOutput(fixed?.fixes.diff ?? [])
        } else {
            let report =
                switch format {
                case .text: Array(TextReport(hasColor: hasColor, isVerbose: verbose).text(of: run).utf8)
                case .json: JSONReport().bytes(of: run)
                }
            if let source = fixed?.standardInput {
                try standardOutput(source, isWanted: true)
                if !report.isEmpty { standardError(String(decoding: report.dropLast(), as: UTF8.self)) }
            } else {
                try standardOutput(report)
            }
        }
        for problem in run.unreadable { standardError("sockwarden: cannot read \(problem)") }
        standardError(run.summary)
        if let fixed { fixed.report(of: run) } else if let fixable = run.fixableSummary { standardError(fixable) }
        if let fixed, !fixed.fixes.unwritable.isEmpty { throw ExitCode(Failure.Code.internal.rawValue) }
        if run.hasUnreadableInput { throw ExitCode(Failure.Code.unreadableInput.rawValue) }
        if run.objectCount == 0 && !allowEmpty {
            throw Failure(
                code: .unreadableInput,
                message:
                    "nothing to review: no \(Self.kinds) in the input; name another path, or give --allow-empty where that is as it should be"
            )
        }
        if fixing.diff { if fixed?.fixes.count != 0 { throw ExitCode(Failure.Code.findings.rawValue) } else { return } }
        if let threshold = failOn.severity, run.hasFindings(atOrAbove: threshold) { throw ExitCode(Failure.Code.findings.rawValue) }
    }

    private func lint() async throws -> (LintRun, FixOptions.Fixed?) {
        let day = CalendarDay.today()
        let named = paths.filter { $0 != "-" }
        var folders = ConfigurationFolders(configuration, isOff: noConfig, isVerbose: verbose)
        // All configuration is read before any manifest: a mistake in it ends the run at once.
        let settings = try named.map { try folders.settings(for: $0) }
        let stdinSettings = paths.contains("-") ? try folders.settings(for: stdinFilename ?? ".") : Settings()
        let finder = FileFinder(named)
        var run = await LintRun(over: finder, settings: settings, day: day, isThorough: verbose)
        let name = stdinFilename ?? "<stdin>"
        let review = { LintedFile(name: name, source: $0, settings: stdinSettings, day: day) }
        let standardInput = paths.contains("-") ? FileBytes.standardInput() : nil
        guard fixing.isAsked else {
            if let standardInput { run.add(standardInput.map(review)) }
            return (run, nil)
        }
        var input: FixOptions.StandardInput?
        switch standardInput {
        case .success(let source)?: input = FixOptions.StandardInput(source: source, review: review)
        case .failure(let problem)?: run.add(.failure(problem))
        case nil: break
        }
        let roots = Dictionary(finder.files.map { ($0.path, settings[$0.root]) }, uniquingKeysWith: { first, _ in first })
        let fixed = fixing.apply(to: &run, on: day, roots: roots, standardInput: input)
        return (run, fixed)
    }

    /// "ListenerPolicy, BackendConfigPolicy or Backend of gateway.kgateway.dev".
    private static let kinds: String = {
        var groups: [(group: String, kinds: [String])] = []
        for kind in PolicyKinds.all {
            if groups.last?.group == kind.group {
                groups[groups.count - 1].kinds.append(kind.kind)
            } else {
                groups.append((kind.group, [kind.kind]))
            }
        }
        return groups.map { group, kinds in
            let last = kinds.last ?? ""
            return (kinds.count > 1 ? kinds.dropLast().joined(separator: ", ") + " or " + last : last) + " of \(group)"
        }.joined(separator: ", ")
    }()

    private var hasColor: Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto: variable("NO_COLOR").isEmpty && variable("TERM") != "dumb" && isatty(STDOUT_FILENO) == 1
        }
    }

    private func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }
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
