public import PolicyRules

/// A report in the making. It hears of one input after the other and writes as it goes: it must hold little of a long run.
public protocol Report {
    /// Writes what stands before the first input.
    mutating func begin(_ output: ReportOutput) throws
    /// Writes what there is to say of one input.
    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws
    /// Writes what stands after the last input.
    mutating func end(_ summary: LintSummary, _ output: ReportOutput) throws
}

/// A way to write findings.
public struct ReportFormat: Sendable {
    /// As people name it: `--format json`.
    public let name: String
    /// Begins a report in this format.
    public let report: @Sendable (ReportSettings) -> any Report

    /// Every format; a new one is one line here, its file, and its tests.
    public static let all: [ReportFormat] = [
        ReportFormat(name: "text") { TextReport($0) },
        ReportFormat(name: "json") { _ in JSONReport() },
        ReportFormat(name: "sarif") { SARIFReport($0) },
        ReportFormat(name: "junit") { JUnitReport($0) },
        ReportFormat(name: "github") { GitHubReport($0) },
        ReportFormat(name: "gitlab") { GitLabReport($0) },
        ReportFormat(name: "rdjson") { RDJSONReport($0) },
        ReportFormat(name: "tap") { TAPReport($0) },
        ReportFormat(name: "html") { HTMLReport($0) },
    ]

    /// The format of a name; nil where there is none.
    public static func named(_ name: String) -> ReportFormat? { all.first { $0.name == name } }
}

/// What reports need to know besides the findings.
public struct ReportSettings: Sendable {
    /// The program's version.
    public var version: String
    /// The day of the run.
    public var day: CalendarDay?
    /// The folder that relative paths count from, absolute.
    public var folder: String
    /// The lowest severity that fails a test, in formats that know tests; nil where none does.
    public var failOn: Severity? = .warning
    /// Whether text may use a terminal's colors.
    public var hasColor = false
    /// Whether text groups many findings by file, as people at a terminal like it. Other programs want a whole place in every line.
    public var groupsFiles = false
    /// How text shows the keepalive of allowed policies.
    public var picture = KeepalivePicture()
    /// How much text says of each finding.
    public var detail = Detail.usual

    /// How much text says.
    public enum Detail: Sendable {
        /// A line a finding.
        case quiet
        /// With its frame, why it matters and what to write instead.
        case usual
        /// And the field and object, what was read and skipped, and what allowed policies do.
        case verbose
    }

    /// The usual.
    public init(version: String, folder: String, day: CalendarDay? = nil) {
        self.version = version
        self.folder = folder
        self.day = day
    }
}
