import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let singleProbe: Rule = Rule(
        code: "SW207", name: "single-probe", severity: .warning,
        documentation: Documentation(
            finds: """
                One probe decides: the count is 1, or a TCP_USER_TIMEOUT is up at the first probe. (With a TCP_USER_TIMEOUT that leaves room for more \
                probes a count of 1 is not in force; SW211 says so.) SW208 is then not said as well.
                """,
            why: """
                one lost packet drops a healthy connection: RFC 1122, 4.2.3.6 (and RFC 9293, 3.8.4): an implementation "MUST NOT interpret failure to \
                respond to any specific probe as a dead connection". Measured at 20 % loss: 37 % of healthy connections cut at the first probe
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 60}
                - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                - {description: keepalive probes count, level: 6, name: 6, intValue: 1}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 3}
                    """),
            instead: "at least 3 probes"),
        check: .keepalive { review in
            guard let keepalive = review.inForce, keepalive.countInForce == 1 else { return [] }
            let loss = review.environment.packetLoss
            let chance = percentage(keepalive.falseDropsPerDay(loss: loss))
            // As many as keep SW208 silent as well.
            let enough =
                (3...20).first { count in
                    Keepalive(idle: keepalive.idle, interval: keepalive.interval, count: count).falseDropsPerDay(loss: loss)
                        <= review.environment.thresholds.falseDropsPerDay
                } ?? 20
            let risk =
                "one lost packet cuts a healthy connection (at \(configuredPercentage(review.environment.packetLoss)) loss \(chance) of those idle "
                + "all day)"
            if keepalive.hasUserTimeout, let timeout = keepalive.userTimeout {
                let instead = "write \(keepalive.userTimeout(for: enough)) for \(enough) probes"
                return [
                    Finding(
                        .singleProbe, at: review.userTimeout.place ?? review.place,
                        "\(review.environment.title(of: "TCP_USER_TIMEOUT")) is \(timeout) ms, over before a second probe is due: \(risk); \(instead)",
                        instead: instead,
                        fix: review.fix(userTimeout: keepalive.userTimeout(for: enough)))
                ]
            }
            guard !review.count.isFixed else { return [] }
            return [
                Finding(
                    .singleProbe, at: review.countPlace, "\(review.title(of: .count)) is 1: \(risk); write at least \(enough)",
                    instead: "write at least \(enough)", fix: .unsafe("write \(enough)", review.writing([(.count, enough)])))
            ]
        })
}
