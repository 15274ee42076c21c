import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let probesTooOften: Rule = Rule(
        code: "SW209", name: "probes-too-often", severity: .warning,
        documentation: Documentation(
            finds:
                "An idle time below `thresholds.probeEvery` (10 s) or an interval below `thresholds.probeInterval` (2 s), where keepalive is on.",
            why: """
                every idle connection costs a probe and an answer each time the idle time is up: 10,000 connections with an idle time of 1 s make \
                72 million packets an hour, and keep phones' radios awake. An interval below the network's hiccups (a failover, a virtual machine \
                that moves, Wi-Fi roaming) cuts every connection that lives through one
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 5}
                - {description: keepalive interval, level: 6, name: 5, intValue: 5}
                - {description: keepalive probes count, level: 6, name: 6, intValue: 5}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 5}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 5}
                    """),
            instead: "an idle time of 10 s and an interval of 2 s at the least, unless what is behind them needs it faster"),
        check: .keepalive { review in
            guard review.isOn else { return [] }
            let thresholds = review.environment.thresholds
            var findings: [Finding] = []
            if case .value(let idle, let place) = review.idle, idle < thresholds.probeEvery {
                let packets = grouped(Keepalive(idle: idle).packetsPerHourOf10000)
                findings.append(
                    Finding(
                        .probesTooOften, at: place,
                        "\(review.title(of: .idle)) is \(seconds(idle)): 10,000 idle connections make \(packets) packets an hour; write "
                            + "\(review.written(thresholds.probeEvery)) or more",
                        instead: "write \(review.written(thresholds.probeEvery)) or more",
                        fix: .unsafe("write \(review.written(thresholds.probeEvery))", review.writing([(.idle, thresholds.probeEvery)]))))
            }
            if case .value(let interval, let place) = review.interval, interval < thresholds.probeInterval {
                let round = review.inForce.map { " of \(seconds($0.countInForce * interval))" } ?? ""
                let packets = grouped(10_000 * 3600 / interval)
                findings.append(
                    Finding(
                        .probesTooOften, at: place,
                        "\(review.title(of: .interval)) is \(seconds(interval)): an outage\(round) cuts every idle connection, and while it lasts 10,000 of "
                            + "them send \(packets) packets an hour; write \(review.written(thresholds.probeInterval)) or more",
                        instead: "write \(review.written(thresholds.probeInterval)) or more",
                        fix: .unsafe(
                            "write \(review.written(thresholds.probeInterval))", review.writing([(.interval, thresholds.probeInterval)]))))
            }
            return findings
        })
}
