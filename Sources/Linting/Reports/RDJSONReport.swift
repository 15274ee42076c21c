import Manifests
import PolicyRules

/// Findings as reviewdog's rdjson, a DiagnosticResult: fixes become suggestions at the line.
/// (reviewdog's proto/rdf/reviewdog.proto; columns count bytes of UTF-8 from 1 there.)
struct RDJSONReport: Report {
    private let paths: ReportPath
    private let items = JSONItems()

    init(_ settings: ReportSettings) { paths = ReportPath(in: settings.folder) }

    func begin(_ output: ReportOutput) throws { try output.add(#"{"source":{"name":"sockwarden"},"diagnostics":["#) }

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file):
            for problem in file.problems {
                let span = SourceSpan(start: problem.offset, end: problem.offset)
                try items.add(to: output) { write(problem.message, .error, "unreadable", file, span, to: &$0) }
            }
            for (linted, fix) in zip(file.findings, file.fixes) {
                let finding = linted.finding
                try items.add(to: output) { object in
                    write(finding.message, finding.severity, finding.rule.code, file, finding.place.span, to: &object)
                    if let fix { Self.write(fix, in: file, to: &object) }
                }
            }
        case .unreadable(let problem):
            try items.add(to: output) { object in
                object.field("message", problem.reason)
                object.field("severity", "ERROR")
                object.key("location")
                object.object { $0.field("path", paths.path(problem.path)) }
            }
        case .skipped: break
        }
    }

    func end(_ summary: LintSummary, _ output: ReportOutput) throws { try output.add("]}\n") }

    private func write(
        _ message: String, _ severity: Severity, _ code: String, _ file: LintedFile, _ span: SourceSpan, to object: inout JSONWriter
    ) {
        object.field("message", message)
        object.field("severity", severity.word.uppercased())
        object.key("code")
        object.object { $0.field("value", code) }
        object.key("location")
        object.object { location in
            location.field("path", paths.path(file.name))
            location.key("range")
            location.object { Self.write(span, in: file, to: &$0) }
        }
    }

    /// One suggestion from the first edit to the last: several would be taken one without the other.
    private static func write(_ fix: Fix, in file: LintedFile, to object: inout JSONWriter) {
        guard let first = fix.edits.first, let last = fix.edits.last else { return }
        var text = ""
        var end = first.span.start
        for edit in fix.edits {
            text += file.lines.text(in: end..<max(end, edit.span.start)) + edit.replacement
            end = edit.span.end
        }
        object.key("suggestions")
        object.array { suggestions in
            suggestions.object { suggestion in
                suggestion.key("range")
                suggestion.object { write(SourceSpan(start: first.span.start, end: last.span.end), in: file, to: &$0) }
                suggestion.field("text", text)
            }
        }
    }

    private static func write(_ span: SourceSpan, in file: LintedFile, to range: inout JSONWriter) {
        for (name, offset) in [("start", span.start), ("end", span.end)] {
            let line = file.lines.position(of: offset).line
            range.key(name)
            range.object {
                $0.key("line")
                $0.number(line)
                $0.key("column")
                $0.number(max(1, offset - file.lines.range(ofLine: line).lowerBound + 1))
            }
        }
    }
}
