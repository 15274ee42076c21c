import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let zeroKeepalive: Rule = Rule(
        code: "SW304", name: "zero-keepalive", severity: .warning,
        documentation: Documentation(
            finds: """
                A 0 as count, or in one of connectionConfig's integer fields. A warning; an error where `environment.kgateway` is before 2.3, whose \
                Envoy is older than 1.37. (A duration of 0s is SW303: the CRD refuses it.)
                """,
            why: """
                kgateway's CRD takes keepAliveProbes: 0, but it means no unlimited patience: Envoy 1.37 and later read a 0 in any of the three as "no \
                keepalive at all"; older ones hand it to the kernel, which answers EINVAL, and every socket fails
                """,
            example: .listenerKeepalive(
                "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 0",
                mended: "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3"),
            instead: "1 or more; or leave tcpKeepalive out, where no keepalive is wanted"),
        check: .typed { review in
            let release = review.environment.kgateway
            let isOlder = release.map { $0 < .withListenerKeepalive } ?? false
            return review.fields.compactMap { field, reading in
                guard case .zero = reading, let node = field.node else { return nil }
                let effect =
                    if isOlder, let release {
                        "with the Envoy of kgateway \(release) \(review.effectOfRefusal)"
                    } else {
                        "Envoy 1.37 and later switch keepalive off altogether, older ones fail"
                    }
                let instead = "write \(review.sample(for: field)), or remove tcpKeepalive"
                return Finding(
                    .zeroKeepalive, isOlder ? .error : nil, at: Place(node), "\(field.fieldName) is 0: \(effect); \(instead)",
                    instead: instead)
            }
        })
}
