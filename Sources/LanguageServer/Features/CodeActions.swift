import Linting
import Manifests
import PolicyRules

/// What an editor can do about findings: `textDocument/codeAction`.
struct CodeActions: Sendable {
    /// LSP 3.17, "CodeActionKind".
    private static let quickFix = "quickfix"
    /// What editors do when a file is saved, where they are told to.
    private static let fixAll = "source.fixAll.sockwarden"
    static let kinds = [quickFix, fixAll]

    private struct Action: Sendable {
        let title: String
        let kind: String
        let diagnostics: [Diagnostics.Diagnostic]
        let isPreferred: Bool
        let edits: [TextEdit]
    }

    private let document: OpenDocument
    private var actions: [Action] = []

    /// - Parameters:
    ///   - range: a cursor's place, or what is selected.
    ///   - wanted: kinds, each with all below it; nil for any.
    init(in range: DocumentRange, of document: OpenDocument, _ reviewed: LintedFile, only wanted: [String]?) {
        self.document = document
        let wants = { (kind: String) in wanted?.contains { $0.isEmpty || kind == $0 || kind.hasPrefix($0 + ".") } ?? true }
        if wants(Self.quickFix) {
            for (finding, fix) in zip(reviewed.findings, reviewed.fixes) {
                guard let fix, document.text.range(of: finding.finding.place.span).touches(range) else { continue }
                guard actions.count < Diagnostics.maximumCount else { break }
                let diagnostic = Diagnostics.diagnostic(finding, in: document.text)
                let title = fix.safety == .safe ? fix.title : "\(fix.title) (chosen for you)"
                actions.append(
                    Action(
                        title: title, kind: Self.quickFix, diagnostics: [diagnostic], isPreferred: fix.safety == .safe,
                        edits: fix.edits.map { TextEdit(document.text.range(of: $0.span), $0.replacement) }))
            }
        }
        // Among what can be done here it would be in the way; whoever asks for it gets it.
        if wanted != nil, wants(Self.fixAll), let edit = Self.edit(fixing: reviewed, in: document.text) {
            actions.append(
                Action(title: "apply all safe fixes", kind: Self.fixAll, diagnostics: [], isPreferred: false, edits: [edit]))
        }
    }

    /// From the first byte that safe fixes change to the last; nil where there is nothing to fix.
    private static func edit(fixing reviewed: LintedFile, in text: DocumentText) -> TextEdit? {
        let fixed = FixedSource(text.source, reviewed, upTo: .safe, review: reviewed.again)
        guard fixed.count > 0 else { return nil }
        let (old, new) = (text.source, fixed.source)
        let common = zip(old, new).prefix { $0 == $1 }.count
        var start = common
        while start > 0, !text.lines.isScalarBoundary(start) { start -= 1 }
        var tail = zip(old[start...].reversed(), new[start...].reversed()).prefix { $0 == $1 }.count
        while tail > 0, !text.lines.isScalarBoundary(old.count - tail) { tail -= 1 }
        return TextEdit(
            text.range(of: SourceSpan(start: start, end: old.count - tail)),
            String(decoding: new[start..<(new.count - tail)], as: UTF8.self))
    }

    func write(to array: inout JSONWriter) {
        for action in actions { array.object { write(action, to: &$0) } }
    }

    private func write(_ action: Action, to object: inout JSONWriter) {
        object.field("title", action.title)
        object.field("kind", action.kind)
        if !action.diagnostics.isEmpty {
            object.key("diagnostics")
            object.array { array in for diagnostic in action.diagnostics { array.object(diagnostic.write) } }
        }
        if action.isPreferred {
            object.key("isPreferred")
            object.bool(true)
        }
        object.key("edit")
        object.object { edit in
            edit.key("changes")
            edit.object { changes in
                changes.key(document.uri.text)
                changes.array { array in for edit in action.edits { array.object(edit.write) } }
            }
        }
    }
}

/// A text in the place of another: "TextEdit".
struct TextEdit: Sendable, Hashable {
    let range: DocumentRange
    let text: String

    init(_ range: DocumentRange, _ text: String) {
        self.range = range
        self.text = text
    }

    func write(to object: inout JSONWriter) {
        object.range(range)
        object.field("newText", text)
    }
}
