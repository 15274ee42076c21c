import Manifests
import PolicyRules

/// Findings as JUnit XML, which most CI systems show: a suite a file, a test an object. A test fails from `--fail-on` on; lesser findings
/// stand in its output. (The common ground of the readers: one failure a test, with all of its findings.)
struct JUnitReport: Report {
    private let settings: ReportSettings
    private let paths: ReportPath

    init(_ settings: ReportSettings) {
        self.settings = settings
        paths = ReportPath(in: settings.folder)
    }

    func begin(_ output: ReportOutput) throws {
        try output.add("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sockwarden\">\n")
    }

    func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file):
            let cases = ReportCase.all(of: file)
            guard !cases.isEmpty else { return }
            let errors = cases.count { $0.problem != nil }
            let failures = cases.count { $0.fails(at: settings.failOn) } - errors
            let path = paths.path(file.name)
            try output.add(Self.suite(path, tests: cases.count, failures: failures, errors: errors))
            for item in cases { try output.add(text(of: item, in: path)) }
            try output.add("  </testsuite>\n")
        case .unreadable(let problem):
            let path = paths.path(problem.path)
            let item = ReportCase(title: path, start: LineIndex([]).position(of: 0), findings: [], problem: problem.reason)
            try output.add(Self.suite(path, tests: 1, failures: 0, errors: 1) + text(of: item, in: path) + "  </testsuite>\n")
        case .skipped: break
        }
    }

    func end(_ summary: LintSummary, _ output: ReportOutput) throws { try output.add("</testsuites>\n") }

    private static func suite(_ path: String, tests: Int, failures: Int, errors: Int) -> String {
        "  <testsuite name=\"\(escaped(path))\" tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"0\">\n"
    }

    private func text(of item: ReportCase, in path: String) -> String {
        let head =
            "    <testcase name=\"\(Self.escaped(item.title))\" classname=\"\(Self.escaped(path))\" "
            + "file=\"\(Self.escaped(path))\" line=\"\(item.start.line)\""
        if let problem = item.problem {
            return "\(head)>\n      <error type=\"unreadable\" message=\"\(Self.escaped(problem))\"/>\n    </testcase>\n"
        }
        guard let worst = item.findings.map(\.finding.severity).max() else { return head + "/>\n" }
        let lines = item.findings.map { linted in
            let finding = linted.finding
            return "\(path):\(linted.start.line):\(linted.start.column): \(finding.severity.word): \(finding.message) "
                + "[\(finding.rule.code) \(finding.rule.name)]"
        }
        let text = Self.escaped(lines.joined(separator: "\n"))
        guard item.fails(at: settings.failOn) else {
            return "\(head)>\n      <system-out>\(text)</system-out>\n    </testcase>\n"
        }
        let count = LintSummary.words { severity in item.findings.count { $0.finding.severity == severity } } ?? ""
        let first = item.findings.first { $0.finding.severity == worst }?.finding.message ?? ""
        let message = item.findings.count == 1 ? first : "\(count): \(first)"
        return "\(head)>\n      <failure type=\"\(worst.word)\" message=\"\(Self.escaped(message))\">\(text)</failure>\n    </testcase>\n"
    }

    /// XML has no way to write most control characters.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            default: escaped += CodeFrame.visible(String(scalar))
            }
        }
        return escaped.replacing("\t", with: "&#9;")
    }
}
