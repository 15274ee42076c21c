import Manifests

/// One thing that may be written: "CompletionItem".
struct CompletionItem: Sendable {
    /// What kind of thing it is (LSP 3.17, "CompletionItemKind").
    enum Kind: Int, Sendable {
        case property = 10
        case value = 12
        case snippet = 15
        case enumMember = 20
        case constant = 21
    }

    let label: String
    let kind: Kind
    /// Beside the label.
    let detail: String
    /// Below it.
    var documentation = ""
    /// What takes the place of the word under the cursor.
    let text: String
    /// What a word is compared with, where that is not the label alone.
    var filter: String?
    /// A text elsewhere, and the byte where it is inserted.
    var addition: (offset: Int, text: String)?

    /// - Parameters:
    ///   - rank: its place among the others.
    ///   - hasSnippets: whether the client understands where a text wants the cursor.
    func write(at site: CompletionSite, rank: Int, in text: DocumentText, hasSnippets: Bool, to object: inout JSONWriter) {
        object.field("label", label)
        object.key("kind")
        object.number(kind.rawValue)
        object.field("detail", detail)
        if !documentation.isEmpty { object.field("documentation", documentation) }
        // Sorted as texts.
        object.field("sortText", String(String(rank + 10_000).dropFirst()))
        object.field("filterText", optional: filterText(at: site, in: text))
        // asIs: the text has its own indentation.
        object.key("insertTextMode")
        object.number(1)
        let (start, end) = (site.style.before + self.text, site.style.after)
        // The cursor belongs before a comma that has to come along.
        let isSnippet = hasSnippets && !end.isEmpty
        if isSnippet {
            object.key("insertTextFormat")
            object.number(2)
        }
        object.key("textEdit")
        let written = isSnippet ? "\(Self.escaped(start))$0\(Self.escaped(end))" : start + end
        object.object(TextEdit(text.range(of: site.span), written).write)
        guard let addition else { return }
        object.key("additionalTextEdits")
        object.array {
            let place = text.position(of: addition.offset)
            $0.object(TextEdit(DocumentRange(start: place, end: place), addition.text).write)
        }
    }

    /// Clients compare it with all that is replaced, a quote at its beginning included.
    private func filterText(at site: CompletionSite, in text: DocumentText) -> String? {
        let first = text.source[site.span.start..<site.span.end].first
        guard first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") else { return filter }
        return (first == UInt8(ascii: "'") ? "'" : "\"") + (filter ?? label)
    }

    /// A text as a snippet has it.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for letter in text {
            if "\\$}".contains(letter) { result.append("\\") }
            result.append(letter)
        }
        return result
    }
}
