/// Looks at a scalar's text without making a String of it.
extension ManifestNode {
    /// Whether a scalar's text is this one.
    public func isText(_ other: String) -> Bool {
        var other = other
        return other.withUTF8 { tree.hasText($0, at: index) }
    }

    /// Whether a scalar's text begins like this.
    public func hasPrefix(_ prefix: String) -> Bool {
        var prefix = prefix
        return prefix.withUTF8 { tree.hasPrefix($0, at: index) }
    }

    /// The same for a text that never changes.
    public func begins(with prefix: StaticString) -> Bool {
        let prefix = UnsafeBufferPointer(start: prefix.utf8Start, count: prefix.utf8CodeUnitCount)
        return tree.hasPrefix(prefix, at: index)
    }
}

extension ManifestNode {
    /// Whether the bytes that the node stands on hold a word.
    public func sourceHolds(_ word: String) -> Bool {
        let word = Array(word.utf8)
        let span = span
        return tree.source.withUnsafeBufferPointer { source in
            guard let first = word.first, span.end - span.start >= word.count else { return false }
            var index = span.start
            while index <= span.end - word.count {
                if source[index] == first, (1..<word.count).allSatisfy({ source[index + $0] == word[$0] }) { return true }
                index += 1
            }
            return false
        }
    }
}

extension ManifestNode: Identifiable {
    /// Tells a node from the others of its document.
    public struct ID: Hashable, Sendable {
        private let tree: ObjectIdentifier
        private let index: Int32

        init(_ node: ManifestNode) {
            tree = ObjectIdentifier(node.tree)
            index = node.index
        }
    }

    /// The node's own, within its document and among all documents in memory.
    public var id: ID { ID(self) }
}

extension ManifestNode {
    /// The node and all below it as compact JSON with sorted keys: equal for equal values, however they are written. Of a key that stands
    /// twice the last one counts.
    public var canonicalText: String {
        var writer = JSONWriter(capacity: 256)
        writeCanonically(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func writeCanonically(to writer: inout JSONWriter) {
        switch kind {
        case .null, .skipped: writer.null()
        case .bool: writer.bool(hasText("true"))
        case .number: writer.literal(text)
        case .string: writer.string(text)
        case .sequence:
            writer.array { array in
                for element in elements { element.writeCanonically(to: &array) }
            }
        case .mapping:
            let values = Dictionary(entries.map { ($0.key.text, $0.value) }, uniquingKeysWith: { _, last in last })
            writer.object { object in
                for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                    object.key(key)
                    value.writeCanonically(to: &object)
                }
            }
        }
    }
}
