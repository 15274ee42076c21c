import Manifests

extension PolicyKind {
    /// AgentgatewayPolicy of agentgateway.dev: keepalive of accepted connections and of those to backends.
    static let agentgatewayPolicy: PolicyKind = PolicyKind(
        group: Agentgateway.group, kind: "AgentgatewayPolicy", versions: ["v1alpha1"], resource: "agentgatewaypolicies",
        product: .agentgateway, settings: [AgentgatewayPolicy.frontend, AgentgatewayPolicy.backend, AgentgatewayPolicy.nested.other],
        documentation: Documentation(
            reads: """
                Typed keepalive in spec.frontend.tcp.keepalive and spec.backend.tcp.keepalive, and in every policies.tcp.keepalive further below \
                spec.backend (prompt guards).
                """,
            becomes: Agentgateway.becomes, sources: Agentgateway.sources),
        read: AgentgatewayPolicy.read)
}

private enum AgentgatewayPolicy {
    static let frontend = Agentgateway.setting(
        "spec.frontend.tcp.keepalive", becomes: .acceptedConnections, specimen: specimen("frontend: {tcp: {keepalive: SETTING}}"))
    static let backend = Agentgateway.setting(
        "spec.backend.tcp.keepalive", specimen: specimen("backend: {tcp: {keepalive: SETTING}}"))
    static let nested = Agentgateway.NestedSettings(
        provider: nil, target: nil,
        other: Agentgateway.setting(
            "spec.backend….policies.tcp.keepalive",
            specimen: specimen(
                "backend: {ai: {promptGuard: {request: [{openAIModeration: {policies: {tcp: {keepalive: SETTING}}}}]}}}")))

    private static func specimen(_ setting: String) -> Specimen {
        Specimen(
            """
            apiVersion: agentgateway.dev/v1alpha1
            kind: AgentgatewayPolicy
            metadata: {name: example}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              \(setting)

            """)
    }

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        for (key, value) in spec.entries where key.hasText("targetRefs") || key.hasText("targetSelectors") { reading.attach(value) }
        reading.readStrayFields(
            of: spec, path: "spec", here: "spec", except: ["targetRefs", "targetSelectors", "frontend", "backend", "traffic"],
            settings: [frontend, backend], block: Agentgateway.keepalive)
        if let mapping = reading.container("frontend", of: spec, .mapping) {
            let http = mapping["http"]
            Agentgateway.readTCP(
                of: mapping, frontend, SocketTarget("the gateway", identity: "frontend", isGeneral: true),
                ApplicationTimeouts(
                    idleTimeoutPath: "spec.frontend.http.http1IdleTimeout", idleTimeout: http?["http1IdleTimeout"]?.duration ?? .absent,
                    http2PingInterval: http?["http2KeepaliveInterval"]?.duration ?? .absent,
                    http2PingTimeout: http?["http2KeepaliveTimeout"]?.duration ?? .absent,
                    defaultIdleTimeout: "agentgateway's for HTTP/1 is 10 min"),
                into: &reading)
        }
        if let mapping = reading.container("backend", of: spec, .mapping) {
            Agentgateway.readTCP(of: mapping, backend, SocketTarget("the backend", identity: "upstream"), into: &reading)
            Agentgateway.readNested(mapping, nested, general: nil, into: &reading)
        }
    }
}
