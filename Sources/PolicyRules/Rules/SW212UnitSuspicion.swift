import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let unitSuspicion: Rule = Rule(
        code: "SW212", name: "unit-suspicion", severity: .warning,
        documentation: Documentation(
            finds: """
                A raw TCP_KEEPIDLE or TCP_KEEPINTVL of 1000 or more that is a multiple of 1000: it looks like milliseconds. Never for typed \
                durations, whose unit is written, and not for the guide's integer fields, whose unit is the field's.
                """,
            why: """
                Linux takes both in seconds (tcp(7)), while TCP_USER_TIMEOUT beside them is in milliseconds: 30000 is no 30 seconds but 8 hours and \
                20 minutes, taken without a word. From 32768 on the kernel refuses it (SW106)
                """,
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                - {description: idle time, level: 6, name: 4, intValue: 30000}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 30}
                    """),
            instead: "seconds"),
        check: .keepalive { review in
            guard !review.isTyped else { return [] }
            var findings: [Finding] = []
            if let finding = finding(review, .idle, review.idle) { findings.append(finding) }
            if let finding = finding(review, .interval, review.interval) { findings.append(finding) }
            return findings
        })

    private static func finding(_ review: EffectiveKeepalive, _ role: KeepaliveRole, _ setting: KeepaliveSetting) -> Finding? {
        guard case .value(let value, let place) = setting, value >= 1000, value % 1000 == 0 else { return nil }
        return Finding(
            .unitSuspicion, at: place,
            "\(review.title(of: role)) is in seconds, and \(value) looks like milliseconds: it is \(seconds(value)); write \(value / 1000) for "
                + "\(seconds(value / 1000))",
            instead: "write \(value / 1000)", fix: .unsafe("write \(value / 1000)", review.writing([(role, value / 1000)])))
    }
}
