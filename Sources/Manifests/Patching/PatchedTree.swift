/// The tree of documents that patches wrote: its nodes point at what is written, wherever the patches put it.
extension ManifestTree {
    /// What a tree is made from.
    final class Patched: Sendable {
        /// The document that the patches stand in.
        let base: ManifestTree
        /// For each node the one of `base` that says so: itself, or the text that leads to a place.
        let origins: [Int32]
        /// The lists and maps of which only parts are known.
        let made: Set<Int32>

        init(base: ManifestTree, origins: [Int32], made: Set<Int32>) {
            self.base = base
            self.origins = origins
            self.made = made
        }
    }

    /// A tree whose root is the list of some documents, each as its patches left it.
    /// - Parameter base: the document that holds all values of the patches; values of another one are left out.
    public convenience init(_ documents: [PatchedDocument], patchedIn base: ManifestTree) {
        var writer = Writer(base: base)
        writer.nodes.append(Node(.sequence, start: 0, end: 0, parent: -1, position: 0))
        writer.origins.append(0)
        for (position, document) in documents.enumerated() {
            if let root = document.root { writer.write(root, parent: 0, position: Int32(position)) }
        }
        writer.nodes[0].close(before: writer.nodes.count)
        self.init(writer)
    }

    /// Puts the parts of documents one behind the other.
    struct Writer {
        let base: ManifestTree
        var nodes: [Node] = []
        var origins: [Int32] = []
        var made: Set<Int32> = []
        /// Names of steps that are not written as they are.
        var decodedStrings: [String]

        init(base: ManifestTree) {
            self.base = base
            decodedStrings = base.decodedStrings
        }

        mutating func write(_ part: PatchPart, parent: Int32, position: Int32) {
            switch part {
            case .written(let node): copy(node, parent: parent, position: position)
            case .container(let container): write(container, parent: parent, position: position)
            }
        }

        /// The nodes of a value stand one behind the other: only what counts from the tree's beginning changes.
        private mutating func copy(_ node: ManifestNode, parent: Int32, position: Int32) {
            guard node.tree === base else {
                // A map has no key without a value.
                nodes.append(Node(.null, start: 0, end: 0, parent: parent, position: position))
                return origins.append(0)
            }
            let shift = Int32(nodes.count) - node.index
            let end = base.nodes[Int(node.index)].subtreeEnd(at: node.index)
            for index in node.index..<end {
                var copy = base.nodes[Int(index)]
                if copy.isContainer { copy.close(before: Int(copy.subtreeEnd(at: index) + shift)) }
                if index == node.index {
                    (copy.parent, copy.position) = (parent, position)
                } else {
                    copy.parent += shift
                }
                nodes.append(copy)
                origins.append(index)
            }
        }

        private mutating func write(_ container: PatchContainer, parent: Int32, position: Int32) {
            let index = nodes.count
            let span = container.origin.span
            nodes.append(
                Node(container.isList ? .sequence : .mapping, start: span.start, end: span.end, parent: parent, position: position))
            origins.append(container.origin.index)
            if !container.isWhole { made.insert(Int32(index)) }
            for (position, value) in container.values.enumerated() {
                guard container.isList else {
                    switch container.keys[position] {
                    case .written(let key): copy(key, parent: Int32(index), position: 0)
                    case .step(let step):
                        var text: Int32 = -1
                        if !step.isVerbatim {
                            text = Int32(decodedStrings.count)
                            decodedStrings.append(step.text)
                        }
                        nodes.append(
                            Node(.string, start: step.span.start, end: step.span.end, parent: Int32(index), position: 0, text: text))
                        origins.append(step.node.index)
                    }
                    write(value, parent: Int32(index), position: 1)
                    continue
                }
                write(value, parent: Int32(index), position: Int32(position))
            }
            nodes[index].close(before: nodes.count)
        }
    }
}

extension ManifestNode {
    /// Whether patches give parts of this list or map alone: what they are added to may hold more.
    public var isPart: Bool { tree.patched?.made.contains(index) ?? false }

    /// The nodes of the value.
    var nodeCount: Int { Int(tree.nodes[Int(index)].subtreeEnd(at: index) - index) }

    /// Where the bytes of a text begin that stands in the source as it is; nil for others.
    var plainStart: Int? {
        let node = tree.nodes[Int(index)]
        guard !node.isContainer, node.text < 0 else { return nil }
        return ManifestTree.plainRange(Int(node.start), Int(node.end), in: tree.source).lowerBound
    }

    /// Whether the key of the node is a step of a pointer whose text may be exchanged where it stands: always so for keys that are written.
    var hasKeyAsWritten: Bool {
        guard let patched = tree.patched, key != nil, let origin = patched.origin(of: index - 1), origin.key != nil else { return true }
        return tree.syntax == .yaml && tree.nodes[Int(index - 1)].text < 0
    }
}

extension ManifestTree.Patched {
    fileprivate func origin(of index: Int32) -> ManifestNode? { ManifestNode(tree: base, index: origins[Int(index)]) }
}

extension Place {
    /// The place in the document that patches stand in; nil where no patch wrote it.
    var asWritten: Place? {
        guard let patched = node.tree.patched, let origin = patched.origin(of: node.index) else { return nil }
        switch part {
        case .value: return Place(origin)
        // It stands in the source of both.
        case .comment: return Place(origin, part)
        case .key:
            // A step of a pointer is the key: the pointer's text is a value itself, and a written key is none.
            if node.key != nil, let step = patched.origin(of: node.index - 1), step.key != nil { return Place(step) }
            return Place(origin, .key)
        case .missing: return origin.kind == .mapping || origin.kind == .sequence ? Place(origin, part) : Place(origin)
        }
    }
}
