/// How often each value of a document is used: more than once where aliases, merge keys or patches repeat it. An edit of its text changes
/// every use.
public struct ValueUses: Sendable {
    private let counts: [Text: Int]

    /// Where a node's text stands.
    private struct Text: Hashable {
        let start: Int32
        let end: Int32
        let kind: UInt8

        init(_ node: ManifestTree.Node) { (start, end, kind) = (node.start, node.end, node.kind.rawValue) }
    }

    /// Counts in one pass over the document.
    public init(in tree: ManifestTree) {
        let trees = [tree, tree.patched?.base].compactMap(\.self).filter(\.mayRepeatValues)
        var counts: [Text: Int] = [:]
        for tree in trees {
            let own = Dictionary(tree.nodes.map { (Text($0), 1) }, uniquingKeysWith: +)
            counts.merge(own.filter { $0.value > 1 }) { max($0, $1) }
        }
        self.counts = counts
    }

    /// How often the node's text is read, this time included.
    public func count(of node: ManifestNode) -> Int { counts[Text(node.tree.nodes[Int(node.index)])] ?? 1 }
}
