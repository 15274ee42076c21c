extension ManifestTree {
    /// A node of the arena: 20 bytes, so that what two bytes of a source may begin (`0,`) costs ten times as much and no more.
    struct Node: Sendable {
        enum Kind: UInt8, Sendable {
            case null, bool, number, string, sequence, mapping
            /// A value no rule reads (managedFields): checked for syntax, not built.
            case skipped
            /// A YAML alias of a list or map, and the key `<<`: only while a document is composed, never in a finished tree.
            case alias, merge
        }

        /// Byte offsets into the source: the first byte, and the one after the last. Quotes belong to the span.
        var start: Int32
        var end: Int32
        /// The node that holds this one; -1 at the root.
        var parent: Int32
        /// Of a list or map the index after its last node, 0 while it is open; of an alias the node it stands for; of a scalar where its
        /// text is: an index into `decodedStrings`, or -1 for the plain slice (inside the quotes, for a quoted scalar).
        private var extent: Int32
        /// The kind in the lower four bits, above it the position.
        private var packed: UInt32

        /// The largest source whose positions fit into 28 bits, in bytes.
        static let maximumSource = 1 << 28

        /// - Parameters:
        ///   - position: in a sequence the item's position; in a mapping 0 for a key and 1 for its value, which is the next node.
        ///   - text: an index into `decodedStrings`, or -1; of an alias the node it stands for.
        init(_ kind: Kind, start: Int, end: Int, parent: Int32, position: Int32, text: Int32 = -1) {
            self.start = Int32(truncatingIfNeeded: start)
            self.end = Int32(truncatingIfNeeded: end)
            self.parent = parent
            extent = kind == .mapping || kind == .sequence ? 0 : text
            packed = UInt32(truncatingIfNeeded: position) << 4 | UInt32(kind.rawValue)
        }

        var kind: Kind {
            get { Kind(rawValue: UInt8(packed & 15)) ?? .null }
            set { packed = packed & ~15 | UInt32(newValue.rawValue) }
        }

        /// Its place in its parent: see `init`.
        var position: Int32 {
            get { Int32(packed >> 4) }
            set { packed = UInt32(truncatingIfNeeded: newValue) << 4 | packed & 15 }
        }

        var isContainer: Bool { kind == .sequence || kind == .mapping }

        /// Whether it is a list or map whose end was not read yet.
        var isOpen: Bool { isContainer && extent == 0 }

        /// Where a scalar's text is among the decoded ones; -1 for the plain slice of the source.
        var text: Int32 { isContainer ? -1 : extent }

        /// The node that an alias stands for.
        var target: Int32 { extent }

        /// The index after the last node of the subtree of this node, which is at `index`. A mapping's children are key, value, key,
        /// value, … up to there.
        func subtreeEnd(at index: Int32) -> Int32 { isContainer ? extent : index + 1 }

        /// Ends a list or map before the node that comes next.
        mutating func close(before next: Int) { extent = Int32(truncatingIfNeeded: next) }
    }
}
