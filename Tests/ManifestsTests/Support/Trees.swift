import Manifests

/// A node and all below it in one line: `{a: #1, b: ["x", null]}`. Numbers have a #, so that 60 and "60" look different.
func outline(_ node: ManifestNode) -> String {
    switch node.kind {
    case .null: "null"
    case .bool: node.text
    case .number: "#" + node.text
    case .string: "\"" + node.text + "\""
    case .sequence: "[" + node.elements.map(outline).joined(separator: ", ") + "]"
    case .mapping: "{" + node.entries.map { $0.key.text + ": " + outline($0.value) }.joined(separator: ", ") + "}"
    case .skipped: "skipped"
    }
}

/// The bytes that each node of a tree stands on, keys and values, depth first.
func spans(_ node: ManifestNode) -> [String] {
    let below: [String] =
        switch node.kind {
        case .sequence: node.elements.flatMap(spans)
        case .mapping: node.entries.flatMap { spans($0.key) + spans($0.value) }
        default: []
        }
    return [node.sourceText] + below
}

/// The nodes of a tree, depth first, keys left out.
func values(_ node: ManifestNode) -> [ManifestNode] {
    switch node.kind {
    case .sequence: [node] + node.elements.flatMap(values)
    case .mapping: [node] + node.entries.flatMap { values($0.value) }
    default: [node]
    }
}

/// Reads JSON; a failure is `line:column message`.
func readJSON(_ text: String) -> String { readJSON(Array(text.utf8)) }

func readJSON(_ bytes: [UInt8]) -> String {
    do {
        return outline(try JSONReader.read(bytes).root)
    } catch {
        return failure(error, bytes)
    }
}

/// Reads YAML, one string a document; a failure is `line:column message`.
func readYAML(_ text: String) -> [String] { readYAML(Array(text.utf8)) }

func readYAML(_ bytes: [UInt8]) -> [String] { YAMLReader.read(bytes).map { outline($0, bytes) } }

func readManifest(_ text: String) -> [String] { ManifestReader.documents(in: Array(text.utf8)).map { outline($0, Array(text.utf8)) } }

private func outline(_ document: Result<ManifestTree, ReadingError>, _ bytes: [UInt8]) -> String {
    switch document {
    case .success(let tree): outline(tree.root)
    case .failure(let error): failure(error, bytes)
    }
}

private func failure(_ error: ReadingError, _ bytes: [UInt8]) -> String {
    let position = LineIndex(bytes).position(of: error.offset)
    return "\(position.line):\(position.column) \(error.message)"
}
