import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let keepaliveSwitchedOff: Rule = Rule(
        code: "SW202", name: "keepalive-switched-off", severity: .error,
        documentation: Documentation(
            finds: """
                SO_KEEPALIVE=0 beside TCP_KEEPIDLE, TCP_KEEPINTVL or TCP_KEEPCNT. Where SO_KEEPALIVE stands twice, the last one in Envoy's order \
                counts. SO_KEEPALIVE=0 by itself is a plain wish and no finding.
                """,
            why: "the other settings do nothing: no probe is ever sent (measured), and one of the two intentions in the list is a mistake",
            example: .options(
                """
                - {description: enable keepalive, level: 1, name: 9, intValue: 0}
                - {description: idle time, level: 6, name: 4, intValue: 60}
                """,
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    """),
            instead: "SO_KEEPALIVE=1, or no TCP_KEEP* options"),
        check: .keepalive { review in
            guard review.enable.value == 0, let place = review.enable.place else { return [] }
            let titles = review.tuningTitles
            guard !titles.isEmpty else { return [] }
            return [
                Finding(
                    .keepaliveSwitchedOff, at: place,
                    "\(review.title(of: .enable)) is 0, which switches keepalive off: \(enumeration(titles)) \(titles.count == 1 ? "does" : "do") "
                        + "nothing; write intValue 1, or remove the other options",
                    fix: .unsafe("write intValue 1", review.writing([(.enable, 1)])))
            ]
        })
}
