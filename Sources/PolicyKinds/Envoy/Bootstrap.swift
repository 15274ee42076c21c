import Manifests

extension PolicyKind {
    /// Envoy's bootstrap, the file that it is started with: listeners and clusters in `static_resources`, the admin port, and the cluster
    /// manager's default for clusters.
    static let envoyBootstrap: PolicyKind = PolicyKind(
        package: "envoy.config.bootstrap.v3", kind: "Bootstrap", product: .envoy, settings: Bootstrap.settings.all,
        documentation: Documentation(
            reads: """
                Every list of socket options and every tcp_keepalive of static listeners (also of their additional addresses), of static clusters (also \
                of extra source addresses), of the admin port and of cluster_manager, in snake and in camel case. The listener's own address says which \
                family it binds and whether it carries datagrams.
                """,
            becomes: """
                What is written: Envoy is the one that reads it. Of sockets that connect, and of the admin port, only options in STATE_PREBIND are ever \
                applied. A 0 in any field of tcp_keepalive switches keepalive off since 1.37; before, the kernel refuses it. A cluster's own list \
                replaces cluster_manager's.
                """,
            sources: ["envoyproxy/data-plane-api (2026-01)", "measured with Envoy 1.40, see the Envoy agreement tests"]),
        recognizes: Bootstrap.recognizes,
        read: { node, reading in EnvoyReader(settings: Bootstrap.settings).readBootstrap(node, into: &reading) })
}

extension EmbeddedConfiguration {
    /// A bootstrap, or a part of one, in a ConfigMap.
    static let envoyBootstrap: EmbeddedConfiguration = EmbeddedConfiguration(
        in: .configMap, settings: Bootstrap.settings.all, recognizes: { document, _, _ in Bootstrap.recognizes(document) },
        read: { document, reading in EnvoyReader(settings: Bootstrap.settings).readBootstrap(document, into: &reading) })
}

private enum Bootstrap {
    static let settings = EnvoySettings(
        [.listener, .cluster, .bootstrap], spelling: .snake, listener: "static_resources.listeners[].",
        cluster: "static_resources.clusters[].", keepaliveServed: .since(Envoy.firstWithListenerKeepalive), unserved: Envoy.unserved,
        product: .envoy
    ) { message, members in
        switch message {
        case .listener: Specimen("static_resources:\n  listeners:\n  - {\(Envoy.listenerMembers), \(members)}\n")
        case .cluster: Specimen("static_resources:\n  clusters:\n  - {\(Envoy.clusterMembers), \(members)}\n")
        default: Specimen("{\(members)}\n")
        }
    }

    /// A map with a key that only a bootstrap has. `admin` and `node` alone stand in many files.
    @Sendable static func recognizes(_ node: ManifestNode) -> Bool {
        node.entries.contains { key, value in
            value.kind == .mapping
                && (key.hasText("static_resources") || key.hasText("staticResources") || key.hasText("dynamic_resources")
                    || key.hasText("dynamicResources") || key.hasText("cluster_manager") || key.hasText("clusterManager")
                    || key.hasText("admin") && value.field("socket_options", "socketOptions") != nil)
        }
    }
}

extension Envoy {
    static let unserved = "Envoy refuses to start with a field that it does not know, and drops it from what an xDS server sends"

    /// What a listener needs besides its settings.
    static let listenerMembers =
        #""name": "http", "address": {"socket_address": {"address": "0.0.0.0", "port_value": 8080}}, "filter_chains": [{}]"#
    /// What a cluster needs besides its settings.
    static let clusterMembers = #""name": "backend", "type": "STATIC", "connect_timeout": "1s""#
}
