import Manifests
import PolicyKinds
import PolicyRules

/// Findings for programs: one JSON object. Keys are only ever added.
public struct JSONReport: Sendable {
    /// It has nothing to choose.
    public init() {}

    /// The report of a run, with a newline at its end.
    public func bytes(of run: LintRun) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writer.object { report in
            report.key("summary")
            report.object { summary in
                for severity in [Severity.error, .warning, .info] {
                    summary.key(severity.word + "s")
                    summary.number(run.count(of: severity))
                }
                summary.key("objects")
                summary.number(run.objectCount)
                summary.key("files")
                summary.number(run.files.count)
            }
            report.key("findings")
            report.array { array in
                for file in run.files {
                    for (finding, fix) in zip(file.findings, file.fixes) { array.object { write(finding, fix, in: file, to: &$0) } }
                }
            }
            report.key("errors")
            report.array { array in
                for file in run.files {
                    for problem in file.problems {
                        array.object { object in
                            object.field("file", file.name)
                            write(problem.position, to: &object)
                            object.field("message", problem.message)
                        }
                    }
                }
                for problem in run.unreadable {
                    array.object {
                        $0.field("file", problem.path)
                        $0.field("message", problem.reason)
                    }
                }
            }
            report.key("explanations")
            report.array { array in
                for file in run.files {
                    for explanation in file.explanations {
                        array.object { object in
                            object.field("file", file.name)
                            write(explanation.start, to: &object)
                            object.field("path", explanation.path)
                            write(explanation.object, to: &object)
                            object.field("text", explanation.text)
                        }
                    }
                }
            }
        }
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ linted: LintedFinding, _ fix: Fix?, in file: LintedFile, to object: inout JSONWriter) {
        let finding = linted.finding
        object.field("code", finding.rule.code)
        object.field("name", finding.rule.name)
        object.field("severity", finding.severity.word)
        object.field("file", file.name)
        write(linted.start, to: &object)
        write(linted.end, to: &object, line: "endLine", column: "endColumn")
        object.field("path", linted.path)
        write(linted.object, to: &object)
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
                        write(file.lines.position(of: edit.span.start), to: &object)
                        write(file.lines.position(of: edit.span.end), to: &object, line: "endLine", column: "endColumn")
                        object.field("text", edit.replacement)
                    }
                }
            }
        }
    }

    private func write(
        _ position: LineIndex.Position, to object: inout JSONWriter, line: String = "line", column: String = "column"
    ) {
        object.key(line)
        object.number(position.line)
        object.key(column)
        object.number(position.column)
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
