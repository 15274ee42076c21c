import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let noEffect: Rule = Rule(
        code: "SW119", name: "no-effect", severity: .warning,
        documentation: Documentation(
            finds: """
                An option that the kernel takes and that does nothing for connections: accepted sockets do not inherit it (SO_PRIORITY), or it \
                does nothing at all any more (SO_BSDCOMPAT, TCP_THIN_DUPACK), or it is for sockets of the other side alone \
                (IP_BIND_ADDRESS_NO_PORT on a listener, TCP_DEFER_ACCEPT upstream). On a listener, options whose effect belongs to the listener itself \
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
            let role = review.list.configuration.role
            guard let row = review.row, let reason = NoEffect.reason(row, role),
                row.isNoOp || review.list.resolutions.first?.platform != .gvisor
            else { return nil }
            let whose = role == .listener ? "the listener's connections" : "connections to backends"
            return Finding(
                .noEffect, at: review.raw.pairPlace, "\(row.title) does nothing for \(whose): \(reason); remove it",
                fix: review.removal)
        })
}

enum NoEffect {
    static func applies(to row: KnownOption) -> Bool {
        row.inheritance == .notInherited || row.isNoOp
    }

    /// Why an option does nothing for connections on this side of the gateway; nil where it does something.
    static func reason(_ row: KnownOption, _ role: SocketTarget.Role) -> String? {
        if row.isNoOp { return row.option.hazards.first?.effect ?? "the kernel ignores it" }
        switch (role, row.side) {
        case (.listener, .connecting): return "it is for sockets that connect, not for those that listen"
        case (.upstream, .listening): return "it is for sockets that listen, not for those that connect"
        case (.listener, _) where row.inheritance == .notInherited: return "accepted connections do not inherit it from the listener"
        default: return nil
        }
    }
}
