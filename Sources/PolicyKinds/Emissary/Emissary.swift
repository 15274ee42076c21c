import Manifests

/// Emissary-ingress (Ambassador): what its kinds share.
///
/// Sources: python/ambassador/src/ambassador/envoy/v3/v3cluster.py and the CRDs of emissary-ingress/emissary (2026-08-19), its CHANGELOG and
/// release notes for the Envoy of each release.
extension Product {
    static let emissary: Product = Product(
        name: "emissary", title: "Emissary",
        envoys: [(Release(3, 9), Release(1, 28)), (Release(4, 0), Release(1, 36)), (Release(4, 1), Release(1, 37))])
}

enum Emissary {
    static let group = "getambassador.io"
    static let versions = ["v3alpha1", "v2", "v1"]
    /// The first release with keepalive.
    static let since = Availability.since(Release(0, 86))

    /// A whole number of seconds or probes, handed on to Envoy as it is.
    static func number(_ unit: FieldForm.Unit, isApplied: Bool = true, asText: Bool = false) -> FieldForm {
        FieldForm(
            unit, zero: .switchesOff(sinceEnvoy: Envoy.firstWithListenerKeepalive), isApplied: isApplied, takesNumbersAsText: asText)
    }

    /// The idle timeout of a cluster, in milliseconds; 0 is as if left out.
    static func timeouts(_ mapping: ManifestNode, _ path: String) -> ApplicationTimeouts {
        let field = path + "cluster_idle_timeout_ms"
        guard let node = mapping["cluster_idle_timeout_ms"], case .value(let number, _) = node.wholeNumber, number > 0 else {
            return ApplicationTimeouts(idleTimeoutPath: field)
        }
        let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: 1_000_000)
        return ApplicationTimeouts(
            idleTimeoutPath: field, idleTimeout: overflow ? .absent : .value(GoDuration(nanoseconds: nanoseconds), node))
    }

    static let sources = [
        "python/ambassador/src/ambassador/envoy/v3/v3cluster.py and the CRDs of emissary-ingress/emissary (2026-08-19)",
        "emissary-ingress/emissary issues 2847 and 2922",
    ]
}
