import Manifests

extension PolicyKind {
    /// A single listener with its type, as an xDS server sends it and as snippets show it.
    static let envoyListener: PolicyKind = PolicyKind(
        package: "envoy.config.listener.v3", kind: "Listener", product: .envoy, settings: Listener.settings.all,
        documentation: Documentation(
            reads: "socket_options and tcp_keepalive of the listener and of its additional addresses.",
            becomes: "As in a bootstrap.", sources: ["envoyproxy/data-plane-api (2026-01)"]),
        recognizes: { $0["@type"]?.hasText(Envoy.listenerType) ?? false },
        read: { node, reading in EnvoyReader(settings: Listener.settings).readListener(node, into: &reading) })
}

private enum Listener {
    static let settings = EnvoySettings(
        .listener, spelling: .snake, keepaliveServed: .since(Envoy.firstWithListenerKeepalive), unserved: Envoy.unserved,
        isReadByEnvoy: true
    ) { _, members in Specimen("{\"@type\": \(Envoy.listenerType), \(Envoy.listenerMembers), \(members)}\n") }
}
