import Manifests

extension PolicyKind {
    /// ListenerOption of gateway.kgateway.dev: a wrong turn of the keepalive guide. The kind is Gloo's, and kgateway never had it.
    static let kgatewayListenerOption: PolicyKind = PolicyKind(
        group: Kgateway.group, kind: "ListenerOption", versions: [], resource: "listeneroptions", product: .kgateway,
        settings: [KgatewayListenerOption.options],
        documentation: Documentation(
            reads: """
                Raw socket options in spec.options.socketOptions, so that their numbers are looked at all the same. The kind itself is Gloo's \
                (gateway.solo.io/v1), which the keepalive guide was made from.
                """,
            becomes: """
                Nothing: no release of kgateway has the kind, and the API server answers `no matches for kind`. A ListenerPolicy with \
                spec.default.tcpKeepalive is what kgateway 2.3 and later have. HTTPListenerPolicy never had keepalive.
                """,
            sources: ["CRDs of kgateway 2.2, 2.3 and main (2026-08)", "the keepalive guide, a draft of kgateway.dev"]),
        read: KgatewayListenerOption.read)
}

private enum KgatewayListenerOption {
    static let options = SettingPath(
        "spec.options.socketOptions", .options, becomes: .listenerOptions,
        specimen: Specimen(
            """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerOption
            metadata: {name: example}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              options: {socketOptions: SETTING}

            """))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        let keepalive = Kgateway.tcpKeepalive.spelling(idle: 60, interval: 20, count: 3)
        if let kind = object["kind"] {
            reading.notApplied.append(
                NotApplied(
                    Place(kind), "ListenerOption is a kind of Gloo (gateway.solo.io/v1), and no release of kgateway has it",
                    remedy: "write a ListenerPolicy with spec.default.\(keepalive) (kgateway 2.3 and later)", loses: .target))
        }
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        if let references = spec["targetRefs"] { reading.attach(references) }
        for list in [spec["options"]?["socketOptions"], spec["socketOptions"]].compactMap({ $0 }) {
            reading.add(
                SocketConfiguration(
                    setting: options, target: SocketTarget("the listener", identity: "default", isGeneral: true),
                    settings: .options(SocketOptionList(list, into: &reading))))
        }
    }
}
