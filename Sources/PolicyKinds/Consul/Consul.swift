import Manifests
import SocketOptions

/// Consul: what its kinds share.
///
/// Sources: hashicorp/consul-k8s of 2026-08-20 (control-plane/api/v1alpha1), hashicorp/consul (single stored files: agent/xds/clusters.go,
/// agent/xds/config/config.go, agent/xds/listeners.go, agent/envoyextensions, command/connect/envoy/bootstrap_config.go), consul#14800.
extension Product {
    /// Consul ships no Envoy: this is the newest that it says it supports (envoyextensions/xdscommon/ENVOY_VERSIONS names 1.34 to 1.37). What
    /// runs, `releases.envoy` says.
    static let consul: Product = Product(name: "consul", title: "Consul", envoys: [(Release(1, 22), Release(1, 37))])
}

enum Consul {
    static let group = "consul.hashicorp.com"

    /// What Consul's parser does with a field of Envoy that it does not know.
    static let whenUnknown = "Consul's parser refuses the whole text for a field that it does not know"

    static let sources = [
        "hashicorp/consul-k8s (2026-08): control-plane/api/v1alpha1",
        "hashicorp/consul (as stored): agent/xds, agent/envoyextensions/builtin/property-override, command/connect/envoy; pull request 14800",
    ]
}

extension PolicyReading {
    /// The root of the JSON document in an escape hatch; nil where there is none that Consul could read, which is noted.
    /// - Parameter isRow: whether the text is a row of objects with commas between them, which Consul puts into a list.
    mutating func hatch(_ node: ManifestNode, isRow: Bool = false) -> ManifestNode? {
        // What says nothing of sockets is not even parsed.
        guard node.holdsSettings else { return nil }
        let field = "`\(node.key?.text(atMost: 64) ?? "")`"
        guard node.kind == .string else {
            malformed.append((field, .wrongType(expected: "a text that holds JSON", found: node.inWords), node))
            return nil
        }
        do {
            let tree = isRow ? try node.embeddedItems() : try node.embeddedDocument()
            if tree.syntax == .json { return tree.root }
            malformed.append((field, .unreadable("it is no JSON, which Consul wants there"), node))
        } catch {
            malformed.append((field, .unreadable(error.message), node))
        }
        return nil
    }
}

extension ManifestNode {
    /// Whether a field of ours is named in it.
    var holdsSettings: Bool { ["socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive"].contains(where: sourceHolds) }
}
