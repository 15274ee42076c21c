import Manifests
import PolicyRules

/// What formats that know tests take for one: an object with its findings, or something that could not be read.
struct ReportCase {
    /// "Pod edge/http".
    let title: String
    /// Where it begins.
    let start: LineIndex.Position
    /// By position.
    let findings: [LintedFinding]
    /// Why it could not be read.
    let problem: String?

    /// Whether it fails a test: it could not be read, or has a finding at or above a severity.
    func fails(at threshold: Severity?) -> Bool {
        guard problem == nil else { return true }
        guard let threshold else { return false }
        return findings.contains { $0.finding.severity >= threshold }
    }

    /// Those of a file, in its order: objects, documents of other kinds that have findings, and what could not be read.
    static func all(of file: LintedFile) -> [ReportCase] {
        var findings: [LintedObject: [LintedFinding]] = [:]
        for finding in file.findings { findings[finding.object, default: []].append(finding) }
        var cases = file.objects.map { object in
            ReportCase(
                title: object.identity.title, start: object.start, findings: findings.removeValue(forKey: object) ?? [], problem: nil)
        }
        cases += findings.map { ReportCase(title: $0.identity.title, start: $0.start, findings: $1, problem: nil) }
        cases += file.problems.map {
            ReportCase(title: "document at line \($0.position.line)", start: $0.position, findings: [], problem: $0.message)
        }
        return cases.sorted { ($0.start, $0.title) < ($1.start, $1.title) }
    }
}
