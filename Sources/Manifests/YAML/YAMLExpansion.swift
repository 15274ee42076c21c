/// Puts what aliases stand for in their places, and the entries of merged maps in the place of the merge key.
///
/// It only reads the nodes as they are written and only appends to those of the tree, so no anchor ever loses what it stands for. As in
/// go-yaml 2, which kubectl uses, of entries with the same key the one that comes last counts, and of several merged maps the first.
/// No recursion: aliases of aliases may go deeper than any stack.
struct YAMLExpansion {
    /// Nodes that aliases may add to a document. A bomb wants billions.
    static let maximumAliasNodes = 100_000

    private let written: [ManifestTree.Node]
    private var nodes: [ManifestTree.Node] = []
    private var frames: [Frame] = []
    /// Lists and maps that are open around the next node.
    private var depth = 0
    private var aliasNodes: Int

    /// The children of a list or map that still have to be put somewhere.
    private struct Frame {
        var next: Int32
        let end: Int32
        /// The node of the tree that they belong to.
        let parent: Int32
        /// The outermost alias that leads here, -1 outside of all.
        let alias: Int32
        /// Whether the parent is complete with them; not so for the entries of a merged map.
        let endsParent: Bool
    }

    /// The nodes of the tree that `written` describes.
    /// - Parameter aliasNodes: nodes that aliases of scalars made already.
    /// - Throws: `ReadingError` at the alias that makes too much.
    static func nodes(of written: [ManifestTree.Node], aliasNodes: Int) throws(ReadingError) -> [ManifestTree.Node] {
        var expansion = YAMLExpansion(written: written, aliasNodes: aliasNodes)
        try expansion.run()
        return expansion.nodes
    }

    private init(written: [ManifestTree.Node], aliasNodes: Int) {
        self.written = written
        self.aliasNodes = aliasNodes
    }

    private mutating func run() throws(ReadingError) {
        nodes.reserveCapacity(written.count)
        try put(0, below: -1, alias: -1)
        while let top = frames.indices.last {
            let frame = frames[top]
            if frame.next == frame.end {
                frames.removeLast()
                guard frame.endsParent else { continue }
                nodes[Int(frame.parent)].close(before: nodes.count)
                depth -= 1
            } else if written[Int(frame.next)].kind == .merge {
                let value = frame.next + 1
                frames[top].next = written[Int(value)].subtreeEnd(at: value)
                try merge(value, into: frame)
            } else {
                frames[top].next = written[Int(frame.next)].subtreeEnd(at: frame.next)
                try put(frame.next, below: frame.parent, alias: frame.alias)
            }
        }
    }

    /// Appends a node, or what it stands for.
    private mutating func put(_ index: Int32, below parent: Int32, alias: Int32) throws(ReadingError) {
        let (source, alias) = try resolve(index, alias)
        var node = written[Int(source)]
        node.parent = parent
        node.position = written[Int(index)].position
        nodes.append(node)
        guard node.isContainer else { return }
        if depth == JSONReader.maximumDepth {
            let place = written[Int(alias < 0 ? index : alias)].start
            throw ReadingError("with this alias, more than \(JSONReader.maximumDepth) lists and maps are inside each other", at: Int(place))
        }
        depth += 1
        frames.append(
            Frame(
                next: source + 1, end: node.subtreeEnd(at: source), parent: Int32(nodes.count - 1), alias: alias, endsParent: true))
    }

    /// Gives the entries of a merged map, or of a list of them, to the map of `frame`.
    private mutating func merge(_ value: Int32, into frame: Frame) throws(ReadingError) {
        guard written[Int(value)].kind == .sequence else { return try give(value, to: frame) }
        if frame.alias >= 0 { _ = try resolve(value, frame.alias) }
        // The last one is on top of the frames, so it comes first, and the first one counts.
        var item = value + 1
        while item < written[Int(value)].subtreeEnd(at: value) {
            try give(item, to: frame)
            item = written[Int(item)].subtreeEnd(at: item)
        }
    }

    private mutating func give(_ map: Int32, to frame: Frame) throws(ReadingError) {
        let (source, alias) = try resolve(map, frame.alias)
        let end = written[Int(source)].subtreeEnd(at: source)
        guard end > source + 1 else { return }
        frames.append(Frame(next: source + 1, end: end, parent: frame.parent, alias: alias, endsParent: false))
    }

    /// What stands at an index, and the outermost alias that leads there. Counts what aliases make, entries of merged maps and what merges
    /// pass over included: it is work as well.
    private mutating func resolve(_ index: Int32, _ alias: Int32) throws(ReadingError) -> (source: Int32, alias: Int32) {
        let node = written[Int(index)]
        let alias = alias < 0 && node.kind == .alias ? index : alias
        guard alias >= 0 else { return (index, alias) }
        aliasNodes += 1
        guard aliasNodes <= Self.maximumAliasNodes else { throw Self.tooManyAliasNodes(at: Int(written[Int(alias)].start)) }
        return (node.kind == .alias ? node.target : index, alias)
    }

    static func tooManyAliasNodes(at offset: Int) -> ReadingError {
        ReadingError("aliases make more than \(maximumAliasNodes) values of this document; write them out", at: offset)
    }
}
