import Manifests

extension PolicyKind {
    /// BackendTrafficPolicy of gateway.envoyproxy.io: `spec.tcpKeepalive` of connections to backends.
    static let backendTrafficPolicy: PolicyKind = PolicyKind(
        group: EnvoyGateway.group, kind: "BackendTrafficPolicy", versions: ["v1alpha1"], resource: "backendtrafficpolicies",
        product: .envoyGateway, settings: [BackendTrafficPolicy.keepalive],
        documentation: Documentation(
            reads: "Typed keepalive in spec.tcpKeepalive, and beside it the idle timeout of spec.timeout.http and HTTP/2's keepalive.",
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive. Durations are cut to whole seconds, 500ms to 0. A 0 in any field switches \
                keepalive off with Envoy 1.37 and later, which Envoy Gateway ships since 1.7; with older ones every connection fails. An empty block \
                switches keepalive on with the kernel's defaults. The CRD knows no maximum.
                """,
            sources: [
                "CRD and api/v1alpha1/keepalive_types.go of Envoy Gateway main (2026-08)", "internal/gatewayapi/clustersettings.go",
                "internal/xds/translator/cluster.go",
            ]),
        read: BackendTrafficPolicy.read)
}

private enum BackendTrafficPolicy {
    static let keepalive = SettingPath(
        "spec.tcpKeepalive", .keepalive(EnvoyGateway.backendKeepalive), becomes: .clusterKeepalive, availability: .since(Release(1, 0)),
        specimen: EnvoyGateway.specimen("BackendTrafficPolicy", "tcpKeepalive: SETTING", target: "kind: HTTPRoute"))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        EnvoyGateway.readTargets(of: spec, into: &reading)
        EnvoyGateway.readGaps(of: spec, kind: "BackendTrafficPolicy", example: "spec.tcpKeepalive", into: &reading)
        readStrayFields(of: spec, "spec", except: fields, into: &reading)
        for (field, known) in sections {
            guard let section = spec[field] else { continue }
            readStrayFields(of: section, "spec.\(field)", except: known, into: &reading)
        }
        guard let block = spec["tcpKeepalive"] else { return }
        reading.add(
            SocketConfiguration(
                setting: keepalive, target: SocketTarget("the backend", identity: "upstream"),
                settings: .keepalive(KeepaliveBlock(block, as: EnvoyGateway.backendKeepalive, into: &reading)),
                application: EnvoyGateway.timeouts(ofBackend: spec, "spec")))
    }

    private static func readStrayFields(
        of mapping: ManifestNode, _ path: String, except known: [StaticString], into reading: inout PolicyReading
    ) {
        reading.readStrayFields(
            of: mapping, path: path, here: path, except: known, settings: [keepalive], block: EnvoyGateway.backendKeepalive)
    }

    /// The spec's fields up to 1.9.
    private static let fields: [StaticString] =
        EnvoyGateway.targets + [
            "admissionControl", "bandwidthLimit", "circuitBreaker", "compression", "compressor", "connection", "dns", "faultInjection",
            "healthCheck", "http2", "httpUpgrade", "loadBalancer", "proxyProtocol", "rateLimit", "requestBuffer", "responseOverride",
            "retry", "routingType", "tcpKeepalive", "telemetry", "timeout", "useClientProtocol",
        ]

    /// Maps beside the block in which people look for it.
    private static let sections: [(StaticString, known: [StaticString])] = [
        ("connection", ["bufferLimit", "preconnect", "socketBufferLimit"]), ("timeout", ["http", "tcp"]),
    ]
}
