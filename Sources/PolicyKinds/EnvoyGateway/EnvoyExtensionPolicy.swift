import Manifests

extension PolicyKind {
    /// EnvoyExtensionPolicy of gateway.envoyproxy.io: keepalive to external processors.
    static let envoyExtensionPolicy: PolicyKind = PolicyKind(
        group: EnvoyGateway.group, kind: "EnvoyExtensionPolicy", versions: ["v1alpha1"], resource: "envoyextensionpolicies",
        product: .envoyGateway, settings: EnvoyExtensionPolicy.places.map(\.keepalive),
        documentation: Documentation(
            reads: """
                Typed keepalive in backendSettings.tcpKeepalive of spec.extProc[], and of spec.backends[], the services that Lua, Wasm and dynamic \
                modules call: newer than 1.9 as far as we know, not verified.
                """,
            becomes: "As in a BackendTrafficPolicy, for the cluster of that service alone.",
            sources: ["api/v1alpha1 of Envoy Gateway main (2026): envoyextensionypolicy_types.go, ext_proc_types.go"]),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            EnvoyGateway.readTargets(of: spec, into: &reading)
            for place in EnvoyExtensionPolicy.places { place.read(object, into: &reading) }
        })
}

private enum EnvoyExtensionPolicy {
    static let places: [BackendSettings] = [
        BackendSettings(
            [("spec", false), ("extProc", true)], "the external processor",
            siblings: [
                "backendRef", "backendRefs", "messageTimeout", "failOpen", "processingMode", "metadata", "attributes", "name",
                "allowModeOverride",
            ]
        ) { specimen("extProc: [{backendRefs: [{name: processor, port: 9002}], \($0)}]") },
        BackendSettings([("spec", false), ("backends", true)], "the backend of extensions", siblings: ["name", "backendRef"]) {
            specimen("backends: [{name: callout, backendRef: {name: callout, port: 8080}, \($0)}]")
        },
    ]

    private static func specimen(_ setting: String) -> Specimen {
        EnvoyGateway.specimen("EnvoyExtensionPolicy", setting, target: "kind: HTTPRoute")
    }
}
