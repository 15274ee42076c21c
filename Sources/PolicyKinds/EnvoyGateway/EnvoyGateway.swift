import Manifests

/// Envoy Gateway: what its kinds share.
///
/// Sources: envoyproxy/gateway main (2026-08) and its tags up to 1.9: api/v1alpha1, internal/gatewayapi, internal/xds; the Envoy that each
/// release ships.
extension Product {
    static let envoyGateway: Product = Product(
        name: "envoy-gateway", title: "Envoy Gateway",
        envoys: [
            (Release(1, 6), Release(1, 36)), (Release(1, 7), Release(1, 37)), (Release(1, 8), Release(1, 38)),
            (Release(1, 9), Release(1, 39)),
        ])
}

enum EnvoyGateway {
    static let group = "gateway.envoyproxy.io"

    /// The type TCPKeepalive on a listener: the translator makes raw options of it, in which a 0 is the kernel's to refuse, whatever the
    /// Envoy (internal/xds/translator/tcpkeepalive.go).
    static let listenerKeepalive = block(zero: .refusedByKernel)
    /// The same for backends: Envoy's own typed block (internal/xds/translator/cluster.go).
    static let backendKeepalive = block(zero: .switchesOff(sinceEnvoy: Envoy.firstWithListenerKeepalive))

    /// Durations by the Gateway API's pattern and nothing else: no minimum, cut to whole seconds. Probes are an integer of 32 bits without
    /// limits (keepalive_types.go).
    private static func block(zero: FieldForm.Zero) -> BlockForm {
        let duration = FieldForm(.duration(.gatewayAPI(minimum: 0)), fraction: .truncates, zero: zero)
        return BlockForm(
            "tcpKeepalive", idle: ("idleTime", duration), interval: ("interval", duration), count: ("probes", FieldForm(.count, zero: zero))
        )
    }

    /// The control plane's protobufs know `Listener.tcp_keepalive` from 1.7 on.
    static let firstWithListenerKeepalive = Release(1, 7)

    /// A policy with a setting in its spec.
    static func specimen(_ kind: String, _ setting: String, target: String = "kind: Gateway") -> Specimen {
        Specimen(
            """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: \(kind)
            metadata: {name: example}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, \(target), name: http}]
              \(setting)

            """)
    }

    /// Notes what a policy is attached to, and whether it is attached to nothing.
    static func readTargets(of spec: ManifestNode, into reading: inout PolicyReading) {
        if let target = spec["targetRef"], target.kind == .mapping { reading.attachments.append(target) }
        for (key, value) in spec.entries where key.hasText("targetRefs") || key.hasText("targetSelectors") { reading.attach(value) }
    }

    /// Notes that a policy sets nothing, or is attached to nothing.
    static func readGaps(of spec: ManifestNode, kind: String, example: String, into reading: inout PolicyReading) {
        let setsAnything = spec.entries.contains { key, value in
            !targets.contains(where: key.hasText) && !value.isEmptyCollection
        }
        if !setsAnything {
            reading.gaps.append(
                Gap(
                    place: Place(spec, .key), clause: "this \(kind) sets nothing (was a field misspelt or pruned?)",
                    remedy: "what it should set, for example \(example)", mayBePruned: true))
        }
        if reading.attachments.isEmpty {
            reading.gaps.append(
                Gap(
                    place: Place(spec, .missing("targetRefs")), clause: "this \(kind) is attached to nothing",
                    remedy: "targetRefs (or targetSelectors) with what it is for", mayBePruned: false))
        }
    }

    /// The fields that say what a policy is for.
    static let targets: [StaticString] = ["targetRef", "targetRefs", "targetSelectors", "mergeType"]

    /// HTTP/2 PINGs and the idle timeout of connections to backends, beside their keepalive (ClusterSettings).
    static func timeouts(ofBackend settings: ManifestNode, _ path: String) -> ApplicationTimeouts {
        let ping = settings["http2"]?["connectionKeepalive"]
        return ApplicationTimeouts(
            idleTimeoutPath: "\(path).timeout.http.connectionIdleTimeout",
            idleTimeout: settings["timeout"]?["http"]?["connectionIdleTimeout"]?.duration ?? .absent,
            http2PingInterval: ping?["interval"]?.duration ?? .absent, http2PingTimeout: ping?["timeout"]?.duration ?? .absent)
    }
}
