/// A node of a tree: a cheap handle.
public struct ManifestNode: Sendable {
    /// The document it belongs to, which it keeps alive.
    public let tree: ManifestTree
    let index: Int32

    /// What a node is, after tags and quotes are taken into account.
    public enum Kind: Sendable, Hashable {
        case null, bool, number, string, sequence, mapping
        /// Checked for syntax, not kept: managedFields.
        case skipped
    }

    private var node: ManifestTree.Node { tree.nodes[Int(index)] }

    /// What it is.
    public var kind: Kind {
        switch node.kind {
        // Aliases and merge keys are resolved before a tree is one.
        case .null, .alias, .merge: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .sequence: .sequence
        case .mapping: .mapping
        case .skipped: .skipped
        }
    }

    /// From the first byte to the last of its own document, quotes and brackets included.
    public var span: SourceSpan { SourceSpan(start: Int(node.start), end: Int(node.end)) }

    /// The bytes of the source, as text.
    public var sourceText: String {
        String(decoding: tree.source[Int(node.start)..<Int(node.end)], as: UTF8.self)
    }

    /// A scalar's text, decoded: a string's content, a number in JSON's form, "true" or "false". Empty for anything else.
    public var text: String {
        let node = node
        if node.text >= 0 { return tree.decodedStrings[Int(node.text)] }
        switch node.kind {
        case .string, .number, .bool:
            return tree.source.withUnsafeBufferPointer { source in
                let range = ManifestTree.plainRange(Int(node.start), Int(node.end), in: source)
                return String(decoding: UnsafeBufferPointer(rebasing: source[range]), as: UTF8.self)
            }
        case .null, .sequence, .mapping, .skipped, .alias, .merge: return ""
        }
    }

    /// The first bytes of `text`, without a copy of the rest; the last scalar may be cut.
    package func text(atMost bytes: Int) -> String {
        let node = node
        if node.text >= 0 { return String(decoding: tree.decodedStrings[Int(node.text)].utf8.prefix(bytes), as: UTF8.self) }
        let range = plainRange(node)
        return range.count <= bytes ? text : String(decoding: tree.source[range].prefix(bytes), as: UTF8.self)
    }

    /// A scalar's text as it stands in the source; nil where it is decoded, or empty, or longer.
    fileprivate func plainBytes(atMost count: Int) -> ArraySlice<UInt8>? {
        let node = node
        guard node.text < 0, !node.isContainer, node.kind != .null, node.kind != .skipped else { return nil }
        let range = plainRange(node)
        return range.isEmpty || range.count > count ? nil : tree.source[range]
    }

    private func plainRange(_ node: ManifestTree.Node) -> Range<Int> {
        ManifestTree.plainRange(Int(node.start), Int(node.end), in: tree.source)
    }

    /// Whether a scalar's text is this one. Allocates nothing.
    public func hasText(_ other: StaticString) -> Bool { tree.hasText(other, at: index) }

    /// The value of a key. Where a key stands twice, the last one counts, as for the API server.
    public subscript(key: StaticString) -> ManifestNode? {
        tree.value(of: key, in: index).map { ManifestNode(tree: tree, index: $0) }
    }

    /// The keys and values of a mapping, in the order written. Empty for anything else.
    public var entries: Entries { Entries(of: self) }

    /// The items of a sequence. Empty for anything else.
    public var elements: Elements { Elements(of: self) }

    /// A walk over the entries of a mapping.
    public struct Entries: Sequence, IteratorProtocol {
        private let tree: ManifestTree
        private var next_: Int32
        private let end: Int32

        init(of node: ManifestNode) {
            tree = node.tree
            next_ = node.index + 1
            end = node.node.kind == .mapping ? node.node.subtreeEnd(at: node.index) : next_
        }

        /// The next key and its value, in the order written; of keys that stand twice both come.
        public mutating func next() -> (key: ManifestNode, value: ManifestNode)? {
            guard next_ < end else { return nil }
            let key = ManifestNode(tree: tree, index: next_)
            let value = ManifestNode(tree: tree, index: next_ + 1)
            next_ = tree.nodes[Int(value.index)].subtreeEnd(at: value.index)
            return (key, value)
        }
    }

    /// A walk over the items of a sequence.
    public struct Elements: Sequence, IteratorProtocol {
        private let tree: ManifestTree
        private var next_: Int32
        private let end: Int32

        init(of node: ManifestNode) {
            tree = node.tree
            next_ = node.index + 1
            end = node.node.kind == .sequence ? node.node.subtreeEnd(at: node.index) : next_
        }

        /// The next item.
        public mutating func next() -> ManifestNode? {
            guard next_ < end else { return nil }
            let element = ManifestNode(tree: tree, index: next_)
            next_ = tree.nodes[Int(next_)].subtreeEnd(at: next_)
            return element
        }
    }

    /// The container that holds this node; nil at the root.
    public var parent: ManifestNode? { node.parent < 0 ? nil : ManifestNode(tree: tree, index: node.parent) }

    /// The node's key, where it is a value of a mapping.
    public var key: ManifestNode? {
        guard let parent, parent.node.kind == .mapping, node.position == 1 else { return nil }
        return ManifestNode(tree: tree, index: index - 1)
    }

    /// The node's position, where it is an item of a sequence.
    var position: Int? {
        guard let parent, parent.node.kind == .sequence else { return nil }
        return Int(node.position)
    }
}

/// Where something stands: at a value, at its key, or where a missing field's parent is.
public struct Place: Sendable {
    /// The node whose path and span are meant.
    public let node: ManifestNode
    /// Which part of it.
    public let part: Part

    /// What exactly is meant at a node.
    public enum Part: Sendable {
        case value
        /// The node's key in its mapping (a list's finding stands at its key).
        case key
        /// A field that the mapping `node` lacks: the mapping's place, the field's path.
        case missing(String)
        /// A comment in the node's document, from its `#` to the end of its line.
        case comment(SourceSpan)
    }

    /// A place at a node.
    public init(_ node: ManifestNode, _ part: Part = .value) {
        self.node = node
        self.part = part
    }

    /// What to point at, in the file or request that the node's document came in.
    public var span: SourceSpan { node.tree.outermost(ownSpan) }

    /// The same in the node's own document, which may be a text in another one.
    public var ownSpan: SourceSpan {
        switch part {
        case .value, .missing: node.span
        case .key: node.key?.span ?? node.span
        case .comment(let span): span
        }
    }

    /// The field's path as Kubernetes writes it, below the object: `spec.socketOptions[1].level`. The path of a document within a text
    /// follows that of the text: `data[envoy.yaml]: static_resources.listeners[0]`.
    /// Of what patches wrote, the path of the patch.
    public func path(in root: ManifestNode) -> String {
        if node.tree !== root.tree, let written = asWritten { return written.path(in: root) }
        let path = pathInDocument(upTo: root)
        guard node.tree !== root.tree, let host = node.tree.host else { return path }
        let outer = Place(host.node).path(in: root)
        return path.isEmpty ? outer : "\(outer): \(path)"
    }

    private func pathInDocument(upTo root: ManifestNode) -> String {
        let tree = node.tree
        let end = tree === root.tree ? root.index : -1
        var indexes: [Int32] = []
        var current = node.index
        while current >= 0, current != end {
            indexes.append(current)
            current = tree.nodes[Int(current)].parent
        }
        var path: [UInt8] = []
        path.reserveCapacity(64)
        for index in indexes.reversed() {
            let here = tree.nodes[Int(index)]
            guard here.parent >= 0 else { continue }
            switch tree.nodes[Int(here.parent)].kind {
            case .mapping where here.position == 1: Self.add(ManifestNode(tree: tree, index: index - 1), to: &path)
            case .sequence:
                path.append(UInt8(ascii: "["))
                path += String(here.position).utf8
                path.append(UInt8(ascii: "]"))
            default: break
            }
        }
        if case .missing(let field) = part { path += ".\(field)".utf8 }
        // By bytes: a key may begin with a scalar that joins the point to one letter.
        return String(decoding: path.first == UInt8(ascii: ".") ? path[1...] : path[...], as: UTF8.self)
    }

    /// A key as part of a path; in brackets where a point would mislead. It shows 64 scalars at most, none of control or format.
    private static func add(_ key: ManifestNode, to path: inout [UInt8]) {
        let isPoint = { (byte: UInt8) in byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/") }
        // What people write needs no text made of it.
        if let bytes = key.plainBytes(atMost: 64), bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !isPoint($0) }) {
            path.append(UInt8(ascii: "."))
            path += bytes
            return
        }
        // A scalar has four bytes at most.
        let name = shown(key.text(atMost: 65 * 4), atMost: 64)
        let isPlain = !name.isEmpty && !name.utf8.contains(where: isPoint)
        path += (isPlain ? ".\(name)" : "[\(name)]").utf8
    }
}
