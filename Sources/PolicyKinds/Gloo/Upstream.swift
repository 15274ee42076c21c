import Manifests

extension PolicyKind {
    /// Upstream of gloo.solo.io: typed keepalive in `spec.connectionConfig`, durations as strings, rounded up.
    static let glooUpstream: PolicyKind = PolicyKind(
        group: Gloo.group, kind: "Upstream", versions: ["v1"], resource: "upstreams", product: .gloo, settings: [GlooUpstream.keepalive],
        documentation: Documentation(
            reads: "Typed keepalive in spec.connectionConfig.tcpKeepalive, and beside it the idle timeout.",
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive. Durations are rounded up to whole seconds (a part below 0.1 ms is cut); any \
                duration that Go reads is taken, as Gloo's reader of protobuf's JSON does [the reader's older releases read, newer ones not verified]. \
                "0s" is handed to Envoy as 0: every connection fails, since no release of Gloo ships an Envoy that reads it as "no keepalive" (1.37). \
                0 probes are as if left out. {} is keepalive with the kernel's defaults.
                """,
            sources: [
                "CRDs and projects/gloo/pkg/plugins/upstreamconn/plugin.go of solo-io/gloo (2026-08-07)",
                "pkg/utils/protoutils/marshal.go of solo-io/solo-kit",
            ]),
        read: GlooUpstream.read)
}

private enum GlooUpstream {
    /// `math.Round(seconds + 0.4999)`: a part of a second counts from 0.1 ms on.
    private static let duration = FieldForm(
        .duration(DurationSyntax(minimum: 0, words: "a duration such as 60s, 1m30s or 1h", matches: { _ in true })),
        fraction: .roundsUp(from: 100_000), zero: .switchesOff(sinceEnvoy: Envoy.firstWithListenerKeepalive))
    private static let form = BlockForm(
        "tcpKeepalive", idle: ("keepaliveTime", duration), interval: ("keepaliveInterval", duration),
        count: ("keepaliveProbes", FieldForm(.count, zero: .ignored)))

    static let keepalive = SettingPath(
        "spec.connectionConfig.tcpKeepalive", .keepalive(form), becomes: .clusterKeepalive, availability: .since(Release(1, 0)),
        specimen: Specimen(
            """
            apiVersion: gloo.solo.io/v1
            kind: Upstream
            metadata: {name: example, namespace: gloo-system}
            spec:
              static: {hosts: [{addr: example.internal, port: 8080}]}
              connectionConfig: {tcpKeepalive: SETTING}

            """))
    /// The whole of it, for those who misspell it or put it elsewhere.
    private static let connectionConfig = SettingPath("spec.connectionConfig", .keepalive(form), becomes: .clusterKeepalive, specimen: nil)

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        let settings = [keepalive, connectionConfig]
        reading.readStrayFields(of: spec, path: "spec", here: "spec", except: fields, settings: settings, block: form)
        guard let connection = reading.container("connectionConfig", of: spec, .mapping) else { return }
        let path = connectionConfig.path
        reading.readStrayFields(of: connection, path: path, here: path, except: connectionFields, settings: settings, block: form)
        guard let block = connection["tcpKeepalive"] else { return }
        reading.add(
            SocketConfiguration(
                setting: keepalive, target: SocketTarget("the upstream", identity: "upstream"),
                settings: .keepalive(KeepaliveBlock(block, as: form, into: &reading)),
                application: ApplicationTimeouts(
                    idleTimeoutPath: path + ".commonHttpProtocolOptions.idleTimeout",
                    idleTimeout: connection["commonHttpProtocolOptions"]?["idleTimeout"]?.duration ?? .absent)))
    }

    private static let fields: [StaticString] = [
        "ai", "aws", "awsEc2", "azure", "circuitBreakers", "connectionConfig", "consul", "disableIstioAutoMtls", "discoveryMetadata",
        "dnsRefreshRate", "failover", "gcp", "healthChecks", "httpConnectHeaders", "httpConnectSslConfig", "httpProxyHostname",
        "ignoreHealthOnHostRemoval", "initialConnectionWindowSize", "initialStreamWindowSize", "kube", "loadBalancerConfig",
        "maxConcurrentStreams", "namespacedStatuses", "outlierDetection", "overrideStreamErrorOnInvalidHttpMessage", "pipe",
        "preconnectPolicy", "protocolSelection", "proxyProtocolVersion", "respectDnsTtl", "sslConfig", "static", "useHttp2",
    ]
    private static let connectionFields: [StaticString] = [
        "tcpKeepalive", "maxRequestsPerConnection", "connectTimeout", "perConnectionBufferLimitBytes", "commonHttpProtocolOptions",
        "http1ProtocolOptions",
    ]
}
