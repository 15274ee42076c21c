/// Keys that stand twice in a map. Looked for when the map is complete, so that nothing is kept while maps are open.
struct DuplicateKeys {
    let source: UnsafeBufferPointer<UInt8>
    let nodes: [ManifestTree.Node]
    let strings: [String]

    /// Up to here every key is compared with every other.
    private static let few = 8

    /// The first key of a map that stands before it already; merge keys may.
    func first(in mapping: Int32) -> Int32? {
        let end = nodes[Int(mapping)].subtreeEnd(at: mapping)
        var count = 0
        var key = mapping + 1
        while key < end, count <= Self.few {
            count += 1
            key = after(key)
        }
        return count <= Self.few ? firstOfFew(mapping + 1, end) : firstOfMany(mapping + 1, end)
    }

    private func firstOfFew(_ start: Int32, _ end: Int32) -> Int32? {
        var key = start
        while key < end {
            var earlier = start
            while earlier < key {
                if isSame(earlier, key) { return key }
                earlier = after(earlier)
            }
            key = after(key)
        }
        return nil
    }

    /// By way of hashes in order: n log n, and 16 bytes a key while it lasts.
    private func firstOfMany(_ start: Int32, _ end: Int32) -> Int32? {
        var keys: [(hash: Int, index: Int32)] = []
        var key = start
        while key < end {
            if nodes[Int(key)].kind != .merge { keys.append((hash(key), key)) }
            key = after(key)
        }
        keys.sort { $0 < $1 }
        var first: Int32?
        for place in keys.indices.dropFirst() where keys[place].hash == keys[place - 1].hash {
            // With 64 bits and a random seed nobody makes two texts with one hash; one by chance could only hide a key that stands twice.
            if isSame(keys[place - 1].index, keys[place].index) { first = min(first ?? keys[place].index, keys[place].index) }
        }
        return first
    }

    /// The key after this one and its value.
    private func after(_ key: Int32) -> Int32 { nodes[Int(key + 1)].subtreeEnd(at: key + 1) }

    private func isSame(_ left: Int32, _ right: Int32) -> Bool {
        let (left, right) = (nodes[Int(left)], nodes[Int(right)])
        guard left.kind != .merge, right.kind != .merge else { return false }
        return withText(of: left) { left in withText(of: right) { right in left.count == right.count && left.elementsEqual(right) } }
    }

    private func hash(_ index: Int32) -> Int {
        var hasher = Hasher()
        withText(of: nodes[Int(index)]) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return hasher.finalize()
    }

    private func withText<Result>(of node: ManifestTree.Node, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if node.text >= 0 {
            var text = strings[Int(node.text)]
            return text.withUTF8(body)
        }
        return body(UnsafeBufferPointer(rebasing: source[ManifestTree.plainRange(Int(node.start), Int(node.end), in: source)]))
    }
}
