import Manifests

extension PolicyKind {
    /// Mapping of getambassador.io: `spec.keepalive`, whose idle time nobody reads.
    static let emissaryMapping: PolicyKind = PolicyKind(
        group: Emissary.group, kind: "Mapping", versions: Emissary.versions, resource: "mappings", product: .emissary,
        settings: [EmissaryMapping.keepalive],
        documentation: Documentation(
            reads: "Typed keepalive in spec.keepalive, whole seconds, and beside it cluster_idle_timeout_ms.",
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive, without the idle time: the CRD has idle_time, the translator looks for time, \
                in every release, so that the first probe comes after the kernel's 7200 s. A 0 is handed on: Envoy 1.37 (Emissary 4.1) and later \
                switch keepalive off, older ones fail every connection. {} is keepalive with the kernel's defaults. The block replaces the Module's \
                whole.
                """,
            sources: Emissary.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            EmissaryMapping.read(spec, "spec", EmissaryMapping.keepalive, SocketTarget("the backend", identity: "upstream"), into: &reading)
        })
}

enum EmissaryMapping {
    private static let form = BlockForm(
        "keepalive", idle: ("idle_time", Emissary.number(.seconds, isApplied: false)), interval: ("interval", Emissary.number(.seconds)),
        count: ("probes", Emissary.number(.count)))

    static let keepalive = SettingPath(
        "spec.keepalive", .keepalive(form), becomes: .clusterKeepalive, availability: Emissary.since,
        specimen: Specimen(
            """
            apiVersion: getambassador.io/v3alpha1
            kind: Mapping
            metadata: {name: example}
            spec:
              hostname: "*"
              prefix: /backend/
              service: backend
              keepalive: SETTING

            """))
    /// The same in an annotation, where the fields of the spec stand at the top.
    static let keepaliveInText = SettingPath(
        "keepalive", .keepalive(form), becomes: .clusterKeepalive, availability: Emissary.since, product: .emissary,
        specimen: Specimen(
            """
            apiVersion: getambassador.io/v2
            kind: Mapping
            name: example
            prefix: /backend/
            service: backend
            keepalive: SETTING

            """))

    /// Reads what has a Mapping's fields.
    /// - Parameter path: its own, "" where it is a document.
    static func read(
        _ spec: ManifestNode, _ path: String, _ setting: SettingPath, _ target: SocketTarget, into reading: inout PolicyReading
    ) {
        let here = path.isEmpty ? Place(spec).path(in: reading.object) : path
        reading.readStrayFields(of: spec, path: path, here: here, except: fields, settings: [setting], block: form)
        guard let node = spec["keepalive"] else { return }
        guard reading.configurations.count < ReadingLimits.configurations else {
            return reading.note(.configurations, at: node, isError: true)
        }
        let block = KeepaliveBlock(node, as: form, into: &reading)
        reading.add(
            SocketConfiguration(
                setting: setting, target: target, settings: .keepalive(block),
                application: Emissary.timeouts(spec, path.isEmpty ? "" : path + ".")))
        guard block.malformed == nil, !block.isNull else { return }
        let idle = block.idle.node
        reading.notApplied.append(
            NotApplied(
                idle.map { Place($0, .key) } ?? Place(node, .key),
                (idle == nil ? "a Mapping cannot set the idle time" : "Emissary never reads `idle_time` in a Mapping")
                    + ": the first probe comes after the kernel's default of 7200 s",
                remedy:
                    "set `time` in spec.config.keepalive of the Module \"ambassador\" instead, and remove this block, which replaces that one"
            ))
    }

    /// The spec's fields in v1, v2 and v3alpha1 that resemble one of ours; no other does.
    private static let fields: [StaticString] = [
        "keepalive", "cluster_idle_timeout_ms", "cluster_max_connection_lifetime_ms", "connect_timeout_ms", "idle_timeout_ms", "prefix",
        "service", "hostname", "host", "rewrite", "timeout_ms", "labels", "docs", "name", "kind", "apiVersion", "ambassador_id",
        "circuit_breakers", "load_balancer", "precedence", "priority", "method", "headers", "retry_policy", "resolver", "weight", "tls",
    ]
}
