import Manifests

extension PolicyKind {
    /// BackendConfigPolicy of gateway.kgateway.dev: `spec.tcpKeepalive`, durations as strings.
    static let backendConfigPolicy: PolicyKind = PolicyKind(
        group: Kgateway.group, kind: "BackendConfigPolicy", versions: ["v1alpha1"], resource: "backendconfigpolicies", product: .kgateway,
        settings: BackendConfigPolicy.settings, read: BackendConfigPolicy.read)
}

private enum BackendConfigPolicy {
    static let settings = [SettingPath("spec.tcpKeepalive", .keepalive)]

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        for (key, value) in spec.entries where key.hasText("targetRefs") || key.hasText("targetSelectors") {
            reading.attach(value)
        }
        reading.readStrayFields(of: spec, path: "spec", here: "spec", except: fields, settings: settings, block: Kgateway.tcpKeepalive)
        guard let keepalive = spec["tcpKeepalive"] else { return }
        let http2 = spec["http2ProtocolOptions"]?["connectionKeepalive"]
        let application = ApplicationTimeouts(
            idleTimeoutPath: "spec.commonHttpProtocolOptions.idleTimeout",
            idleTimeout: spec["commonHttpProtocolOptions"]?["idleTimeout"]?.duration ?? .absent,
            http2PingInterval: http2?["interval"]?.duration ?? .absent,
            http2PingTimeout: http2?["timeout"]?.duration ?? .absent)
        reading.add(
            SocketConfiguration(
                target: SocketTarget(.upstream, "the backend", identity: "upstream"),
                settings: .keepalive(KeepaliveBlock(keepalive, as: Kgateway.tcpKeepalive, into: &reading)), application: application))
    }

    /// The spec's fields in 2.2, 2.3 and main together.
    private static let fields: [StaticString] = [
        "circuitBreakers", "commonHttpProtocolOptions", "connectTimeout", "dns", "healthCheck", "http1ProtocolOptions",
        "http2ProtocolOptions", "loadBalancer", "outlierDetection", "perConnectionBufferLimitBytes", "targetRefs", "targetSelectors",
        "tcpKeepalive", "tls", "upstreamProxyProtocol",
    ]
}
