/// One document as it was written, JSON or YAML alike: a flat arena of nodes in document order, each with its span in the source.
///
/// The readers build it, everything else only looks. Aliases and merge keys are resolved while reading (an alias's copy keeps the spans of
/// the place where its value is written), so a tree is always a tree.
public final class ManifestTree: Sendable {
    /// How a document is written.
    public enum Syntax: Sendable, Hashable {
        case json, yaml
    }

    /// Which of the two readers read it: a JSON text that is no part of a stream is JSON, all else is YAML.
    public let syntax: Syntax
    /// The bytes of the file or request body.
    public let source: [UInt8]
    let nodes: [Node]
    /// Scalars that are not a plain slice of the source: those with escapes, or folded over lines.
    let decodedStrings: [String]
    /// The comments, in the order of the source; JSON has none.
    let comments: [YAMLComment]
    /// The scalar of another document that holds this one; nil where it stands for itself.
    let host: Host?
    /// What patches made it from; nil where it is a document as it is written.
    let patched: Patched?
    /// Whether a text may be the value of several nodes: through aliases, merge keys and patches.
    public let mayRepeatValues: Bool

    init(
        _ syntax: Syntax, source: [UInt8], nodes: [Node], decodedStrings: [String], comments: [YAMLComment] = [],
        mayRepeatValues: Bool = false
    ) {
        self.mayRepeatValues = mayRepeatValues
        self.syntax = syntax
        self.source = source
        self.nodes = nodes
        self.decodedStrings = decodedStrings
        self.comments = comments
        host = nil
        patched = nil
    }

    /// The same document in a scalar of another one.
    init(_ tree: ManifestTree, in host: Host) {
        syntax = tree.syntax
        source = tree.source
        nodes = tree.nodes
        decodedStrings = tree.decodedStrings
        comments = tree.comments
        self.host = host
        patched = tree.patched
        mayRepeatValues = tree.mayRepeatValues
    }

    /// What patches wrote, in the source that they stand in.
    init(_ writer: Writer) {
        let base = writer.base
        syntax = base.syntax
        source = base.source
        nodes = writer.nodes
        decodedStrings = writer.decodedStrings
        comments = base.comments
        host = base.host
        patched = Patched(base: base, origins: writer.origins, made: writer.made)
        mayRepeatValues = true
    }

    /// Where the text of a scalar without escapes stands: inside the quotes, where it has some.
    static func plainRange<Source: RandomAccessCollection>(_ start: Int, _ end: Int, in source: Source) -> Range<Int>
    where Source.Element == UInt8, Source.Index == Int {
        guard end - start >= 2 else { return start..<end }
        let first = source[start]
        let isQuoted = (first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")) && source[end - 1] == first
        return isQuoted ? (start + 1)..<(end - 1) : start..<end
    }

    /// The last value of a key in a mapping, by indexes alone: looking through a map makes no handles and counts no references.
    func value(of key: StaticString, in mapping: Int32) -> Int32? {
        guard nodes[Int(mapping)].kind == .mapping else { return nil }
        return nodes.withUnsafeBufferPointer { nodes in
            source.withUnsafeBufferPointer { source in
                let wanted = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
                let end = nodes[Int(mapping)].subtreeEnd(at: mapping)
                var found: Int32?
                var index = mapping + 1
                while index < end {
                    let name = nodes[Int(index)]
                    let value = index + 1
                    if matches(name, wanted, source) { found = value }
                    index = nodes[Int(value)].subtreeEnd(at: value)
                }
                return found
            }
        }
    }

    /// Whether a scalar's text is this one.
    func hasText(_ text: StaticString, at index: Int32) -> Bool {
        hasText(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount), at: index)
    }

    func hasText(_ wanted: UnsafeBufferPointer<UInt8>, at index: Int32) -> Bool {
        source.withUnsafeBufferPointer { matches(nodes[Int(index)], wanted, $0) }
    }

    /// Whether a scalar's text begins like this.
    func hasPrefix(_ prefix: UnsafeBufferPointer<UInt8>, at index: Int32) -> Bool {
        let node = nodes[Int(index)]
        if node.text >= 0 { return decodedStrings[Int(node.text)].utf8.starts(with: prefix) }
        return source[Self.plainRange(Int(node.start), Int(node.end), in: source)].starts(with: prefix)
    }

    private func matches(_ name: Node, _ wanted: UnsafeBufferPointer<UInt8>, _ source: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.text >= 0 { return decodedStrings[Int(name.text)].utf8.elementsEqual(wanted) }
        var (start, end) = (Int(name.start), Int(name.end))
        guard end - start >= wanted.count, end - start <= wanted.count + 2 else { return false }
        if end - start == wanted.count + 2 {
            guard source[start] == UInt8(ascii: "\"") || source[start] == UInt8(ascii: "'"), source[end - 1] == source[start] else {
                return false
            }
            (start, end) = (start + 1, end - 1)
        }
        guard end - start == wanted.count else { return false }
        for offset in 0..<wanted.count where source[start + offset] != wanted[offset] { return false }
        return true
    }

    /// The value of the first key below a node, in document order, that is wanted. One pass over the nodes.
    public func firstValue(below node: ManifestNode, where isWanted: (ManifestNode) -> Bool) -> ManifestNode? {
        let end = nodes[Int(node.index)].subtreeEnd(at: node.index)
        var index = node.index + 1
        while index < end {
            let here = nodes[Int(index)]
            // A mapping's value stands right behind its key.
            if here.position == 1, nodes[Int(here.parent)].kind == .mapping, isWanted(ManifestNode(tree: self, index: index - 1)) {
                return ManifestNode(tree: self, index: index)
            }
            index += 1
        }
        return nil
    }

    /// The document's root.
    public var root: ManifestNode { ManifestNode(tree: self, index: 0) }
}

/// A span of the source, as byte offsets.
public struct SourceSpan: Sendable, Hashable {
    /// The first byte.
    public let start: Int
    /// The byte after the last.
    public let end: Int

    /// A span from `start` up to, without, `end`.
    public init(start: Int, end: Int) {
        self.start = start
        self.end = end
    }
}
