import Manifests

extension PolicyKind {
    /// EnvoyProxy of gateway.envoyproxy.io: the proxies' bootstrap, and keepalive to the collectors of their telemetry.
    static let envoyProxy: PolicyKind = PolicyKind(
        group: EnvoyGateway.group, kind: "EnvoyProxy", versions: ["v1alpha1"], resource: "envoyproxies", product: .envoyGateway,
        settings: EnvoyProxy.value.all + EnvoyProxy.patches.all + EnvoyProxy.places.map(\.keepalive),
        documentation: Documentation(
            reads: """
                The bootstrap in spec.bootstrap.value, a text in YAML, and in spec.bootstrap.jsonPatches[]: every place of a bootstrap. Typed keepalive \
                in backendSettings.tcpKeepalive of spec.telemetry: accessLog.settings[].sinks[].als and .openTelemetry, metrics.sinks[].openTelemetry, \
                tracing.provider.
                """,
            becomes: """
                The bootstrap of the proxies: instead of Envoy Gateway's own (type Replace, the default), merged into it (Merge; lists are added to), \
                or patched. It is decoded and checked: with an unknown field the whole EnvoyProxy is rejected. The listeners that Gateways ask for are \
                not in it. The typed fields become upstream_connection_options.tcp_keepalive as in a BackendTrafficPolicy. The releases in which \
                Merge and jsonPatches came are not verified.
                """,
            sources: [
                "api/v1alpha1/envoyproxy_types.go of Envoy Gateway main (2026-08), and its telemetry types",
                "internal/xds/bootstrap/validate.go",
            ]),
        read: EnvoyProxy.read)
}

private enum EnvoyProxy {
    static let value = settings("spec.bootstrap.value: ") { message, members in
        let document =
            switch message {
            case .listener: "static_resources: {listeners: [{\(Envoy.listenerMembers), \(members)}]}"
            case .cluster: "static_resources: {clusters: [{\(Envoy.clusterMembers), \(members)}]}"
            default: members
            }
        return specimen("bootstrap:\n    value: |\n      {\(document)}")
    }

    static let patches = settings("spec.bootstrap.jsonPatches[]: ") { message, members in
        let patch =
            switch message {
            case .listener: "path: /static_resources/listeners/-, value: {\(Envoy.listenerMembers), \(members)}"
            case .cluster: "path: /static_resources/clusters/-, value: {\(Envoy.clusterMembers), \(members)}"
            default: "path: '', value: {\(members)}"
            }
        return specimen("bootstrap:\n    type: JSONPatch\n    jsonPatches:\n    - {op: add, \(patch)}")
    }

    private static func settings(
        _ prefix: String, specimen: (EnvoySettings.Messages, String) -> Specimen
    ) -> EnvoySettings {
        EnvoySettings(
            [.listener, .cluster, .bootstrap], spelling: .snake, listener: prefix + "static_resources.listeners[].",
            cluster: prefix + "static_resources.clusters[].", bootstrap: prefix,
            keepaliveServed: .since(EnvoyGateway.firstWithListenerKeepalive),
            unserved: "the control plane does not know the field and rejects the EnvoyProxy", specimen: specimen)
    }

    static let places: [BackendSettings] = [
        sink(["als"], "the access log service"), sink(["openTelemetry"], "the access log collector"),
        BackendSettings(
            [("spec", false), ("telemetry", false), ("metrics", false), ("sinks", true), ("openTelemetry", false)], "the metrics collector",
            siblings: collector
        ) { specimen("telemetry: {metrics: {sinks: [{type: OpenTelemetry, openTelemetry: {port: 4317, \($0)}}]}}") },
        BackendSettings(
            [("spec", false), ("telemetry", false), ("tracing", false), ("provider", false)], "the tracing collector",
            siblings: collector + ["type", "zipkin", "openTelemetry", "datadog"]
        ) { specimen("telemetry: {tracing: {provider: {type: OpenTelemetry, port: 4317, \($0)}}}") },
    ]

    private static func sink(_ field: [StaticString], _ title: String) -> BackendSettings {
        BackendSettings(
            [("spec", false), ("telemetry", false), ("accessLog", false), ("settings", true), ("sinks", true)] + field.map { ($0, false) },
            title, siblings: collector + ["logName", "type", "http"]
        ) { specimen("telemetry: {accessLog: {settings: [{sinks: [{\(field[0]): {backendRefs: [{name: logs, port: 9000}], \($0)}}]}]}}") }
    }

    /// The fields of what names a collector.
    private static let collector: [StaticString] = [
        "backendRef", "backendRefs", "host", "port", "resources", "resourceAttributes", "headers", "exportInterval", "exportTimeout",
        "reportCountersAsDeltas", "reportHistogramsAsDeltas", "serviceName",
    ]

    private static func specimen(_ setting: String) -> Specimen {
        Specimen(
            """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: EnvoyProxy
            metadata: {name: example}
            spec:
              \(setting)

            """)
    }

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        for place in places { place.read(object, into: &reading) }
        guard let bootstrap = reading.container("bootstrap", of: spec, .mapping) else { return }
        if let text = bootstrap["value"], let document = reading.document(in: text, "`value`", isRefused: true) {
            if document.kind == .mapping {
                EnvoyReader(settings: value).readBootstrap(document, into: &reading)
            } else if document.kind != .null {
                reading.malformed.append(
                    ("`value`", .wrongType(expected: "a bootstrap in YAML, a map", found: document.inWords), document))
            }
        }
        guard let list = reading.container("jsonPatches", of: bootstrap, .sequence) else { return }
        var patching = EnvoyJSONPatches(settings: patches, as: EnvoyGateway.bootstrapPatches)
        let target = EnvoyJSONPatches.Target(.bootstrap, title: "the bootstrap", identity: "bootstrap")
        for operation in list.elements { patching.take(operation, on: target, into: &reading) }
        patching.read(into: &reading)
    }
}

extension EnvoyGateway {
    /// How patches of a bootstrap are applied: it is checked when all of them are.
    static let bootstrapPatches = EnvoyJSONPatches.Manner(
        spelling: .snake,
        otherSpelling: { _ in "the other spelling is taken only while it has no such field: both at once are refused as a duplicate" },
        refusesInvalid: nil, takesJSONPath: true)
}
