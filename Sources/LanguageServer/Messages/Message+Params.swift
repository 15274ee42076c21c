import Manifests

/// What a message is about. Whatever is not there, or of another type, is refused by name.
extension Message {
    /// `textDocument`.
    func document() throws(ResponseError) -> ManifestNode {
        guard let document = params?["textDocument"], document.kind == .mapping else { throw missing("textDocument") }
        return document
    }

    /// `textDocument.uri`.
    func uri() throws(ResponseError) -> DocumentURI { DocumentURI(text: try document().text("uri")) }

    /// `textDocument.version`.
    var version: Int64? { params?["textDocument"]?["version"].flatMap { Int64($0.text) } }

    /// `position`.
    func position() throws(ResponseError) -> DocumentPosition {
        guard let position = DocumentPosition(params?["position"]) else { throw missing("position") }
        return position
    }

    /// `range`.
    func range() throws(ResponseError) -> DocumentRange {
        guard let range = params?["range"], let start = DocumentPosition(range["start"]), let end = DocumentPosition(range["end"]) else {
            throw missing("range")
        }
        return DocumentRange(start: min(start, end), end: max(start, end))
    }

    /// The text after `contentChanges`: whole, as the server has asked for.
    func changedText() throws(ResponseError) -> String {
        guard let last = params?["contentChanges"]?.elements.reduce(nil, { $1 }) else { throw missing("contentChanges") }
        guard last["range"] == nil else {
            throw ResponseError(.invalidParams, "a change of a range is not asked for: the server takes whole texts")
        }
        return try last.text("text")
    }

    /// `context.only`: kinds of code actions; nil where any is wanted.
    var wantedActions: [String]? {
        guard let only = params?["context"]?["only"], only.kind == .sequence else { return nil }
        return only.elements.map(\.text)
    }

    private func missing(_ field: String) -> ResponseError {
        ResponseError(.invalidParams, "params.\(field) is missing, or not what it should be")
    }
}

extension ManifestNode {
    /// The text of a key.
    func text(_ key: StaticString) throws(ResponseError) -> String {
        guard let value = self[key], value.kind == .string else {
            throw ResponseError(.invalidParams, "\(key) is missing, or no text")
        }
        return value.text
    }
}

extension DocumentPosition {
    /// nil for what is no place.
    init?(_ node: ManifestNode?) {
        // An `uinteger` is below 2³¹ (LSP 3.17).
        let number = { (node: ManifestNode?) in node.flatMap { Int32($0.text) }.flatMap { $0 >= 0 ? Int($0) : nil } }
        guard let line = number(node?["line"]), let character = number(node?["character"]) else { return nil }
        self.init(line: line, character: character)
    }
}
