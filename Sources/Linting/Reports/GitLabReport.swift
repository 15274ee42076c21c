import Manifests
import PolicyRules

/// Findings as GitLab's code quality report (docs.gitlab.com, "Code Quality": the fields that are implemented there).
struct GitLabReport: Report {
    private let paths: ReportPath
    private let items = JSONItems()

    init(_ settings: ReportSettings) { paths = ReportPath(in: settings.folder) }

    func begin(_ output: ReportOutput) throws { try output.add("[") }

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file):
            let path = paths.path(file.name)
            var fingerprints = Fingerprints(file: path)
            for problem in file.problems {
                let fingerprint = fingerprints.next(problem.message)
                let line = problem.position.line
                try items.add(to: output) {
                    Self.write(problem.message, "unreadable", "blocker", path, line...line, fingerprint, to: &$0)
                }
            }
            for linted in file.findings {
                let finding = linted.finding
                let fingerprint = fingerprints.next(linted)
                // The end is the character after the last, which may stand at the beginning of a line.
                let last = linted.end.column == 1 && linted.end.line > linted.start.line ? linted.end.line - 1 : linted.end.line
                try items.add(to: output) {
                    Self.write(
                        "\(finding.rule.code): \(finding.message)", finding.rule.name, Self.severity(finding.severity), path,
                        linted.start.line...max(linted.start.line, last), fingerprint, to: &$0)
                }
            }
        case .unreadable(let problem):
            let path = paths.path(problem.path)
            var fingerprints = Fingerprints(file: path)
            let fingerprint = fingerprints.next(problem.reason)
            try items.add(to: output) { Self.write(problem.reason, "unreadable", "blocker", path, 1...1, fingerprint, to: &$0) }
        case .skipped: break
        }
    }

    func end(_ summary: LintSummary, _ output: ReportOutput) throws { try output.add("]\n") }

    private static func write(
        _ description: String, _ rule: String, _ severity: String, _ path: String, _ lines: ClosedRange<Int>, _ fingerprint: String,
        to object: inout JSONWriter
    ) {
        object.field("type", "issue")
        object.field("check_name", rule)
        object.field("description", description)
        object.key("categories")
        object.array { $0.string("Bug Risk") }
        object.field("severity", severity)
        object.field("fingerprint", fingerprint)
        object.key("location")
        object.object { location in
            location.field("path", path)
            location.key("lines")
            location.object {
                $0.key("begin")
                $0.number(lines.lowerBound)
                $0.key("end")
                $0.number(lines.upperBound)
            }
        }
    }

    /// A cluster that refuses the object is critical; blocker is what kept it from being reviewed.
    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .error: "critical"
        case .warning: "major"
        case .info: "info"
        }
    }
}
