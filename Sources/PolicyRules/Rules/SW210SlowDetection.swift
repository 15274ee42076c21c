import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let slowDetection: Rule = Rule(
        code: "SW210", name: "slow-detection", severity: .warning,
        documentation: Documentation(
            finds: """
                A dead peer is noticed later than `thresholds.detection` (15 min). It stands at the setting that takes the most time. A time that \
                equals the threshold is allowed.
                """,
            why: """
                until then the proxy holds the connection's memory and sends into the void: detection takes idle + interval × count (measured: 2/1/3 \
                is over after 5.1 s), or what a TCP_USER_TIMEOUT makes of it. With unanswered data in flight retransmission decides instead, \
                15 minutes and more
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 200}
                - {description: keepalive interval, level: 6, name: 5, intValue: 100}
                - {description: keepalive probes count, level: 6, name: 6, intValue: 9}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 200}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 9}
                    """),
            instead: "a shorter idle time, interval or count, so that idle + interval × count is what you can wait for"),
        check: .keepalive { review in
            guard let keepalive = review.inForce, !review.isDefaultIdleAlone else { return [] }
            let threshold = review.environment.thresholds.detection
            guard keepalive.detectionTime > threshold, !(review.count.isFixed && review.interval.isFixed) else { return [] }
            let isIdlesFault = keepalive.idle >= keepalive.interval * keepalive.countInForce
            // Where nobody can set the idle time, another rule has said what it is; what else is free is what to lower.
            guard !isIdlesFault || !review.idle.isFixed || review.interval.isFixed else { return [] }
            let (culprit, place): (String, Place)
            var role: KeepaliveRole?
            if keepalive.hasUserTimeout, review.interval.isFixed || !isIdlesFault {
                (culprit, place) = (review.environment.title(of: "TCP_USER_TIMEOUT"), review.userTimeout.place ?? review.place)
            } else if review.interval.isFixed {
                role = .count
                (culprit, place) = (review.title(of: .count), review.count.place ?? review.place)
            } else if isIdlesFault {
                role = .idle
                (culprit, place) = (review.title(of: .idle), review.idlePlace)
            } else if case .value = review.count, review.interval.isAbsent || lowered(.interval, review, keepalive) == nil {
                // The author's, where the interval is short enough, or nobody's.
                role = .count
                (culprit, place) = (review.title(of: .count), review.countPlace)
            } else {
                role = .interval
                (culprit, place) = (review.title(of: .interval), review.intervalPlace)
            }
            let lower = role.flatMap { role in lowered(role, review, keepalive).map { (role: role, number: $0) } }
            let number = lower.map { ", such as to \(review.spelled($0.number, as: $0.role))" } ?? ""
            return [
                Finding(
                    .slowDetection, at: place,
                    "a dead peer is noticed only after \(seconds(keepalive.detectionTime)): \(keepalive.idle) s idle and \(keepalive.countInForce) × "
                        + "\(keepalive.interval) s of probes, more than \(seconds(threshold)); lower \(culprit)" + number,
                    instead: "lower \(culprit)" + number,
                    fix: lower.flatMap { lower in
                        .unsafe("write \(review.spelled(lower.number, as: lower.role))", review.writing([lower]))
                    })
            ]
        })

    /// A lower number for the culprit with which a dead peer is noticed in time and no healthy one is cut.
    private static func lowered(_ role: KeepaliveRole, _ review: EffectiveKeepalive, _ keepalive: Keepalive) -> Int64? {
        let threshold = review.environment.thresholds.detection
        var lower = Keepalive(idle: keepalive.idle, interval: keepalive.interval, count: keepalive.count)
        let number: Int64
        switch role {
        case .idle:
            number = review.suitableIdle
            lower.idle = number
        case .interval:
            number = EffectiveKeepalive.suitable(.interval, in: review.environment)
            lower.interval = number
        case .count:
            number = (threshold - keepalive.idle) / max(1, keepalive.interval)
            guard number > 1 else { return nil }
            lower.count = number
        case .enable: return nil
        }
        let isRare = lower.falseDropsPerDay(loss: review.environment.packetLoss) <= review.environment.thresholds.falseDropsPerDay
        return isRare && (role == .idle || lower.detectionTime <= threshold) ? number : nil
    }
}
