import Manifests

extension PolicyKind {
    /// ListenerOption of gateway.solo.io: raw options for the listeners of a Kubernetes Gateway.
    static let glooListenerOption: PolicyKind = PolicyKind(
        group: Gloo.gatewayGroup, kind: "ListenerOption", versions: ["v1"], resource: "listeneroptions", product: .gloo,
        settings: [GlooListenerOption.options],
        documentation: Documentation(
            reads: """
                Raw socket options in spec.options.socketOptions. The listeners' names in targetRefs say whether they carry datagrams.
                """,
            becomes: Gloo.becomes, sources: Gloo.optionSources),
        read: GlooListenerOption.read)
}

private enum GlooListenerOption {
    static let options = SettingPath(
        "spec.options.socketOptions", .options, becomes: .listenerOptions, availability: .since(Release(1, 17)),
        specimen: Specimen(
            """
            apiVersion: gateway.solo.io/v1
            kind: ListenerOption
            metadata: {name: example}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              options: {socketOptions: SETTING}

            """))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        var transport = SocketTarget.Transport.unknown
        let references = reading.container("targetRefs", of: spec, .sequence)
        if let references {
            reading.attach(references)
            for reference in references.elements.prefix(ReadingLimits.references) where transport == .unknown {
                guard let section = reference["sectionName"], section.kind == .string else { continue }
                let name = section.text(atMost: 254)
                if SocketTarget.namesDatagrams(name) {
                    transport = .datagrams(clause: "the ListenerOption selects the listener \(quoted(name))")
                }
            }
        }
        if reading.attachments.isEmpty, references != nil || spec["targetRefs"]?.kind ?? .null == .null {
            reading.gaps.append(
                Gap(
                    place: Place(spec, .missing("targetRefs")), clause: "this ListenerOption selects no Gateway",
                    remedy: "targetRefs with the Gateway that it is for", mayBePruned: false))
        }
        reading.readStrayFields(
            of: spec, path: "spec", here: "spec", except: ["targetRefs", "options", "namespacedStatuses"], settings: [options], block: nil)
        guard let own = reading.container("options", of: spec, .mapping) else { return }
        Gloo.readOptions(
            own, options, here: "spec.options",
            SocketTarget("the listener", identity: "default", isGeneral: true, transport: transport),
            ApplicationTimeouts(idleTimeoutPath: "spec.options.httpConnectionManagerSettings.idleTimeout of an HttpListenerOption"),
            into: &reading)
    }
}
