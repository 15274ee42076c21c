import Manifests
import PolicyKinds

/// Edits that keep the source what it is, JSON or YAML.
extension Fix {
    /// Replaces a scalar or a key by a text: within quotes where there were some, or where the document is JSON.
    static func text(_ text: String, in place: Place) -> Fix {
        let tree = place.node.tree
        let span = place.span
        let first = span.start < span.end ? tree.source[span.start] : 0
        let quote =
            first == UInt8(ascii: "'") ? "'" : first == UInt8(ascii: "\"") || tree.syntax == .json ? "\"" : ""
        return Fix(edits: [Edit(span: span, replacement: quote + text + quote)])
    }

    /// Replaces a scalar by a number.
    static func number(_ text: String, in place: Place) -> Fix { Fix(edits: [Edit(span: place.span, replacement: text)]) }
}
