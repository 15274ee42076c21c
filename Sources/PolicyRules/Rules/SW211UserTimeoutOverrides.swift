import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let userTimeoutOverrides: Rule = Rule(
        code: "SW211", name: "user-timeout-overrides", severity: .warning,
        documentation: Documentation(
            finds: """
                TCP_USER_TIMEOUT beside keepalive that is on, where it changes when a dead peer is noticed. One that agrees with idle + interval × \
                count is no finding, and 0 leaves the count in charge.
                """,
            why: """
                with a TCP_USER_TIMEOUT the kernel no longer counts probes, it looks at the time whenever a probe is due (tcp(7)): detection takes \
                idle + interval × max(1, ceil((timeout - idle) / interval)). Measured: 2/1/2 with 8000 ms lasts 8.2 s instead of 4, 2/1/9 with 4000 \
                ms lasts 4.1 s instead of 11, and never less than idle + interval
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 60}
                - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                - {description: keepalive probes count, level: 6, name: 6, intValue: 5}
                - {description: user timeout, level: 6, name: 18, intValue: 90000}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 5}
                    - {description: user timeout, level: 6, name: 18, intValue: 160000}
                    """),
            instead: "(idle + interval × count) × 1000 milliseconds, or no TCP_USER_TIMEOUT"),
        check: .keepalive { review in
            guard let keepalive = review.inForce, keepalive.hasUserTimeout, case .value(let timeout, let place) = review.userTimeout
            else { return [] }
            let counted = Keepalive(idle: keepalive.idle, interval: keepalive.interval, count: keepalive.count)
            guard counted.detectionTime != keepalive.detectionTime else { return [] }
            let agreeing = keepalive.userTimeout(for: keepalive.count)
            // A count that would be the next finding is none to agree with: it gets what the timeout makes of it.
            let inForce = Keepalive(idle: keepalive.idle, interval: keepalive.interval, count: keepalive.countInForce)
            let raisesCount = counted.isRisky(in: review.environment) && !inForce.isRisky(in: review.environment)
            let instead =
                raisesCount
                ? "raise \(review.title(of: .count)) to \(inForce.count)"
                : agreeing <= Int64(Int32.max) ? "write \(agreeing), or remove it" : "remove it"
            return [
                Finding(
                    .userTimeoutOverrides, at: place,
                    "\(review.environment.title(of: "TCP_USER_TIMEOUT")) of \(timeout) ms overrides \(review.title(of: .count)): a dead peer is noticed after "
                        + "\(seconds(keepalive.detectionTime)) instead of \(seconds(counted.detectionTime)); \(instead)",
                    instead: instead,
                    fix: raisesCount
                        ? .unsafe("write \(inForce.count)", review.writing([(.count, inForce.count)])) : review.fix(userTimeout: agreeing))
            ]
        })
}

extension Keepalive {
    /// Whether another rule would find fault with its count: SW207, SW208.
    fileprivate func isRisky(in environment: CompiledEnvironment) -> Bool {
        count == 1 || falseDropsPerDay(loss: environment.packetLoss) > environment.thresholds.falseDropsPerDay
    }
}
