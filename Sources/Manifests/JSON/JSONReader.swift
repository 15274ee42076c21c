/// Reads one JSON text (RFC 8259) into a tree that keeps every position.
///
/// One pass, no recursion, no allocation for a node: strings without escapes stay slices of the source. It accepts what Foundation's
/// JSONSerialization accepts and refuses what that refuses; the agreement tests hold it to that.
public struct JSONReader {
    /// Containers within containers, as in Foundation.
    public static let maximumDepth = 512

    /// The tree of a JSON text.
    /// - Throws: `ReadingError` at the byte where the text stops being JSON.
    public static func read(_ source: [UInt8]) throws(ReadingError) -> ManifestTree {
        guard source.count <= ManifestTree.Node.maximumSource else { throw ReadingError("the document is larger than 256 MiB", at: 0) }
        var nodes: [ManifestTree.Node] = []
        var strings: [String] = []
        let failure = source.withUnsafeBufferPointer { bytes in
            var scanner = JSONScanner(bytes: bytes)
            do throws(ReadingError) {
                try scanner.readText()
            } catch {
                return error as ReadingError?
            }
            nodes = scanner.nodes
            strings = scanner.strings
            return nil
        }
        if let failure { throw failure }
        return ManifestTree(.json, source: source, nodes: nodes, decodedStrings: strings)
    }
}
