import Manifests

extension PolicyKind {
    /// A single cluster with its type, as an xDS server sends it and as snippets show it.
    static let envoyCluster: PolicyKind = PolicyKind(
        package: "envoy.config.cluster.v3", kind: "Cluster", product: .envoy, settings: Cluster.settings.all,
        documentation: Documentation(
            reads: """
                upstream_connection_options.tcp_keepalive, and the socket_options of upstream_bind_config and of its extra source addresses.
                """,
            becomes: """
                What is written, for each socket that connects. Only options in STATE_PREBIND are ever applied. What the kernel refuses fails every \
                connection, while the update is acknowledged.
                """,
            sources: ["envoyproxy/data-plane-api (2026-01)", "measured with Envoy 1.40, see the Envoy agreement tests"]),
        recognizes: { $0["@type"]?.hasText(Envoy.clusterType) ?? false },
        read: { node, reading in EnvoyReader(settings: Cluster.settings).readCluster(node, into: &reading) })
}

private enum Cluster {
    static let settings = EnvoySettings(
        .cluster, spelling: .snake, keepaliveServed: .since(Envoy.firstWithListenerKeepalive), unserved: Envoy.unserved
    ) { _, members in Specimen("{\"@type\": \(Envoy.clusterType), \(Envoy.clusterMembers), \(members)}\n") }
}
