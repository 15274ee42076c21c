import Manifests

/// The idle timeouts that Envoy's own messages set on the connections of a listener or cluster.
enum EnvoyTimeouts {
    /// The shortest idle timeout of a listener's filters: the HTTP connection manager's or the TCP proxy's.
    static func ofListener(_ node: ManifestNode) -> ApplicationTimeouts {
        var shortest: Written<GoDuration> = .absent
        var path = "filter_chains[].filters[].typed_config.common_http_protocol_options.idle_timeout"
        for chain in node.field("filter_chains", "filterChains").items {
            for filter in chain["filters"].items {
                guard let config = filter.field("typed_config", "typedConfig") else { continue }
                let http = config.field("common_http_protocol_options", "commonHttpProtocolOptions")
                guard let timeout = http?.field("idle_timeout", "idleTimeout") ?? config.field("idle_timeout", "idleTimeout") else {
                    continue
                }
                let written = timeout.duration
                guard let value = written.value, value.nanoseconds > 0 else { continue }
                if let old = shortest.value, old.nanoseconds <= value.nanoseconds { continue }
                shortest = written
                path =
                    http == nil
                    ? "filter_chains[].filters[].typed_config.idle_timeout"
                    : "filter_chains[].filters[].typed_config.common_http_protocol_options.idle_timeout"
            }
        }
        return ApplicationTimeouts(idleTimeoutPath: path, idleTimeout: shortest)
    }

    /// A cluster's, in HttpProtocolOptions or in the deprecated field.
    static func ofCluster(_ node: ManifestNode) -> ApplicationTimeouts {
        let extensions = node.field("typed_extension_protocol_options", "typedExtensionProtocolOptions")
        let http = extensions?["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]
        let common = http ?? node
        let idle = common.field("common_http_protocol_options", "commonHttpProtocolOptions")?.field("idle_timeout", "idleTimeout")
        let ping = (http?.field("explicit_http_config", "explicitHttpConfig") ?? node)
            .field("http2_protocol_options", "http2ProtocolOptions")?.field("connection_keepalive", "connectionKeepalive")
        return ApplicationTimeouts(
            idleTimeoutPath: "typed_extension_protocol_options.HttpProtocolOptions.common_http_protocol_options.idle_timeout",
            idleTimeout: idle?.duration ?? .absent, http2PingInterval: ping?.field("interval", "interval")?.duration ?? .absent,
            http2PingTimeout: ping?.field("timeout", "timeout")?.duration ?? .absent)
    }
}
