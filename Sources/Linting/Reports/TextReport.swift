import Manifests
import PolicyKinds
import PolicyRules

/// Findings for people: place and message, the line with a mark under it, why it matters and what to write instead.
struct TextReport: Report {
    private let settings: ReportSettings
    /// Reasons that were given already.
    private var said: Set<String> = []
    /// Files that wait until it shows whether there are many paragraphs; nil once it has.
    private var waiting: [(file: LintedFile, paragraphs: Int)]? = []
    private var groupsFiles = false
    private var isFirstGroup = true

    /// More paragraphs than this, in several files, are grouped by file.
    private static let few = 10
    /// Reasons that are remembered. A file may hold as many as its author likes.
    private static let saidLimit = 4096

    init(_ settings: ReportSettings) {
        self.settings = settings
        if !settings.groupsFiles { waiting = nil }
    }

    private var isVerbose: Bool { settings.detail == .verbose }

    mutating func begin(_ output: ReportOutput) {}

    mutating func add(_ input: LintedInput, _ output: ReportOutput) throws {
        // What has no place in a file is said by whoever runs the linter, at once.
        if case .reviewed(let file) = input { try add(file, output) }
    }

    mutating func end(_ summary: LintSummary, _ output: ReportOutput) throws { try showWaiting(output) }

    private mutating func add(_ file: LintedFile, _ output: ReportOutput) throws {
        let paragraphs = file.problems.count + file.findings.count + (isVerbose ? 1 : 0)
        guard paragraphs > 0 else { return }
        guard let others = waiting else { return try show(file, output) }
        waiting = others + [(file, paragraphs)]
        let all = others.reduce(paragraphs) { $0 + $1.paragraphs }
        // A single file needs no headings; whether it stays alone shows later.
        guard all > Self.few, !others.isEmpty else { return }
        groupsFiles = true
        try showWaiting(output)
    }

    private mutating func showWaiting(_ output: ReportOutput) throws {
        let files = waiting ?? []
        waiting = nil
        for (file, _) in files { try show(file, output) }
    }

    /// Writes all there is to say of a file, by position.
    private mutating func show(_ file: LintedFile, _ output: ReportOutput) throws {
        if groupsFiles {
            let counts = LintSummary.words { severity in
                file.findings.count { $0.finding.severity == severity } + (severity == .error ? file.problems.count : 0)
            }
            try output.add("\(isFirstGroup ? "" : "\n")\(bold(CodeFrame.visible(file.name)))\(counts.map { ": \($0)" } ?? "")\n")
            isFirstGroup = false
        }
        for paragraph in paragraphs(of: file) {
            let lines = paragraph.split(separator: "\n")
            try output.add(groupsFiles ? lines.map { "  \($0)\n" }.joined() : paragraph)
        }
    }

    private mutating func paragraphs(of file: LintedFile) -> [String] {
        var paragraphs: [(LineIndex.Position, String)] = file.problems.map { problem in
            let span = SourceSpan(start: problem.offset, end: problem.offset)
            return (problem.position, head(file, problem.position, .error, problem.message) + frame(span, in: file))
        }
        if isVerbose {
            if file.objects.isEmpty && file.others.isEmpty && file.problems.isEmpty {
                let start = file.lines.position(of: 0)
                paragraphs.append((start, "\(place(start, in: file)) no document\n"))
            }
            paragraphs += file.objects.map {
                ($0.start, "\(place($0.start, in: file)) reviewed: \(CodeFrame.visible($0.identity.title))\n")
            }
            paragraphs += file.others.map { ($0.start, "\(place($0.start, in: file)) passed over: \(CodeFrame.visible($0.title))\n") }
            paragraphs += file.explanations.map {
                ($0.start, "\(place($0.start, in: file)) keepalive: \($0.text)\n" + settings.picture.text(of: $0.timeline))
            }
        }
        for finding in file.findings { paragraphs.append((finding.start, text(of: finding, in: file))) }
        return paragraphs.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element.1)
    }

    private mutating func text(of linted: LintedFinding, in file: LintedFile) -> String {
        let finding = linted.finding
        let rule = finding.rule
        let head = head(file, linted.start, finding.severity, "\(finding.message) [\(rule.code) \(rule.name)]")
        guard settings.detail != .quiet else { return head }
        var text = head + frame(finding.place.span, in: file)
        if isVerbose { text += note("at", "\(linted.path) of \(linted.object.identity.title)") }
        for (label, remark) in [("why", finding.why), ("instead", finding.instead)] where !remark.isEmpty {
            // Given where it is first needed, not under each of twenty like findings; and most messages end in what to write instead.
            guard isNew("\(rule.code) \(label) \(remark)"), !finding.message.contains(remark) else { continue }
            text += note(label, remark)
        }
        return text
    }

    private mutating func isNew(_ reason: String) -> Bool {
        said.count < Self.saidLimit ? said.insert(reason).inserted : !said.contains(reason)
    }

    private func head(_ file: LintedFile, _ position: LineIndex.Position, _ severity: Severity, _ message: String) -> String {
        "\(place(position, in: file)) \(label(severity)) \(CodeFrame.visible(message))\n"
    }

    private func place(_ position: LineIndex.Position, in file: LintedFile) -> String {
        bold("\(groupsFiles ? "" : CodeFrame.visible(file.name) + ":")\(position.line):\(position.column):")
    }

    private func frame(_ span: SourceSpan, in file: LintedFile) -> String {
        guard settings.detail != .quiet else { return "" }
        let frame = CodeFrame(of: span, in: file.lines)
        guard !frame.text.isEmpty else { return "" }
        let margin = String(repeating: " ", count: String(frame.line).count)
        let mark = settings.hasColor ? "\u{1B}[32m\(frame.mark)\u{1B}[0m" : frame.mark
        return "  \(frame.line) | \(frame.text)\n  \(margin) | \(frame.padding)\(mark)\n"
    }

    private func note(_ label: String, _ text: String) -> String { "  \(bold(label + ":")) \(CodeFrame.visible(text))\n" }

    private func bold(_ text: String) -> String { settings.hasColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    private func label(_ severity: Severity) -> String {
        guard settings.hasColor else { return severity.word + ":" }
        let color =
            switch severity {
            case .error: "31"
            case .warning: "33"
            case .info: "36"
            }
        return "\u{1B}[1;\(color)m\(severity.word):\u{1B}[0m"
    }
}
