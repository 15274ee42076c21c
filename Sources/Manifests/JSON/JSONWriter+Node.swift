extension JSONWriter {
    /// A node and all below it, as JSON, whatever language it was read from. Of keys that stand twice both are written.
    public mutating func node(_ node: ManifestNode) {
        switch node.kind {
        case .null, .skipped: null()
        case .bool: bool(node.hasText("true"))
        case .number:
            if let number = Int64(node.text) { self.number(number) } else { literal(node.text) }
        case .string: string(node.text)
        case .sequence: array { writer in for element in node.elements { writer.node(element) } }
        case .mapping:
            object { writer in
                for (key, value) in node.entries {
                    writer.key(key.text)
                    writer.node(value)
                }
            }
        }
    }
}
