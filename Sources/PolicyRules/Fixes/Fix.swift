public import Manifests

/// Edits that mend a finding, in the bytes of the source.
public struct Fix: Sendable, Hashable {
    /// What it does, in one line without a point: "write level 1, name 9". The finding's message says the same.
    public let title: String
    /// Whether the author can have meant anything else.
    public let safety: Safety
    /// In the order of the source, without overlaps.
    public let edits: [Edit]

    /// Whether the author can have meant anything else.
    public enum Safety: String, Sendable, Hashable, CaseIterable, Comparable {
        /// The meaning can only become what was plainly meant.
        case safe
        /// A value is chosen for the author, or something is taken away.
        case unsafe

        /// What is safe comes first.
        public static func < (left: Safety, right: Safety) -> Bool { left == .safe && right == .unsafe }
    }

    /// One replacement.
    public struct Edit: Sendable, Hashable {
        /// The bytes to replace, of the file or request; none of them where something is inserted.
        public let span: SourceSpan
        /// What to write there.
        public let replacement: String
        /// What is changed: the value whose text or key it is, or the list or map that gets or loses an entry. Several where an alias
        /// repeats a value and the fix means each of them.
        public let nodes: [ManifestNode]

        init(span: SourceSpan, replacement: String, node: ManifestNode) {
            self.init(span: span, replacement: replacement, nodes: [node])
        }

        private init(span: SourceSpan, replacement: String, nodes: [ManifestNode]) {
            self.span = span
            self.replacement = replacement
            self.nodes = nodes
        }

        /// The same edit for another's values as well.
        fileprivate func joined(with other: Edit) -> Edit { Edit(span: span, replacement: replacement, nodes: nodes + other.nodes) }

        /// Edits of the same bytes are the same, whichever repetition of a value asks for them.
        public static func == (left: Edit, right: Edit) -> Bool { left.span == right.span && left.replacement == right.replacement }

        /// See `==`.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(span)
            hasher.combine(replacement)
        }
    }

    private init?(_ title: String, _ safety: Safety, _ edits: [Edit]?) {
        guard let edits, !edits.isEmpty else { return nil }
        self.title = title
        self.safety = safety
        var joined: [Edit] = []
        for edit in edits.sorted(by: { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }) {
            if let last = joined.last, last == edit {
                joined[joined.count - 1] = last.joined(with: edit)
            } else {
                joined.append(edit)
            }
        }
        // Two texts for one value, as where an alias repeats it: what is to be written there is nobody's guess.
        guard zip(joined, joined.dropFirst()).allSatisfy({ $0.span.end <= $1.span.start && $0.span != $1.span }) else { return nil }
        self.edits = joined
    }

    /// A fix after which the meaning can only be what was plainly meant; nil where there is nothing to edit.
    static func safe(_ title: String, _ edits: [Edit]?) -> Fix? { Fix(title, .safe, edits) }

    /// A fix that chooses for the author; nil where there is nothing to edit.
    static func unsafe(_ title: String, _ edits: [Edit]?) -> Fix? { Fix(title, .unsafe, edits) }

    /// A fix of which the rule knows whether it is safe; nil where there is nothing to edit.
    static func fix(_ title: String, isSafe: Bool, _ edits: [Edit]?) -> Fix? { Fix(title, isSafe ? .safe : .unsafe, edits) }
}
