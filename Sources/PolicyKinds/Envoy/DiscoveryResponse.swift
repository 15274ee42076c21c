import Manifests

extension PolicyKind {
    /// A file of discovery responses, which Envoy reads for `dynamic_resources` from a path: a version and resources with their types.
    static let envoyDiscoveryResponse: PolicyKind = PolicyKind(
        package: "envoy.service.discovery.v3", kind: "DiscoveryResponse", product: .envoy, settings: DiscoveryResponse.settings.all,
        documentation: Documentation(
            reads: """
                The listeners and clusters among the resources, wrapped or not, as in a bootstrap. Resources of other types hold no settings.
                """,
            becomes: """
                As in a bootstrap; but of a field that it does not know Envoy only warns, and drops it. A listener that the kernel refuses leaves the \
                old one in place.
                """,
            sources: ["envoyproxy/data-plane-api (2026-01)", "measured with Envoy 1.40, see the Envoy agreement tests"]),
        recognizes: { node in
            guard let first = node["resources"].items.first, let type = first["@type"] else { return false }
            return type.begins(with: Envoy.types)
        },
        read: { node, reading in
            let reader = EnvoyReader(settings: DiscoveryResponse.settings)
            for resource in node["resources"].items { reader.readResource(resource, into: &reading) }
        })
}

private enum DiscoveryResponse {
    static let settings = EnvoySettings(
        [.listener, .cluster], spelling: .snake, listener: "resources[].", cluster: "resources[].",
        keepaliveServed: .since(Envoy.firstWithListenerKeepalive), unserved: Envoy.unserved
    ) { message, members in
        let (type, own) = message == .listener ? (Envoy.listenerType, Envoy.listenerMembers) : (Envoy.clusterType, Envoy.clusterMembers)
        return Specimen("version_info: \"1\"\nresources:\n- {\"@type\": \(type), \(own), \(members)}\n")
    }
}
