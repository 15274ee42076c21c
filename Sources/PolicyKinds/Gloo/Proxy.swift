import Manifests

extension PolicyKind {
    /// Proxy of gloo.solo.io, which Gloo writes itself: raw options of each listener.
    static let glooProxy: PolicyKind = PolicyKind(
        group: Gloo.group, kind: "Proxy", versions: ["v1"], resource: "proxies", product: .gloo, settings: [GlooProxy.options],
        documentation: Documentation(
            reads: """
                Raw socket options in spec.listeners[].options.socketOptions; each listener's bindAddress says which family it binds. Gloo writes these \
                objects from Gateways: what is to last belongs there.
                """,
            becomes: Gloo.becomes, sources: Gloo.optionSources),
        read: GlooProxy.read)
}

private enum GlooProxy {
    static let options = SettingPath(
        "spec.listeners[].options.socketOptions", .options, becomes: .listenerOptions, availability: .since(Gloo.firstWithSocketOptions),
        specimen: Specimen(
            """
            apiVersion: gloo.solo.io/v1
            kind: Proxy
            metadata: {name: gateway-proxy, namespace: gloo-system}
            spec:
              listeners:
              - {name: http, bindAddress: "::", bindPort: 8080, httpListener: {}, options: {socketOptions: SETTING}}

            """))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping),
            let listeners = reading.container("listeners", of: spec, .sequence)
        else { return }
        for (position, listener) in listeners.elements.enumerated() {
            guard position < ReadingLimits.configurations else {
                reading.note(.configurations, at: listeners, isError: true)
                continue
            }
            guard listener.kind == .mapping, let own = reading.container("options", of: listener, .mapping) else { continue }
            let here = "spec.listeners[\(position)]"
            let name = listener["name"].flatMap { $0.kind == .string ? quoted($0.text(atMost: 256)) : nil } ?? "\(position)"
            let parts: [(path: String, settings: ManifestNode?)] = [
                (
                    here + ".httpListener.options.httpConnectionManagerSettings",
                    listener["httpListener"]?["options"]?["httpConnectionManagerSettings"]
                ),
                (here + ".tcpListener.options.tcpProxySettings", listener["tcpListener"]?["options"]?["tcpProxySettings"]),
            ]
            Gloo.readOptions(
                own, options, here: here + ".options",
                SocketTarget("the listener \(name)", identity: "listener \(name)", family: Gloo.family(of: listener)),
                Gloo.timeouts(parts, orAt: here + ".httpListener.options.httpConnectionManagerSettings.idleTimeout"), into: &reading)
        }
    }
}
