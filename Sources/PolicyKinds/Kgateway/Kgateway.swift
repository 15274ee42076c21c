/// kgateway: what its kinds share.
///
/// Sources: the CRDs and api/v1alpha1/kgateway of kgateway 2.2, 2.3 and main (2026-08-20), and the Makefile's Envoy in each tag.
extension Product {
    static let kgateway: Product = Product(
        name: "kgateway",
        envoys: [(Release(2, 1), Release(1, 35)), (Release(2, 2), Release(1, 36)), (Release(2, 3), Release(1, 37))])
}

enum Kgateway {
    static let group = "gateway.kgateway.dev"

    /// A policy with a setting in its spec.
    static func specimen(
        _ kind: String, _ setting: String, target: String = "group: gateway.networking.k8s.io, kind: Gateway, name: http"
    ) -> Specimen {
        Specimen(
            """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: \(kind)
            metadata: {name: example}
            spec:
              targetRefs: [{\(target)}]
              \(setting)

            """)
    }

    /// The shared TCPKeepalive type: durations as strings, `keepAlive…`. The translator cuts durations to whole seconds. A count of 0 is
    /// handed to Envoy, which reads it as "no keepalive" since 1.37; durations below 1 s are refused by the CRD.
    static let tcpKeepalive = BlockForm(
        "tcpKeepalive", idle: ("keepAliveTime", duration), interval: ("keepAliveInterval", duration),
        count: ("keepAliveProbes", FieldForm(.count, zero: .switchesOff(sinceEnvoy: envoyWithListenerKeepalive))))

    private static let duration = FieldForm(
        .duration(.gatewayAPI(minimum: 1_000_000_000)),
        fraction: .truncates, zero: .refusedByAPI)

    /// The first Envoy with `Listener.tcp_keepalive`, where a 0 in any field means "no keepalive" (measured on 1.40).
    static let envoyWithListenerKeepalive = Release(1, 37)

    /// Where typed keepalive stands on a listener, for what no release serves.
    static let listenerReplacement = Replacement(
        prefix: "spec.default.", form: tcpKeepalive, since: Release(2, 3), note: " (kgateway 2.3 and later)",
        isInSameObject: true)
    /// The same for a backend.
    static let backendReplacement = Replacement(
        prefix: "spec.", form: tcpKeepalive, since: nil, note: " of a BackendConfigPolicy", isInSameObject: false)
}
