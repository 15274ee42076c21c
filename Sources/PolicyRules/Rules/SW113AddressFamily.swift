import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let addressFamily: Rule = Rule(
        code: "SW113", name: "address-family", severity: .error,
        documentation: Documentation(
            finds: """
                An IPv6 option (level 41) where the gateway binds IPv4, or with an `ip_version` of IPv4 where it may. And, as a warning, an IPv4 option such as IP_TOS on a listener that \
                takes both families, without its IPv6 counterpart beside it: it reaches IPv4 connections only.
                """,
            why:
                "on an IPv4 socket the kernel answers ENOPROTOOPT to every option of level 41: the listener is rejected, or every connection to the backend fails",
            example: .options(
                "- {description: traffic class, level: 41, name: 67, intValue: 32}",
                mended: "- {description: IP_TOS, level: 0, name: 1, intValue: 32}",
                configuration: "environment:\n  listenerFamily: ipv4\n"),
            instead: "the IPv4 option (level 0) for IPv4 listeners, both for listeners on \"::\" that accept IPv4"),
        check:
            .option { review in
                guard let row = review.row, row.key.level == 41, review.family == .ipv4 else { return nil }
                let twin = Twins.ipv4(of: row.constant)
                let instead =
                    inOwnFields(twin, review) ?? twin.flatMap { review.environment.numbers(of: $0).map { "\($0) (\(twin ?? ""))" } }
                    ?? "remove it"
                return Claim(
                    Finding(
                        .addressFamily, at: review.raw.pairPlace,
                        "\(review.title ?? row.title) is an IPv6 option and \(whose(review)) IPv4: the kernel answers ENOPROTOOPT and "
                            + "\(review.consequence); \(instead)\(review.worseWhenListening)",
                        instead: instead, fix: fix(to: twin, review)))
            },
        .soundOption { review in
            guard review.list.configuration.role == .listener, review.list.listenerFamily == .dual, let row = review.row,
                let twin = Twins.ipv6(of: row.constant),
                !review.list.constants.contains(twin),
                let numbers = review.environment.numbers(of: twin)
            else { return nil }
            let addition = review.ownField(for: twin).map { "`\($0)`" } ?? "\(twin): \(numbers)"
            return Finding(
                .addressFamily, .warning, at: review.raw.pairPlace,
                "\(review.title ?? row.title) on a listener that takes both families reaches IPv4 connections only; for IPv6 add \(addition)",
                why: "a dual-stack listener is an IPv6 socket, whose IPv4 options apply to IPv4-mapped connections alone (measured)",
                instead: "add \(addition) beside it", fix: .unsafe("add \(addition)", adding(twin, review)))
        })
}

extension Rule {
    /// Whose family it is.
    private static func whose(_ review: ClassifiedOption) -> String {
        if review.list.configuration.role == .upstream {
            return review.list.configuration.target.family == nil ? "backends are most often on" : "the backend is on"
        }
        return review.list.listenerFamily == .ipv4 ? "the gateway binds" : "the option is for"
    }
}

extension Rule {
    /// The option that does the same for IPv4, or none where the list has it.
    private static func fix(to twin: String?, _ review: ClassifiedOption) -> Fix? {
        guard review.list.list.productFields == nil else { return nil }
        guard let twin, !review.list.constants.contains(twin) else { return twin == nil ? review.removal : nil }
        return review.fix(to: twin, isSafe: false)
    }

    /// The option that does the same for IPv6, with the same value.
    private static func adding(_ twin: String, _ review: ClassifiedOption) -> [Fix.Edit]? {
        guard let value = review.intValue, let key = review.environment.onlyKey(of: twin) else { return nil }
        if let field = review.ownField(for: twin) {
            return Fix.Edit.adding([(field, .number(Int64(value)))], to: review.list.list.node)
        }
        return Fix.Edit.adding([NewOption(description: twin, key: key, value: Int64(value))], to: review.list.list)
    }

    /// What to write instead, where the option was made of a product's own field.
    private static func inOwnFields(_ twin: String?, _ review: ClassifiedOption) -> String? {
        guard let fields = review.list.list.productFields else { return nil }
        let isBeside = twin.map(review.list.constants.contains) ?? false
        let other = isBeside ? nil : twin.flatMap(review.ownField).map { "write `\($0)`" }
        return (other ?? "remove it") + ", or " + fields.familyRemedy
    }
}

extension ClassifiedOption {
    /// The product's own field for a Linux option, where the list is made of such fields.
    fileprivate func ownField(for constant: String) -> String? {
        guard let fields = list.list.productFields,
            let key = environment.distinctPlatforms.lazy.compactMap({ $0.table.named(constant)?.key }).first
        else { return nil }
        return fields.field(for: key)
    }
}

/// IPv4 options and the IPv6 options that do the same.
private enum Twins {
    static let pairs = [
        ("IP_TOS", "IPV6_TCLASS"), ("IP_TTL", "IPV6_UNICAST_HOPS"), ("IP_MTU_DISCOVER", "IPV6_MTU_DISCOVER"),
        ("IP_MINTTL", "IPV6_MINHOPCOUNT"),
    ]

    static func ipv6(of constant: String) -> String? { pairs.first { $0.0 == constant }?.1 }
    static func ipv4(of constant: String) -> String? { pairs.first { $0.1 == constant }?.0 }
}
