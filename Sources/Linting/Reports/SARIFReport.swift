import Manifests
import PolicyKinds
import PolicyRules

/// Findings as SARIF 2.1.0 (docs.oasis-open.org/sarif/sarif/v2.1.0/errata01): what code scanning of GitHub and others takes.
///
/// Results are written as they come. The rules that they are about follow, in the order in which they were first needed.
struct SARIFReport: Report {
    private let settings: ReportSettings
    private let paths: ReportPath
    private let results = JSONItems()
    private let notifications = JSONItems()
    private let laterNotifications = Spool()
    private var rules: [Rule] = []
    private var ruleIndices: [String: Int] = [:]
    /// What relative URIs count from.
    private static let base = "SRCROOT"

    init(_ settings: ReportSettings) {
        self.settings = settings
        paths = ReportPath(in: settings.folder)
    }

    mutating func begin(_ output: ReportOutput) throws {
        try output.add(
            #"{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0","#
                + #""runs":[{"columnKind":"unicodeCodePoints","results":["#)
    }

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        switch input {
        case .reviewed(let file):
            var fingerprints = Fingerprints(file: paths.path(file.name))
            for (linted, fix) in zip(file.findings, file.fixes) {
                let index = index(of: linted.finding.rule)
                let fingerprint = fingerprints.next(linted)
                try results.add(to: output) { write(linted, fix, in: file, ruleIndex: index, fingerprint, to: &$0) }
            }
            for problem in file.problems {
                try notifications.add(to: laterNotifications) {
                    write(problem.message, in: file.name, at: problem.position, to: &$0)
                }
            }
        case .unreadable(let problem):
            try notifications.add(to: laterNotifications) { write(problem.reason, in: problem.path, at: nil, to: &$0) }
        case .skipped: break
        }
    }

    mutating func end(_ summary: LintSummary, _ output: ReportOutput) throws {
        try output.add("],\"invocations\":[{\"executionSuccessful\":\(summary.unreadable == 0),\"toolExecutionNotifications\":[")
        try laterNotifications.copy(to: output)
        var writer = JSONWriter()
        writer.object { run in
            run.key(Self.base)
            run.object { $0.field("uri", paths.folderURI) }
        }
        try output.add("]}],\"originalUriBaseIds\":")
        try output.add(writer.bytes)
        try output.add(",\"tool\":")
        try output.add(tool())
        try output.add("}]}\n")
    }

    private mutating func index(of rule: Rule) -> Int {
        if let index = ruleIndices[rule.code] { return index }
        ruleIndices[rule.code] = rules.count
        rules.append(rule)
        return rules.count - 1
    }

    private func write(
        _ linted: LintedFinding, _ fix: Fix?, in file: LintedFile, ruleIndex: Int, _ fingerprint: String, to result: inout JSONWriter
    ) {
        let finding = linted.finding
        result.field("ruleId", finding.rule.code)
        result.key("ruleIndex")
        result.number(ruleIndex)
        result.field("level", Self.level(finding.severity))
        result.key("message")
        result.object { $0.field("text", finding.message) }
        result.key("locations")
        result.array { locations in
            locations.object { location in
                location.key("physicalLocation")
                location.object { physical in
                    write(artifact: file.name, to: &physical)
                    physical.key("region")
                    physical.object { write(linted.start, linted.end, to: &$0) }
                }
                location.key("logicalLocations")
                location.array { logical in
                    logical.object {
                        $0.field("fullyQualifiedName", "\(linted.object.identity.title): \(linted.path)")
                        $0.field("kind", "property")
                    }
                }
            }
        }
        // The first name is the one that GitHub reads; the other says what it is.
        result.key("partialFingerprints")
        result.object {
            $0.field("primaryLocationLineHash", fingerprint)
            $0.field("findingIdentity/v1", fingerprint)
        }
        if let fix { write(fix, in: file, to: &result) }
    }

    private func write(_ fix: Fix, in file: LintedFile, to result: inout JSONWriter) {
        result.key("fixes")
        result.array { fixes in
            fixes.object { object in
                object.key("description")
                object.object { $0.field("text", fix.safety == .safe ? fix.title : "\(fix.title) (a choice: look at it)") }
                object.key("artifactChanges")
                object.array { changes in
                    changes.object { change in
                        write(artifact: file.name, to: &change)
                        change.key("replacements")
                        change.array { replacements in
                            for edit in fix.edits {
                                replacements.object { replacement in
                                    replacement.key("deletedRegion")
                                    replacement.object {
                                        write(
                                            file.lines.position(of: edit.span.start), file.lines.position(of: edit.span.end), to: &$0)
                                    }
                                    replacement.key("insertedContent")
                                    replacement.object { $0.field("text", edit.replacement) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private func write(_ message: String, in name: String, at position: LineIndex.Position?, to notification: inout JSONWriter) {
        notification.field("level", "error")
        notification.key("message")
        notification.object { $0.field("text", message) }
        notification.key("locations")
        notification.array { locations in
            locations.object { location in
                location.key("physicalLocation")
                location.object { physical in
                    write(artifact: name, to: &physical)
                    guard let position else { return }
                    physical.key("region")
                    physical.object { $0.position(position, line: "startLine", column: "startColumn") }
                }
            }
        }
    }

    private func write(artifact name: String, to object: inout JSONWriter) {
        let uri = paths.uri(name)
        object.key("artifactLocation")
        object.object {
            $0.field("uri", uri)
            if !uri.hasPrefix("file:") { $0.field("uriBaseId", Self.base) }
        }
    }

    private func write(_ start: LineIndex.Position, _ end: LineIndex.Position, to region: inout JSONWriter) {
        region.position(start, line: "startLine", column: "startColumn")
        region.position(end, line: "endLine", column: "endColumn")
    }

    private func tool() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { tool in
            tool.key("driver")
            tool.object { driver in
                driver.field("name", "sockwarden")
                driver.field("semanticVersion", settings.version)
                driver.key("rules")
                driver.array { array in
                    for rule in rules { array.object { Self.write(rule, to: &$0) } }
                }
            }
        }
        return writer.bytes
    }

    private static func write(_ rule: Rule, to object: inout JSONWriter) {
        let documentation = rule.documentation
        object.field("id", rule.code)
        object.field("name", rule.name)
        object.key("shortDescription")
        object.object { $0.field("text", rule.name.replacing("-", with: " ")) }
        object.key("fullDescription")
        object.object { $0.field("text", documentation.finds) }
        object.key("help")
        object.object {
            $0.field("text", "\(documentation.finds)\n\nWhy: \(documentation.why).\n\nInstead: \(documentation.instead).")
            $0.field(
                "markdown",
                """
                \(documentation.finds)

                **Why it matters**: \(documentation.why).

                **Instead**: \(documentation.instead).

                ```yaml
                \(documentation.example.manifest)
                ```
                Mended:
                ```yaml
                \(documentation.example.mended)
                ```
                """)
        }
        object.key("defaultConfiguration")
        object.object { $0.field("level", level(rule.severity)) }
        object.key("properties")
        object.object {
            $0.field("problem.severity", rule.severity == .info ? "recommendation" : rule.severity.word)
            $0.field("precision", "high")
            $0.key("tags")
            $0.array { $0.string("reliability") }
        }
    }

    private static func level(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }
}
