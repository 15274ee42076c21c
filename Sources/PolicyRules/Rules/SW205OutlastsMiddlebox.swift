import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let outlastsMiddlebox: Rule = Rule(
        code: "SW205", name: "outlasts-middlebox", severity: .warning,
        documentation: Documentation(
            finds: """
                An idle time that is not below the idle timeout of a load balancer, NAT or firewall on the way: `environment.middleboxes` for \
                listeners, `environment.upstreamMiddleboxes` for backends. One finding names all that it outlasts. An idle time that equals the \
                timeout is too late as well. Only those whose timer a probe resets; for the others see SW206. Not where the application's own idle timeout \
                closes the connection first (SW213).
                """,
            why: """
                the middlebox forgets the connection before the first probe comes. The next packet is answered with a reset, or with nothing at \
                all, and the request on it fails; that is the reason most people switch keepalive on. Idle timeouts by the vendors' documents: \
                AWS NLB 350 s, Azure load balancer 240 s, Google Cloud firewall 600 s
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 300}
                - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                - {description: keepalive probes count, level: 6, name: 6, intValue: 3}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 3}
                    """),
            instead: """
                an idle time well below the shortest idle timeout on the way, so that a lost probe can be repeated in time; or your own timeout in \
                `environment.middleboxes`, if you raised it
                """),
        check: .keepalive { review in
            // An idle time that the product sets is not the author's to lower.
            guard let keepalive = review.inForce, !review.isDefaultIdleAlone, !review.isClosedBeforeFirstProbe, !review.idle.isFixed
            else { return [] }
            let outlasted = review.middleboxes.filter { $0.probesReset && keepalive.idle >= $0.idleTimeout }
            guard let shortest = outlasted.map(\.idleTimeout).min() else { return [] }
            let instead = "write less than \(review.written(shortest)), such as \(review.written(review.suitableIdle))"
            let they = outlasted.count == 1 ? "which forgets" : "which forget"
            return [
                Finding(
                    .outlastsMiddlebox, at: review.idlePlace,
                    "\(review.saying(.idle, comesTo: keepalive.idle)), not below the idle timeout of \(enumeration(outlasted.map(\.title))), "
                        + "\(they) the connection first; \(instead)",
                    instead: instead,
                    fix: .unsafe("write \(review.written(review.suitableIdle))", review.writing([(.idle, review.suitableIdle)])))
            ]
        })
}
