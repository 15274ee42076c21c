import Manifests

extension PolicyKind {
    /// BackendConfigPolicy of gateway.kgateway.dev: `spec.tcpKeepalive`, durations as strings.
    static let backendConfigPolicy: PolicyKind = PolicyKind(
        group: Kgateway.group, kind: "BackendConfigPolicy", versions: ["v1alpha1"], resource: "backendconfigpolicies", product: .kgateway,
        settings: [BackendConfigPolicy.keepalive],
        documentation: Documentation(
            reads: "Typed keepalive in spec.tcpKeepalive, and beside it the idle timeout and HTTP/2's keepalive.",
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive; durations are cut to whole seconds. 0 probes switch keepalive off with \
                Envoy 1.37 and later, and make every connection fail with older ones. A DestinationRule with outlierDetection for the same backend \
                is merged with it in random order: keep one of the two.
                """,
            sources: ["CRDs and api/v1alpha1/kgateway of kgateway 2.2, 2.3 and main (2026-08)"]),
        read: BackendConfigPolicy.read)
}

private enum BackendConfigPolicy {
    static let keepalive = SettingPath(
        "spec.tcpKeepalive", .keepalive(Kgateway.tcpKeepalive), becomes: .clusterKeepalive,
        specimen: Kgateway.specimen("BackendConfigPolicy", "tcpKeepalive: SETTING", target: "group: \"\", kind: Service, name: backend"))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        for (key, value) in spec.entries where key.hasText("targetRefs") || key.hasText("targetSelectors") {
            reading.attach(value)
        }
        reading.readStrayFields(of: spec, path: "spec", here: "spec", except: fields, settings: [keepalive], block: Kgateway.tcpKeepalive)
        guard let block = spec["tcpKeepalive"] else { return }
        let http2 = spec["http2ProtocolOptions"]?["connectionKeepalive"]
        let application = ApplicationTimeouts(
            idleTimeoutPath: "spec.commonHttpProtocolOptions.idleTimeout",
            idleTimeout: spec["commonHttpProtocolOptions"]?["idleTimeout"]?.duration ?? .absent,
            http2PingInterval: http2?["interval"]?.duration ?? .absent,
            http2PingTimeout: http2?["timeout"]?.duration ?? .absent)
        reading.add(
            SocketConfiguration(
                setting: keepalive, target: SocketTarget("the backend", identity: "upstream"),
                settings: .keepalive(KeepaliveBlock(block, as: Kgateway.tcpKeepalive, into: &reading)), application: application))
    }

    /// The spec's fields in 2.2, 2.3 and main together.
    private static let fields: [StaticString] = [
        "circuitBreakers", "commonHttpProtocolOptions", "connectTimeout", "dns", "healthCheck", "http1ProtocolOptions",
        "http2ProtocolOptions", "loadBalancer", "outlierDetection", "perConnectionBufferLimitBytes", "targetRefs", "targetSelectors",
        "tcpKeepalive", "tls", "upstreamProxyProtocol",
    ]
}
