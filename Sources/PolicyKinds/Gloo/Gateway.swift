import Manifests

extension PolicyKind {
    /// Gateway of gateway.solo.io, Gloo's own: raw options in `spec.options`.
    static let glooGateway: PolicyKind = PolicyKind(
        group: Gloo.gatewayGroup, kind: "Gateway", versions: ["v1"], resource: "gateways", product: .gloo,
        settings: [GlooGateway.options],
        documentation: Documentation(
            reads: """
                Raw socket options in spec.options.socketOptions; spec.bindAddress says which family the listener binds. The options of HTTP and TCP \
                gateways within it have none, nor have MatchableHttpGateway, MatchableTcpGateway and HttpListenerOption: a hybrid gateway takes those \
                of spec.options.
                """,
            becomes: Gloo.becomes, sources: Gloo.optionSources),
        read: GlooGateway.read)
}

private enum GlooGateway {
    static let options = SettingPath(
        "spec.options.socketOptions", .options, becomes: .listenerOptions, availability: .since(Gloo.firstWithSocketOptions),
        specimen: Specimen(
            """
            apiVersion: gateway.solo.io/v1
            kind: Gateway
            metadata: {name: gateway-proxy, namespace: gloo-system}
            spec:
              bindAddress: "::"
              bindPort: 8080
              httpGateway: {}
              options: {socketOptions: SETTING}

            """))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        reading.readStrayFields(of: spec, path: "spec", here: "spec", except: fields, settings: [options], block: nil)
        for part in ["httpGateway", "tcpGateway"] as [StaticString] {
            Gloo.readMisplacedOptions(in: spec[part], here: "spec.\(part)", options, into: &reading)
            Gloo.readMisplacedOptions(in: spec[part]?["options"], here: "spec.\(part).options", options, into: &reading)
        }
        guard let own = reading.container("options", of: spec, .mapping) else { return }
        let target = SocketTarget("the listener", identity: "default", isGeneral: true, family: Gloo.family(of: spec))
        Gloo.readOptions(own, options, here: "spec.options", target, timeouts(spec), into: &reading)
    }

    private static func timeouts(_ spec: ManifestNode) -> ApplicationTimeouts {
        var parts = parts(of: spec, "spec")
        for (position, matched) in (spec["hybridGateway"]?["matchedGateways"]).items.prefix(ReadingLimits.references).enumerated() {
            parts += Self.parts(of: matched, "spec.hybridGateway.matchedGateways[\(position)]")
        }
        return Gloo.timeouts(parts, orAt: "spec.httpGateway.options.httpConnectionManagerSettings.idleTimeout")
    }

    private static func parts(of gateway: ManifestNode, _ path: String) -> [(path: String, settings: ManifestNode?)] {
        [
            (
                path + ".httpGateway.options.httpConnectionManagerSettings",
                gateway["httpGateway"]?["options"]?["httpConnectionManagerSettings"]
            ),
            (path + ".tcpGateway.options.tcpProxySettings", gateway["tcpGateway"]?["options"]?["tcpProxySettings"]),
        ]
    }

    private static let fields: [StaticString] = [
        "bindAddress", "bindPort", "httpGateway", "hybridGateway", "namespacedStatuses", "options", "proxyNames", "routeOptions", "ssl",
        "tcpGateway", "useProxyProto",
    ]
}
