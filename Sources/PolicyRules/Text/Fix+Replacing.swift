import Manifests
import PolicyKinds

/// Edits that keep the source what it is, JSON or YAML.
extension Fix {
    /// Replaces a scalar or a key by a text: within quotes where there were some, or where the document is JSON.
    static func text(_ text: String, in place: Place) -> Fix {
        let tree = place.node.tree
        let own = place.ownSpan
        let first = own.start < own.end ? tree.source[own.start] : 0
        let quote =
            first == UInt8(ascii: "'") ? "'" : first == UInt8(ascii: "\"") || tree.syntax == .json ? "\"" : ""
        return Fix(edits: [Edit(span: place.span, replacement: quote + text + quote)])
    }

    /// Replaces a scalar by a number.
    static func number(_ text: String, in place: Place) -> Fix { Fix(edits: [Edit(span: place.span, replacement: text)]) }
}
