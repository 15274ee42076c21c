import Manifests

/// All kinds that are read.
public enum PolicyKinds {
    /// The one list: whoever adds a kind adds its value here.
    public static let all: [PolicyKind] = [.listenerPolicy, .backendConfigPolicy, .backend]

    /// The products of all kinds, each once, in the order of the list.
    public static let products: [Product] = {
        var products: [Product] = []
        for kind in all where !products.contains(where: { $0.name == kind.product.name }) { products.append(kind.product) }
        return products
    }()

    /// The kind of an object, by its `apiVersion` and `kind`; nil where it is none of ours.
    static func kind(of node: ManifestNode) -> PolicyKind? {
        guard node.kind == .mapping, let kindNode = node["kind"], kindNode.kind == .string, let candidates = byKind[kindNode.text],
            let apiVersion = node["apiVersion"], apiVersion.kind == .string
        else { return nil }
        // The core group has no name: "v1".
        return candidates.first { kind in
            kind.group.isEmpty ? !apiVersion.text.utf8.contains(UInt8(ascii: "/")) : apiVersion.hasPrefix(kind.groupPrefix)
        }
    }

    private static let byKind = Dictionary(grouping: all, by: \.kind)
}
