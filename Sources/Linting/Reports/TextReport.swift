import Manifests
import PolicyKinds
import PolicyRules

/// Findings for people: place and message, the line with a mark under it, why it matters and what to write instead.
public struct TextReport: Sendable {
    /// Whether to use a terminal's colors.
    public var hasColor: Bool
    /// Whether to say also which object and field a finding is about, and what allowed keepalive settings do.
    public var isVerbose: Bool
    /// How the keepalive of allowed policies is shown.
    public var picture: KeepalivePicture

    /// A report for a pipe by default.
    public init(hasColor: Bool = false, isVerbose: Bool = false, picture: KeepalivePicture = KeepalivePicture()) {
        self.hasColor = hasColor
        self.picture = picture
        self.isVerbose = isVerbose
    }

    /// The report of a run, ending in a newline unless it is empty.
    public func text(of run: LintRun) -> String {
        var text = ""
        // A reason is given where it is first needed, not under each of twenty like findings.
        var said: Set<String> = []
        for file in run.files {
            for (_, paragraph) in paragraphs(of: file, &said) { text += paragraph }
        }
        return text
    }

    /// All there is to say of a file, by position.
    private func paragraphs(of file: LintedFile, _ said: inout Set<String>) -> [(LineIndex.Position, String)] {
        var paragraphs: [(LineIndex.Position, String)] = file.problems.map { problem in
            let span = SourceSpan(start: problem.offset, end: problem.offset)
            return (problem.position, head(file, problem.position, .error, problem.message) + frame(span, in: file))
        }
        for finding in file.findings { paragraphs.append((finding.start, text(of: finding, in: file, &said))) }
        if isVerbose {
            for other in file.others {
                let place = "\(CodeFrame.visible(file.name)):\(other.start.line):\(other.start.column):"
                paragraphs.append((other.start, "\(bold(place)) passed over: \(CodeFrame.visible(other.title))\n"))
            }
            for explanation in file.explanations {
                let place = "\(CodeFrame.visible(file.name)):\(explanation.start.line):\(explanation.start.column):"
                paragraphs.append(
                    (explanation.start, "\(bold(place)) keepalive: \(explanation.text)\n" + picture.text(of: explanation.timeline)))
            }
        }
        return paragraphs.enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element)
    }

    private func text(of linted: LintedFinding, in file: LintedFile, _ said: inout Set<String>) -> String {
        let finding = linted.finding
        let rule = finding.rule
        var text =
            head(file, linted.start, finding.severity, "\(finding.message) [\(rule.code) \(rule.name)]")
            + frame(finding.place.span, in: file)
        if isVerbose { text += note("at", "\(linted.path) of \(linted.object.title)") }
        for (label, remark) in [("why", finding.why), ("instead", finding.instead)] where !remark.isEmpty {
            // Said once; and most messages end in what to write instead.
            guard said.insert("\(rule.code) \(label) \(remark)").inserted, !finding.message.contains(remark) else { continue }
            text += note(label, remark)
        }
        return text
    }

    private func head(_ file: LintedFile, _ position: LineIndex.Position, _ severity: Severity, _ message: String) -> String {
        let place = "\(CodeFrame.visible(file.name)):\(position.line):\(position.column):"
        return "\(bold(place)) \(label(severity)) \(CodeFrame.visible(message))\n"
    }

    private func frame(_ span: SourceSpan, in file: LintedFile) -> String {
        let frame = CodeFrame(of: span, in: file.lines)
        guard !frame.text.isEmpty else { return "" }
        let margin = String(repeating: " ", count: String(frame.line).count)
        return
            "  \(frame.line) | \(frame.text)\n  \(margin) | \(frame.padding)\(hasColor ? "\u{1B}[32m\(frame.mark)\u{1B}[0m" : frame.mark)\n"
    }

    private func note(_ label: String, _ text: String) -> String { "  \(bold(label + ":")) \(CodeFrame.visible(text))\n" }

    private func bold(_ text: String) -> String { hasColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    private func label(_ severity: Severity) -> String {
        guard hasColor else { return severity.word + ":" }
        let color =
            switch severity {
            case .error: "31"
            case .warning: "33"
            case .info: "36"
            }
        return "\u{1B}[1;\(color)m\(severity.word):\u{1B}[0m"
    }
}
