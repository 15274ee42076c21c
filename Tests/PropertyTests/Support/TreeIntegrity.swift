@testable import Manifests

/// What must hold for every tree, whatever it was read from.
enum TreeIntegrity {
    /// What does not hold; the first few.
    static func faults(of tree: ManifestTree) -> [String] {
        var faults: [String] = []
        let nodes = tree.nodes
        func demand(_ holds: Bool, _ what: @autoclosure () -> String) { if !holds, faults.count < 5 { faults.append(what()) } }

        demand(!nodes.isEmpty, "no nodes")
        guard let root = nodes.first else { return faults }
        demand(root.parent == -1 && root.position == 0, "the root has a parent")
        demand(root.subtreeEnd(at: 0) == Int32(nodes.count), "nodes outside of the root")
        for (index, node) in nodes.enumerated() {
            let index = Int32(index)
            demand(node.kind != .alias && node.kind != .merge, "node \(index) is an alias or a merge key")
            demand(
                0 <= node.start && node.start <= node.end && node.end <= tree.source.count,
                "node \(index) spans \(node.start)..<\(node.end)")
            demand(node.text >= -1 && Int(node.text) < tree.decodedStrings.count, "node \(index) has the text \(node.text)")
            demand(!node.isOpen, "node \(index) has no end")
            guard faults.isEmpty, node.isContainer else { continue }

            // The children fill the container, each in its place.
            let end = node.subtreeEnd(at: index)
            demand(end > index && end <= nodes.count, "node \(index) ends at \(end)")
            if index > 0 {
                demand(end <= nodes[Int(node.parent)].subtreeEnd(at: node.parent), "node \(index) reaches out of its parent")
            }
            var child = index + 1
            var count: Int32 = 0
            while child < end, faults.isEmpty {
                let below = nodes[Int(child)]
                demand(below.parent == index, "node \(child) has the parent \(below.parent), not \(index)")
                if node.kind == .mapping {
                    demand(below.position == count % 2, "node \(child) is at \(below.position) in a map")
                    demand(count % 2 == 1 || below.kind == .string, "the key \(child) is a \(below.kind)")
                } else {
                    demand(below.position == count, "item \(count) says \(below.position)")
                }
                count += 1
                child = below.subtreeEnd(at: child)
            }
            demand(child == end, "the children of \(index) end at \(child), not \(end)")
            demand(node.kind == .sequence || count % 2 == 0, "a key without a value in \(index)")
        }
        return faults.isEmpty ? faultsOfPlaces(in: tree) : faults
    }

    /// What can be asked of the nodes: paths, texts, comments; of the first few hundred, so that work stays linear.
    private static func faultsOfPlaces(in tree: ManifestTree) -> [String] {
        var faults: [String] = []
        for index in tree.nodes.indices.prefix(200) {
            let node = ManifestNode(tree: tree, index: Int32(index))
            let path = Place(node).path(in: tree.root)
            if path.isEmpty, node.parent != nil, tree.nodes[index].position != 0 { faults.append("node \(index) has no path") }
            if path.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
                faults.append("the path \(path.debugDescription)")
            }
            if let key = node.key, key.kind != .string { faults.append("node \(index) has a \(key.kind) for a key") }
            if let comment = node.trailingComment, tree.syntax == .json || comment.isEmpty || comment.utf8.count > 200 {
                faults.append("node \(index) has the comment \(comment.debugDescription)")
            }
            _ = node.text
        }
        return Array(faults.prefix(5))
    }
}
