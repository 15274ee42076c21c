import Manifests

/// Backend of gateway.kgateway.dev, with `spec.connectionConfig.tcpKeepalive` as the keepalive guide writes it: whole seconds.
enum Backend {
    static func read(_ spec: ManifestNode, into parts: inout PolicyObject.Parts) {
        parts.otherFields = PolicyObject.OtherField.all(of: spec, except: fields)
        guard let connection = spec["connectionConfig"] else { return }
        parts.otherFields += PolicyObject.OtherField.all(of: connection, except: connectionFields)
        guard let keepalive = connection["tcpKeepalive"], keepalive.kind != .null else { return }
        parts.configurations.append(
            SocketConfiguration(
                subject: .upstream, settings: .keepalive(TypedKeepalive(connectionConfig: keepalive)), application: .none))
    }

    private static let fields: [StaticString] = [
        "connectionConfig", "type", "aws", "static", "dynamicForwardProxy", "gcp", "priorityGroups",
    ]
    private static let connectionFields: [StaticString] = [
        "tcpKeepalive", "maxRequestsPerConnection", "connectTimeout", "perConnectionBufferLimitBytes", "commonHttpProtocolOptions",
        "http1ProtocolOptions",
    ]
}
