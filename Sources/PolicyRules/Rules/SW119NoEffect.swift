import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let noEffect: Rule = Rule(
        code: "SW119", name: "no-effect", severity: .warning,
        documentation: Documentation(
            finds: """
                An option that the kernel takes and that does nothing for connections: accepted sockets do not inherit it (SO_PRIORITY), or it \
                does nothing at all any more (SO_BSDCOMPAT, TCP_THIN_DUPACK). Options whose effect belongs to the listener itself \
                (TCP_DEFER_ACCEPT, TCP_FASTOPEN) are not meant.
                """,
            why:
                "the policy looks as if it set something, and no connection of the listener ever has it (measured, see `sockwarden options`)",
            example: .options(
                "- {description: SO_PRIORITY, level: 1, name: 12, intValue: 6}",
                mended:
                    "- {description: IP_TOS, level: 0, name: 1, intValue: 184}\n- {description: IPV6_TCLASS, level: 41, name: 67, intValue: 184}"
            ),
            instead: "remove it; for marking packets use IP_TOS and IPV6_TCLASS, which accepted sockets inherit"),
        check: .soundOption { review in
            guard let row = review.row, NoEffect.applies(to: row), review.list.resolutions.first?.platform != .gvisor else { return nil }
            let reason =
                row.inheritance == .notInherited
                ? "accepted connections do not inherit it from the listener" : (row.hazard?.effect ?? "the kernel ignores it")
            return Finding(
                .noEffect, at: review.raw.pairPlace, "\(row.title) does nothing for the listener's connections: \(reason); remove it")
        })
}

enum NoEffect {
    static func applies(to row: KnownOption) -> Bool {
        row.inheritance == .notInherited || row.hazard?.code == Hazard.noOpCode
    }
}
