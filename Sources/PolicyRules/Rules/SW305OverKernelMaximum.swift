import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let overKernelMaximum: Rule = Rule(
        code: "SW305", name: "over-kernel-maximum", severity: .error,
        documentation: Documentation(
            finds: "A typed idle time or interval above 32767 s (9 h 6 min 7 s), or more than 127 probes.",
            why: """
                no CRD has these maxima, the kernel does (measured: TCP_KEEPIDLE and TCP_KEEPINTVL take 1 to 32767, TCP_KEEPCNT 1 to 127, EINVAL \
                beyond). On a listener Envoy rejects the update; on a backend every new connection fails, which clients see as 503
                """,
            example: .listenerKeepalive(
                "keepAliveTime: 10h, keepAliveInterval: 20s, keepAliveProbes: 3",
                mended: "keepAliveTime: 5m, keepAliveInterval: 20s, keepAliveProbes: 3"),
            instead: "at most 32767s and 127 probes; for a sound keepalive much less"),
        check: .typed { review in
            review.fields.compactMap { field, reading in
                guard case .overMaximum(let number) = reading, let node = field.node else { return nil }
                let maximum = review.maximum(of: field)
                let (amount, unit) = review.isCount(field) ? ("\(number)", " probes") : (seconds(number), " s")
                let instead = "write at most \(maximum)\(review.takesDuration(field) ? "s" : "")"
                return Finding(
                    .overKernelMaximum, at: Place(node),
                    "\(field.fieldName) is \(amount), above the kernel's maximum of \(maximum)\(unit): \(review.effectOfRefusal); \(instead)",
                    instead: instead)
            }
        })
}
