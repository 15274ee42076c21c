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
