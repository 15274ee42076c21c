import Manifests

/// BackendConfigPolicy of gateway.kgateway.dev: `spec.tcpKeepalive`, durations as strings.
enum BackendConfigPolicy {
    static func read(_ spec: ManifestNode, into parts: inout PolicyObject.Parts) {
        parts.otherFields = PolicyObject.OtherField.all(of: spec, except: fields)
        guard let keepalive = spec["tcpKeepalive"], keepalive.kind != .null else { return }
        let http2 = spec["http2ProtocolOptions"]?["connectionKeepalive"]
        let application = ApplicationTimeouts(
            idleTimeout: spec["commonHttpProtocolOptions"]?["idleTimeout"]?.duration ?? .absent,
            http2KeepaliveInterval: http2?["interval"]?.duration ?? .absent,
            http2KeepaliveTimeout: http2?["timeout"]?.duration ?? .absent)
        parts.configurations.append(
            SocketConfiguration(subject: .upstream, settings: .keepalive(TypedKeepalive(kgateway: keepalive)), application: application))
    }

    /// The spec's fields in 2.2, 2.3 and main together.
    private static let fields: [StaticString] = [
        "circuitBreakers", "commonHttpProtocolOptions", "connectTimeout", "dns", "healthCheck", "http1ProtocolOptions",
        "http2ProtocolOptions", "loadBalancer", "outlierDetection", "perConnectionBufferLimitBytes", "targetRefs", "targetSelectors",
        "tcpKeepalive", "tls", "upstreamProxyProtocol",
    ]
}
