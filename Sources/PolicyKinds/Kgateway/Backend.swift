import Manifests

extension PolicyKind {
    /// Backend of gateway.kgateway.dev, with `spec.connectionConfig.tcpKeepalive` as the keepalive guide writes it: whole seconds. No release
    /// serves the field; it is Gloo's.
    static let backend: PolicyKind = PolicyKind(
        group: Kgateway.group, kind: "Backend", versions: ["v1alpha1"], resource: "backends", product: .kgateway,
        settings: Backend.settings, read: Backend.read)
}

private enum Backend {
    static let settings = [
        SettingPath("spec.connectionConfig.tcpKeepalive", .keepalive, instead: "spec.tcpKeepalive of a BackendConfigPolicy")
    ]
    private static let connectionConfig = SettingPath("spec.connectionConfig", .keepalive)

    private static let seconds = FieldForm(.seconds, zero: .switchesOff(sinceEnvoy: Kgateway.envoyWithListenerKeepalive))
    private static let form = BlockForm(
        "tcpKeepalive", idle: ("keepaliveTime", seconds), interval: ("keepaliveInterval", seconds),
        count: ("keepaliveProbes", FieldForm(.count, zero: .switchesOff(sinceEnvoy: Kgateway.envoyWithListenerKeepalive))))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        let settings = Self.settings + [connectionConfig]
        reading.readStrayFields(of: spec, path: "spec", here: "spec", except: fields, settings: settings, block: form)
        guard let connection = reading.container("connectionConfig", of: spec, .mapping) else { return }
        let path = connectionConfig.path
        reading.readStrayFields(of: connection, path: path, here: path, except: connectionFields, settings: settings, block: form)
        guard let keepalive = connection["tcpKeepalive"] else { return }
        reading.add(
            SocketConfiguration(
                target: SocketTarget(.upstream, "the backend", identity: "upstream"),
                settings: .keepalive(KeepaliveBlock(keepalive, as: form, into: &reading)),
                application: ApplicationTimeouts(idleTimeoutPath: "spec.connectionConfig.commonHttpProtocolOptions.idleTimeout"),
                availability: .never(path: path), replacement: Kgateway.backendReplacement))
    }

    private static let fields: [StaticString] = [
        "connectionConfig", "type", "aws", "static", "dynamicForwardProxy", "gcp", "priorityGroups",
    ]
    private static let connectionFields: [StaticString] = [
        "tcpKeepalive", "maxRequestsPerConnection", "connectTimeout", "perConnectionBufferLimitBytes", "commonHttpProtocolOptions",
        "http1ProtocolOptions",
    ]
}
