import Manifests
import PolicyKinds

/// Edits that keep the source what it is, JSON or YAML.
extension Fix.Edit {
    /// Replaces a scalar or a key by a text: within quotes where there were some, or where the document is JSON.
    static func text(_ text: String, in place: Place) -> Fix.Edit {
        let quote = place.quote ?? (place.node.tree.syntax == .json ? "\"" : "")
        return Fix.Edit(span: place.span, replacement: quote + text + quote, node: place.node)
    }

    /// Replaces a scalar by a number without quotes, whatever stands there.
    static func number(_ number: Int64, in place: Place) -> Fix.Edit {
        Fix.Edit(span: place.span, replacement: "\(number)", node: place.node)
    }

    /// Replaces a number by another one, as text where it was a text.
    static func digits(_ number: Int64, in node: ManifestNode) -> Fix.Edit {
        let place = Place(node)
        let quote = place.quote ?? ""
        return Fix.Edit(span: place.span, replacement: "\(quote)\(number)\(quote)", node: node)
    }

    /// Replaces a value by what is written out: a map in one line.
    static func source(_ text: String, in node: ManifestNode) -> Fix.Edit {
        let span = Place(node).span
        // Nothing at all stands behind the colon.
        return Fix.Edit(span: span, replacement: span.start == span.end ? " " + text : text, node: node)
    }
}

extension Place {
    /// The quote that the scalar or key stands in.
    var quote: String? {
        let own = ownSpan
        guard own.start < own.end else { return nil }
        return switch node.tree.source[own.start] {
        case UInt8(ascii: "'"): "'"
        case UInt8(ascii: "\""): "\""
        default: nil
        }
    }
}
