import Manifests

extension PolicyKind {
    /// Backend of gateway.kgateway.dev, with `spec.connectionConfig.tcpKeepalive` as the keepalive guide writes it: whole seconds. No release
    /// serves the field; it is Gloo's.
    static let backend: PolicyKind = PolicyKind(
        group: Kgateway.group, kind: "Backend", versions: ["v1alpha1"], resource: "backends", product: .kgateway,
        settings: [Backend.keepalive],
        documentation: Documentation(
            reads: "Typed keepalive in spec.connectionConfig.tcpKeepalive, as the keepalive guide writes it: whole seconds.",
            becomes: """
                Nothing: no release of kgateway serves spec.connectionConfig, which is Gloo's. The API server refuses it or prunes it in silence; a \
                BackendConfigPolicy is where keepalive to backends belongs.
                """,
            sources: ["CRDs of kgateway 2.2, 2.3 and main (2026-08)"]),
        read: Backend.read)
}

private enum Backend {
    private static let seconds = FieldForm(.seconds, zero: .switchesOff(sinceEnvoy: Kgateway.envoyWithListenerKeepalive))
    private static let form = BlockForm(
        "tcpKeepalive", idle: ("keepaliveTime", seconds), interval: ("keepaliveInterval", seconds),
        count: ("keepaliveProbes", FieldForm(.count, zero: .switchesOff(sinceEnvoy: Kgateway.envoyWithListenerKeepalive))))

    static let keepalive = SettingPath(
        "spec.connectionConfig.tcpKeepalive", .keepalive(form), becomes: .clusterKeepalive,
        availability: .never(path: "spec.connectionConfig"), replacement: Kgateway.backendReplacement,
        specimen: Specimen(
            """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: Backend
            metadata: {name: example}
            spec:
              type: Static
              static: {hosts: [{host: example.internal, port: 8080}]}
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
                setting: keepalive, target: SocketTarget("the backend", identity: "upstream"),
                settings: .keepalive(KeepaliveBlock(block, as: form, into: &reading)),
                application: ApplicationTimeouts(idleTimeoutPath: "spec.connectionConfig.commonHttpProtocolOptions.idleTimeout")))
    }

    private static let fields: [StaticString] = [
        "connectionConfig", "type", "aws", "static", "dynamicForwardProxy", "gcp", "priorityGroups",
    ]
    private static let connectionFields: [StaticString] = [
        "tcpKeepalive", "maxRequestsPerConnection", "connectTimeout", "perConnectionBufferLimitBytes", "commonHttpProtocolOptions",
        "http1ProtocolOptions",
    ]
}
