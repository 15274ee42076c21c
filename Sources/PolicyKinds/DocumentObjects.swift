public import Manifests

extension ManifestTree {
    /// The objects that a document holds: the items of a `List` or `…List`, else the document itself. A list in a list is nobody's, and
    /// comes as it is.
    public var objects: [ManifestNode] {
        guard let kind = root["kind"], kind.text.hasSuffix("List"), let items = root["items"], items.kind == .sequence else {
            return [root]
        }
        return Array(items.elements)
    }
}
