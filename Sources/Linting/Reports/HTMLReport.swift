import PolicyRules

struct HTMLReport: Report {
    init(_ settings: ReportSettings) {}
    func begin(_ output: ReportOutput) throws {}
    func add(_ input: LintedInput, _ output: ReportOutput) throws {}
    func end(_ summary: LintSummary, _ output: ReportOutput) throws {}
}
