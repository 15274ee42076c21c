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

    /// - Parameter rank: its place among the others.
    func write(replacing range: DocumentRange, rank: Int, in text: DocumentText, to object: inout JSONWriter) {
        object.field("label", label)
        object.key("kind")
        object.number(kind.rawValue)
        object.field("detail", detail)
        if !documentation.isEmpty { object.field("documentation", documentation) }
        // Sorted as texts.
        object.field("sortText", String(String(rank + 10_000).dropFirst()))
        object.field("filterText", optional: filter)
        // asIs: the text has its own indentation.
        object.key("insertTextMode")
        object.number(1)
        object.key("textEdit")
        object.object(TextEdit(range, self.text).write)
        guard let addition else { return }
        object.key("additionalTextEdits")
        object.array {
            let place = text.position(of: addition.offset)
            $0.object(TextEdit(DocumentRange(start: place, end: place), addition.text).write)
        }
    }
}
