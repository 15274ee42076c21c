/// A document in a scalar of another one: Envoy's configuration in a ConfigMap, JSON in an annotation.
extension ManifestTree {
    /// The scalar that holds a document.
    final class Host: Sendable {
        /// The scalar.
        let node: ManifestNode
        /// Where the text's bytes stand in the scalar's own source.
        let offsets: OffsetMap
        /// How many bytes of the document come before the text.
        let added: Int

        init(_ node: ManifestNode, text: [UInt8], added: Int = 0) {
            self.node = node
            self.added = added
            offsets = OffsetMap(of: text, in: node.tree.source, node.span)
        }

        /// The place in the outermost source.
        func outermost(_ span: SourceSpan) -> SourceSpan {
            let start = offsets.source(of: max(0, span.start - added))
            let end = span.end > span.start ? offsets.source(of: max(0, span.end - 1 - added)) + 1 : start
            return node.tree.outermost(SourceSpan(start: start, end: max(start, end)))
        }
    }

    /// A span of this document in the file or request that it came in: its own, unless it stands in a scalar of another document.
    func outermost(_ span: SourceSpan) -> SourceSpan { host.map { $0.outermost(span) } ?? span }
}

extension ManifestNode {
    /// Reads a text as a document of its own, JSON or YAML, whose places point into this one. Of several YAML documents the first counts, as
    /// for a program that reads one.
    ///
    /// - Throws: `ReadingError` where the text is no document; its offset is in the outermost source.
    public func embeddedDocument() throws(ReadingError) -> ManifestTree {
        guard let first = embeddedDocuments().first else { throw ReadingError("the text is empty", at: tree.outermost(span).start) }
        return try first.get()
    }

    /// Reads a text as the documents that it holds, for a program that reads them all: `embeddedDocument` for each.
    public func embeddedDocuments() -> [Result<ManifestTree, ReadingError>] {
        let text = Array(text.utf8)
        let host = ManifestTree.Host(self, text: text)
        return ManifestReader.documents(in: text).map { Self.document($0, in: host) }
    }

    /// The same for a text of values with commas between them, which somebody else puts into a list: reads the list.
    ///
    /// - Throws: `ReadingError` where the text is no such row; its offset is in the outermost source.
    public func embeddedItems() throws(ReadingError) -> ManifestTree {
        let text = Array(text.utf8)
        let host = ManifestTree.Host(self, text: text, added: 1)
        let documents = ManifestReader.documents(in: [UInt8(ascii: "[")] + text + [UInt8(ascii: "]")])
        // What ends the list, and goes on, is no row.
        guard let last = documents.last else { throw ReadingError("the text is empty", at: tree.outermost(span).start) }
        return try Self.document(last, in: host).get()
    }

    private static func document(
        _ document: Result<ManifestTree, ReadingError>, in host: ManifestTree.Host
    ) -> Result<ManifestTree, ReadingError> {
        document.map { ManifestTree($0, in: host) }.mapError { error in
            ReadingError(error.message, at: host.outermost(SourceSpan(start: error.offset, end: error.offset)).start)
        }
    }

    /// The scalar of another document that holds this node's document; nil where it stands for itself.
    public var hostOfDocument: ManifestNode? { tree.host?.node }

    /// Whether an edit of a word in this document is the same edit in the file: in every scalar around it the lines stand as they are, as
    /// in a literal block (`|`), where nothing is escaped or folded.
    public var isEditedInPlace: Bool {
        guard hasKeyAsWritten else { return false }
        var host = hostOfDocument
        while let here = host {
            guard here.tree.source[here.span.start] == UInt8(ascii: "|") else { return false }
            host = here.hostOfDocument
        }
        return true
    }
}
