import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let partialKeepalive: Rule = Rule(
        code: "SW204", name: "partial-keepalive", severity: .info,
        documentation: Documentation(
            finds: """
                Keepalive with one or two of idle time, interval and count. It says which of the kernel's defaults fill in, and when a dead peer is \
                noticed in the end. With none of the three SW203 says so instead.
                """,
            why: """
                what is left out is the kernel's (tcp(7): 7200 s of silence, 75 s between probes, 9 probes), or what the node's or pod's sysctls \
                make of it: an idle time of 60 s alone still needs 60 + 9 × 75 = 735 s
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 60}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 3}
                    """),
            instead: "all three of idle time, interval and count"),
        check: .keepalive { review in
            guard let keepalive = review.inForce, !review.isDefaultIdleAlone,
                review.idle.isAbsent || review.interval.isAbsent || review.count.isAbsent
            else { return [] }
            let parts = [
                (review.idle, KeepaliveRole.idle, "\(keepalive.idle) s of silence"),
                (review.interval, .interval, "\(keepalive.interval) s between probes"), (review.count, .count, "\(keepalive.count) probes"),
            ].filter(\.0.isAbsent)
            let missing = parts.map { review.title(of: $0.1) }
            let defaults = parts.map(\.2)
            let numbers = review.suitable(parts.map(\.1))
            return [
                Finding(
                    .partialKeepalive, at: review.place,
                    "\(enumeration(missing)) \(missing.count == 1 ? "is" : "are") left out, so \(review.defaultsOwner) defaults fill in (\(enumeration(defaults))): "
                        + "a dead peer is noticed after \(seconds(keepalive.detectionTime)); write \(missing.count == 1 ? "it" : "them") too, such as "
                        + review.inWords(numbers),
                    fix: .unsafe("add \(review.inWords(numbers))", review.writing(numbers)))
            ]
        })
}
