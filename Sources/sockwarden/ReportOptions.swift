public import ArgumentParser
public import Linting
import PolicyRules

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// How a command writes its findings, and where to.
struct ReportOptions: ParsableArguments {
    enum Color: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

    @Option(help: ArgumentHelp("How to write the findings to standard output.", valueName: "format"))
    var format = ReportFormat.text

    @Option(
        help: ArgumentHelp(
            "Write a report to a file as well, such as sarif=findings.sarif; may be given several times. A file is written whole or not at all.",
            valueName: "format=file"))
    var output: [ReportFile] = []

    @Option(help: ArgumentHelp("When to use colors; auto means on a terminal, unless NO_COLOR is set.", valueName: "when"))
    var color = Color.auto

    @Flag(name: .shortAndLong, help: "Findings only, a line each: no frames, no reasons, no summary.")
    var quiet = false

    @Flag(
        name: .shortAndLong,
        help:
            "Also say what was read and what was skipped, which field a finding is about, what allowed keepalive settings do, and which configuration is used."
    )
    var verbose = false

    func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other; give one") }
        let paths = output.map(\.path)
        if let twice = paths.first(where: { path in paths.count(where: { $0 == path }) > 1 }) {
            throw ValidationError("two reports would be written to \(twice); give each a file of its own")
        }
    }

    /// Opens what reports are written to.
    /// - Parameter descriptor: where `--format` goes; nil for nowhere.
    func reports(day: CalendarDay, failOn: Severity?, descriptor: Int32? = STDOUT_FILENO) throws -> Reports {
        var settings = ReportSettings(version: Version.number, folder: Self.folder, day: day)
        settings.failOn = failOn
        settings.detail = quiet ? .quiet : verbose ? .verbose : .usual
        var reports = Reports()
        for file in output { try reports.add(file.format.report(settings), to: file.path) }
        settings.hasColor = hasColor
        settings.picture = Terminal.picture(hasColor: hasColor)
        settings.groupsFiles = isTerminal && !quiet
        if let descriptor { reports.add(format.report(settings), to: descriptor) }
        return reports
    }

    private var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private var hasColor: Bool {
        switch color {
        case .always: true
        case .never: false
        case .auto: Terminal.hasColor
        }
    }

    private static var folder: String {
        guard let path = realpath(".", nil) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }
}

extension ReportFormat: ExpressibleByArgument {
    static let text = all[0]

    /// The format of a name, as the command line gives it.
    public init?(argument: String) {
        guard let format = Self.named(argument) else { return nil }
        self = format
    }

    /// The formats' names.
    public static var allValueStrings: [String] { all.map(\.name) }
    /// The format's name.
    public var defaultValueDescription: String { name }
}

/// `sarif=findings.sarif`
struct ReportFile: ExpressibleByArgument {
    let format: ReportFormat
    let path: String

    init?(argument: String) {
        guard let mark = argument.firstIndex(of: "="), let format = ReportFormat.named(String(argument[..<mark])) else { return nil }
        let path = String(argument[argument.index(after: mark)...])
        guard !path.isEmpty else { return nil }
        self.format = format
        self.path = path
    }

    var defaultValueDescription: String { "\(format.name)=\(path)" }
}

/// The reports of a run, each on its way to a file or to standard output.
struct Reports {
    private var reports: [(report: any Report, output: ReportOutput, file: WholeFile?)] = []

    /// Adds a report that becomes a file, once all is well.
    mutating func add(_ report: any Report, to path: String) throws {
        let file = try WholeFile(path)
        reports.append((report, ReportOutput { try file.write($0) }, file))
    }

    /// Adds the report that goes to standard output, or to standard error in its place.
    mutating func add(_ report: any Report, to descriptor: Int32) {
        let output = ReportOutput { bytes in
            let code = FileBytes.write(bytes, to: descriptor)
            if code != 0 { throw UnwritableFile(nil, errno: code) }
        }
        reports.append((report, output, nil))
    }

    /// Writes what stands before the first input.
    mutating func begin() throws {
        for index in reports.indices { try reports[index].report.begin(reports[index].output) }
    }

    /// Writes what there is to say of an input.
    mutating func add(_ input: LintedInput) throws {
        for index in reports.indices { try reports[index].report.add(input, reports[index].output) }
    }

    /// Writes what stands after the last input, and lets the files take their places.
    mutating func end(_ summary: LintSummary) throws {
        for index in reports.indices {
            try reports[index].report.end(summary, reports[index].output)
            try reports[index].output.flush()
        }
        for report in reports { try report.file?.commit() }
    }
}
