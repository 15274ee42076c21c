import Manifests
import PolicyRules

/// Findings for programs: one JSON object. Keys are only ever added.
///
/// Findings are written as they come; what could not be read, explanations and the summary, which only the end knows, follow.
struct JSONReport: Report {
    private let findings = JSONItems()
    private let errors = JSONItems()
    private let explanations = JSONItems()
    private let laterErrors = Spool()
    private let laterExplanations = Spool()

    mutating func begin(_ output: ReportOutput) throws { try output.add("{\"findings\":[") }

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file): try add(file, output)
        case .unreadable(let problem):
            try errors.add(to: laterErrors) {
                $0.field("file", problem.path)
                $0.field("message", problem.reason)
            }
        case .skipped: break
        }
    }

    mutating func end(_ summary: LintSummary, _ output: ReportOutput) throws {
        try output.add("],\"errors\":[")
        try laterErrors.copy(to: output)
        try output.add("],\"explanations\":[")
        try laterExplanations.copy(to: output)
        try output.add("],\"summary\":")
        var writer = JSONWriter()
        writer.object { object in
            for severity in [Severity.error, .warning, .info] {
                object.key(severity.word + "s")
                object.number(summary.count(of: severity))
            }
            object.key("objects")
            object.number(summary.objects)
            object.key("files")
            object.number(summary.files)
        }
        try output.add(writer.bytes)
        try output.add("}\n")
    }

    private mutating func add(_ file: LintedFile, _ output: ReportOutput) throws {
        for (finding, fix) in zip(file.findings, file.fixes) { try findings.add(to: output) { write(finding, fix, in: file, to: &$0) } }
        for problem in file.problems {
            try errors.add(to: laterErrors) { object in
                object.field("file", file.name)
                object.position(problem.position)
                object.field("message", problem.message)
            }
        }
        for explanation in file.explanations {
            try explanations.add(to: laterExplanations) { object in
                object.field("file", file.name)
                object.position(explanation.start)
                object.field("path", explanation.path)
                write(explanation.object.identity, to: &object)
                object.field("text", explanation.text)
            }
        }
    }

    private func write(_ linted: LintedFinding, _ fix: Fix?, in file: LintedFile, to object: inout JSONWriter) {
        let finding = linted.finding
        object.field("code", finding.rule.code)
        object.field("name", finding.rule.name)
        object.field("severity", finding.severity.word)
        object.field("file", file.name)
        object.position(linted.start)
        object.position(linted.end, line: "endLine", column: "endColumn")
        object.field("path", linted.path)
        write(linted.object.identity, to: &object)
        object.field("message", finding.message)
        object.field("why", finding.why)
        object.field("instead", finding.instead)
        guard let fix else { return }
        object.key("fix")
        object.object { object in
            object.field("title", fix.title)
            object.field("safety", fix.safety.rawValue)
            object.key("edits")
            object.array { edits in
                for edit in fix.edits {
                    edits.object { object in
                        object.position(file.lines.position(of: edit.span.start))
                        object.position(file.lines.position(of: edit.span.end), line: "endLine", column: "endColumn")
                        object.field("text", edit.replacement)
                    }
                }
            }
        }
    }

    private func write(_ identity: ObjectIdentity, to object: inout JSONWriter) {
        object.key("object")
        object.object {
            $0.field("apiVersion", identity.apiVersion)
            $0.field("kind", identity.kind)
            $0.field("namespace", identity.namespace)
            $0.field("name", identity.name)
        }
    }
}

extension JSONWriter {
    /// A line and a column, under keys of these names.
    mutating func position(_ position: LineIndex.Position, line: String = "line", column: String = "column") {
        key(line)
        number(position.line)
        key(column)
        number(position.column)
    }
}
