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

    /// The text after `contentChanges`: whole, as the server has asked for. nil where there are none, and the version alone is new.
    func changedText() throws(ResponseError) -> String? {
        guard let changes = params?["contentChanges"], changes.kind == .sequence else { throw missing("contentChanges") }
        guard let last = changes.elements.reduce(nil, { $1 }) else { return nil }
        // Some clients write null for what is not there.
        guard last["range"].map({ $0.kind == .null }) ?? true else {
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
        // An `uinteger` is below 2³¹ (LSP 3.17). The largest number of a client's own says "the end" all the same, and in some clients each
        // number has a point.
        let number = { (node: ManifestNode?) -> Int? in
            guard let node, node.kind == .number, let number = Double(node.text), number >= 0 else { return nil }
            return Int(min(number, Double(Int32.max)))
        }
        guard let line = number(node?["line"]), let character = number(node?["character"]) else { return nil }
        self.init(line: line, character: character)
    }
}
