import Manifests
import PolicyRules

/// Findings as workflow commands of GitHub Actions: annotations at the lines of a pull request.
/// (docs.github.com, "Workflow commands for GitHub Actions": error, warning and notice; the escapes are those of the actions toolkit.)
struct GitHubReport: Report {
    private let paths: ReportPath

    init(_ settings: ReportSettings) { paths = ReportPath(in: settings.folder) }

    func begin(_ output: ReportOutput) {}

    func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file):
            for problem in file.problems {
                try output.add(command("error", file.name, problem.position, problem.position, title: "cannot be read", problem.message))
            }
            for linted in file.findings {
                let finding = linted.finding
                let title = "\(finding.rule.code) \(finding.rule.name)"
                try output.add(command(Self.command(finding.severity), file.name, linted.start, linted.end, title: title, finding.message))
            }
        case .unreadable(let problem):
            try output.add(command("error", problem.path, nil, nil, title: "cannot be read", problem.reason))
        case .skipped: break
        }
    }

    func end(_ summary: LintSummary, _ output: ReportOutput) {}

    private func command(
        _ name: String, _ file: String, _ start: LineIndex.Position?, _ end: LineIndex.Position?, title: String, _ message: String
    ) -> String {
        var properties = ["file=\(CodeFrame.visible(Self.property(paths.path(file))))"]
        if let start {
            properties.append("line=\(start.line)")
            if let end { properties.append("endLine=\(end.line)") }
            // GitHub takes columns only within one line, and counts the last character.
            if let end, end.line == start.line {
                properties.append("col=\(start.column)")
                if end.column > start.column { properties.append("endColumn=\(end.column - 1)") }
            }
        }
        properties.append("title=\(Self.property(title))")
        return "::\(name) \(properties.joined(separator: ","))::\(Self.data(message))\n"
    }

    private static func command(_ severity: Severity) -> String { severity == .info ? "notice" : severity.word }

    private static func data(_ text: String) -> String {
        // A line end would begin another command.
        text.replacing("%", with: "%25").replacing("\r\n", with: "%0D%0A").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
