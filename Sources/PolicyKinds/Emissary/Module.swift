import Manifests
import SocketOptions

extension PolicyKind {
    /// Module of getambassador.io: `spec.config.keepalive` of the one called "ambassador", the default for every cluster.
    static let emissaryModule: PolicyKind = PolicyKind(
        group: Emissary.group, kind: "Module", versions: Emissary.versions, resource: "modules", product: .emissary,
        settings: [EmissaryModule.keepalive],
        documentation: Documentation(
            reads: """
                Typed keepalive in spec.config.keepalive of the Module "ambassador", whole seconds; the config is free-form, so that no schema checks it. \
                The idle time is `time` here, which no document has; `idle_time`, which they have, is never read.
                """,
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive of every cluster, those of TCPMappings and services of its own included, \
                unless a Mapping has a block, which replaces this one whole. Numbers are handed on as they are, also as text [not run]; a 0 as in a \
                Mapping. {} sets nothing here.
                """,
            sources: Emissary.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            EmissaryModule.read(spec, "spec.", object["metadata"]?["name"], EmissaryModule.keepalive, into: &reading)
        })
}

enum EmissaryModule {
    private static let form = BlockForm(
        "keepalive", idle: ("time", Emissary.number(.seconds, asText: true)),
        interval: ("interval", Emissary.number(.seconds, asText: true)),
        count: ("probes", Emissary.number(.count, asText: true)), whenEmpty: .nothing, deadNames: [.idle: "idle_time"])

    static let keepalive = SettingPath(
        "spec.config.keepalive", .keepalive(form), becomes: .clusterKeepalive, availability: Emissary.since,
        unserved: "nobody reads it there",
        specimen: Specimen(
            """
            apiVersion: getambassador.io/v3alpha1
            kind: Module
            metadata: {name: ambassador}
            spec:
              config: {keepalive: SETTING}

            """))
    /// The same in an annotation.
    static let keepaliveInText = SettingPath(
        "config.keepalive", .keepalive(form), becomes: .clusterKeepalive, availability: Emissary.since, unserved: "nobody reads it there",
        product: .emissary,
        specimen: Specimen(
            """
            apiVersion: getambassador.io/v2
            kind: Module
            name: ambassador
            config: {keepalive: SETTING}

            """))

    /// Reads what has a Module's fields.
    /// - Parameters:
    ///   - path: its own with its point, "" where it is a document.
    ///   - name: the Module's name.
    static func read(
        _ spec: ManifestNode, _ path: String, _ name: ManifestNode?, _ setting: SettingPath, into reading: inout PolicyReading
    ) {
        guard let config = reading.container("config", of: spec, .mapping) else { return }
        reading.readStrayFields(
            of: config, path: setting.parentPath, here: Place(config).path(in: reading.object), except: fields, settings: [setting],
            block: form)
        guard let node = config["keepalive"] else { return }
        guard reading.configurations.count < ReadingLimits.configurations else {
            return reading.note(.configurations, at: node, isError: true)
        }
        let block = KeepaliveBlock(node, as: form, into: &reading)
        reading.add(
            SocketConfiguration(
                setting: setting,
                target: SocketTarget("every backend without keepalive of its own", identity: "module", isGeneral: true),
                settings: .keepalive(block), application: Emissary.timeouts(config, path + "config.")))
        if let name, name.kind == .string, !name.hasText("ambassador") {
            reading.notApplied.append(
                NotApplied(
                    Place(name),
                    "Emissary only reads the keepalive of the Module \"ambassador\", and this one is \(quoted(name.text(atMost: 164)))",
                    remedy: "write it in the Module \"ambassador\"", loses: .keepalive))
        }
        guard let dead = node["idle_time"] else { return }
        let isSet = block.idle.node != nil
        reading.notApplied.append(
            NotApplied(
                Place(dead, .key),
                "in a Module Emissary reads `time`, and never `idle_time`, though its documents say so"
                    + (isSet ? "" : ": the first probe comes after the kernel's default of 7200 s"),
                remedy: isSet ? "remove it" : "write `time`"))
    }

    /// Fields of the config that resemble one of ours.
    private static let fields: [StaticString] = [
        "keepalive", "cluster_idle_timeout_ms", "listener_idle_timeout_ms", "cluster_max_connection_lifetime_ms", "service_port",
        "diagnostics", "xff_num_trusted_hops", "use_remote_address", "defaults", "retry_policy", "circuit_breakers", "load_balancer",
    ]
}
