import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let falseDrops: Rule = Rule(
        code: "SW208", name: "false-drops", severity: .warning,
        documentation: Documentation(
            finds: """
                Probes so few and so often that more healthy connections are cut than `thresholds.falseDropsPerDay` allows: the chance that a \
                connection, idle all day, loses all probes of one round at least once, under `environment.network.packetLoss`. The count is the one \
                in force: a TCP_USER_TIMEOUT may have taken its place (SW211). A chance that equals the threshold is allowed.
                """,
            why: """
                a probe and its answer must both arrive: with a one-way loss of p a probe fails with q = 1 - (1 - p)², a round of n probes with q^n, \
                and a day has 86400/idle rounds: 1 - (1 - q^n)^(86400/idle). Measured against that on 600 connections a row: 13 % predicted and \
                13 % cut at 30 % loss with 3 probes. At 1 % loss 60 s, 20 s and 2 probes cut 43 % of the connections idle all day, 5 probes \
                less than 0.01 %. Losses are taken as independent; a burst longer than interval × count cuts every time
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 15}
                - {description: keepalive interval, level: 6, name: 5, intValue: 15}
                - {description: keepalive probes count, level: 6, name: 6, intValue: 2}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 15}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 15}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 3}
                    """),
            instead: "more probes: each one more makes a false drop rarer by a factor of 1/q, a hundred and more on a sound network"),
        check: .keepalive { review in
            guard let keepalive = review.inForce, keepalive.countInForce > 1 else { return [] }
            let loss = review.environment.packetLoss
            let threshold = review.environment.thresholds.falseDropsPerDay
            let chance = keepalive.falseDropsPerDay(loss: loss)
            guard chance > threshold else { return [] }

            let isTimed = keepalive.hasUserTimeout
            guard isTimed || !review.count.isFixed else { return [] }
            let enough = (keepalive.countInForce + 1...max(keepalive.countInForce + 1, KeepaliveRole.count.maximum ?? 0)).lazy
                .map { Keepalive(idle: keepalive.idle, interval: keepalive.interval, count: $0) }
                .first { $0.falseDropsPerDay(loss: loss) <= threshold }
            let instead =
                if let enough {
                    isTimed
                        ? "write \(keepalive.userTimeout(for: enough.count)) as TCP_USER_TIMEOUT, which is \(enough.count) probes"
                        : "write \(enough.count) or more probes (\(percentage(enough.falseDropsPerDay(loss: loss))))"
                } else {
                    "write a longer idle time"
                }
            let place = isTimed ? review.userTimeout.place ?? review.place : review.countPlace
            return [
                Finding(
                    .falseDrops, at: place,
                    "\(keepalive.countInForce) probes\(isTimed ? " (by TCP_USER_TIMEOUT)" : "") after \(seconds(keepalive.idle)) idle: at "
                        + "\(configuredPercentage(loss)) packet loss \(percentage(chance)) of healthy connections that are idle all day are cut; \(instead)",
                    instead: instead,
                    fix: enough.flatMap { enough in
                        isTimed
                            ? review.fix(userTimeout: keepalive.userTimeout(for: enough.count))
                            : .unsafe("write \(enough.count)", review.writing([(.count, enough.count)]))
                    })
            ]
        })
}

extension Keepalive {
    /// Whether TCP_USER_TIMEOUT has taken the count's place.
    var hasUserTimeout: Bool { (userTimeout ?? 0) > 0 }

    /// The TCP_USER_TIMEOUT in milliseconds that is up when this many probes have failed.
    func userTimeout(for count: Int64) -> Int64 { (idle + interval * count) * 1000 }
}
