import Manifests
import PolicyRules

/// Findings as TAP version 14 (testanything.org): a test point an object, not ok from `--fail-on` on, with its findings as diagnostics.
struct TAPReport: Report {
    private let settings: ReportSettings
    private let paths: ReportPath
    private var count = 0

    init(_ settings: ReportSettings) {
        self.settings = settings
        paths = ReportPath(in: settings.folder)
    }

    func begin(_ output: ReportOutput) throws { try output.add("TAP version 14\n") }

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file):
            for item in ReportCase.all(of: file) {
                let place = "\(paths.path(file.name)):\(item.start.line)"
                try add(item.fails(at: settings.failOn), "\(place) \(item.title)", output)
                if let problem = item.problem { try add([Self.json(of: problem)], output) }
                try add(item.findings.map(Self.json), output)
            }
        case .unreadable(let problem):
            try add(true, paths.path(problem.path), output)
            try add([Self.json(of: problem.reason)], output)
        case .skipped: break
        }
    }

    func end(_ summary: LintSummary, _ output: ReportOutput) throws {
        try output.add(count == 0 ? "1..0 # SKIP nothing to review\n" : "1..\(count)\n")
    }

    private mutating func add(_ fails: Bool, _ description: String, _ output: ReportOutput) throws {
        count += 1
        let text = CodeFrame.visible(description).replacing("\\", with: "\\\\").replacing("#", with: "\\#").replacing("\t", with: " ")
        try output.add("\(fails ? "not ok" : "ok") \(count) - \(text)\n")
    }

    /// A YAML block whose items are JSON, which YAML includes.
    private func add(_ items: [[UInt8]], _ output: ReportOutput) throws {
        guard !items.isEmpty else { return }
        try output.add("  ---\n  findings:\n")
        for item in items {
            try output.add("  - ")
            try output.add(item)
            try output.add("\n")
        }
        try output.add("  ...\n")
    }

    private static func json(of problem: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.field("message", CodeFrame.visible(problem))
            $0.field("severity", "error")
        }
        return writer.bytes
    }

    private static func json(_ linted: LintedFinding) -> [UInt8] {
        let finding = linted.finding
        var writer = JSONWriter()
        writer.object {
            $0.field("code", finding.rule.code)
            $0.field("name", finding.rule.name)
            $0.field("severity", finding.severity.word)
            $0.field("message", CodeFrame.visible(finding.message))
            $0.position(linted.start)
        }
        return writer.bytes
    }
}
