import Manifests

extension PolicyKind {
    /// ProxyDefaults of consul.hashicorp.com: the defaults of all proxies in a free-form `spec.config`, and extensions.
    static let proxyDefaults: PolicyKind = PolicyKind(
        group: Consul.group, kind: "ProxyDefaults", versions: ["v1alpha1"], resource: "proxydefaults", product: .consul,
        settings: ProxyDefaults.config.all + [ProxyDefaults.patches],
        documentation: Documentation(
            reads: """
                envoy_gateway_remote_tcp_… in spec.config; the escape hatches there, JSON in texts: envoy_public_listener_json, envoy_local_cluster_json, \
                envoy_extra_static_listeners_json, envoy_extra_static_clusters_json, and envoy_bootstrap_json_tpl where it is JSON before it is \
                rendered; patches of spec.envoyExtensions (builtin/property-override).
                """,
            becomes: """
                Typed keepalive of mesh gateways' connections to other data centres and peers, and of all connections of terminating gateways; other \
                proxies pass over it. Without envoy_gateway_remote_tcp_enable_keepalive: true nothing is set. Numbers are weakly typed: "60" is 60, \
                parts of a second are cut (unverified), 0 is not set; nothing checks maxima. What Consul parses itself needs @type, and a field that \
                it does not know makes it refuse the whole text; its Envoy API is older than 1.37, so tcp_keepalive of a listener is such a \
                field. Texts for the bootstrap go to Envoy unread. property-override sets typed fields of clusters, by snake_case paths, and has \
                no way into lists. Since 1.14 (and later patches of 1.12 and 1.13).
                """,
            sources: Consul.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            if let config = reading.container("config", of: spec, .mapping) {
                ProxyDefaults.config.read(config, path: "spec.config", into: &reading)
            }
            ProxyDefaults.readMisplaced(spec, into: &reading)
            ConsulExtensions.read(spec, ProxyDefaults.patches, into: &reading)
        })
}

extension EmbeddedConfiguration {
    /// The same keys for one pod, as JSON in an annotation.
    static let consulProxyConfig: EmbeddedConfiguration = EmbeddedConfiguration(
        in: .podAnnotation("consul.hashicorp.com/proxy-config-map"), settings: ProxyDefaults.annotated.all,
        hints: ["envoy_gateway_remote_tcp_", "socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive"],
        read: { document, reading in
            ProxyDefaults.annotated.read(document, path: "consul.hashicorp.com/proxy-config-map", into: &reading)
        })
}

private enum ProxyDefaults {
    static let config = ConsulProxyConfig("spec.config.") { config in
        """
        apiVersion: consul.hashicorp.com/v1alpha1
        kind: ProxyDefaults
        metadata: {name: global}
        spec:
          config: \(config)

        """
    }
    static let annotated = ConsulProxyConfig("", product: .consul) { $0 + "\n" }
    static let patches = ConsulExtensions.setting("ProxyDefaults")

    /// Keys of the configuration that stand in the spec itself.
    static func readMisplaced(_ spec: ManifestNode, into reading: inout PolicyReading) {
        for (key, value) in spec.entries where key.begins(with: "envoy_") {
            guard reading.takesStrayField(at: spec) else { return }
            let name = key.text(atMost: 64)
            reading.add(
                StrayField(
                    key: key, value: value, owner: .mapping("spec"), meaning: .misplaced(home: "spec.config.\(name)", isBeside: false)))
        }
    }
}
