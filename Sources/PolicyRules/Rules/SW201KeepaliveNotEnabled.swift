import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let keepaliveNotEnabled: Rule = Rule(
        code: "SW201", name: "keepalive-not-enabled", severity: .error,
        documentation: Documentation(
            finds: """
                TCP_KEEPIDLE, TCP_KEEPINTVL or TCP_KEEPCNT in a list without SO_KEEPALIVE. Once a list, at the first of them. Not where a typed \
                block for the same target switches keepalive on: Envoy sets SO_KEEPALIVE itself then. A warning where the options are patched one \
                by one into a list that the object does not show.
                """,
            why: """
                the kernel takes the three and never sends a probe: they say how keepalive works, and SO_KEEPALIVE alone switches it on. Measured: \
                with 1/1/1 and without SO_KEEPALIVE a dead connection is open for ever, and neither Envoy nor the kernel logs a word
                """,
            example: .options(
                "- {description: idle time, level: 6, name: 4, intValue: 60}",
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    """),
            instead: "add SO_KEEPALIVE to the list, on Linux level 1, name 9, intValue 1"),
        check: .keepalive { review in
            guard case .options(let list) = review.source, review.enable.isAbsent, let first = list.firstTuning,
                !review.object.hasTypedKeepalive(for: review.configuration)
            else { return [] }
            let titles = review.tuningTitles
            let numbers = review.environment.switchOn
            let (verb, place) = (titles.count == 1 ? "does" : "do", list.options[first].raw.pairPlace)
            if list.list.node.isPart {
                return [
                    Finding(
                        .keepaliveNotEnabled, .warning, at: place,
                        "\(enumeration(titles)) \(verb) nothing without SO_KEEPALIVE, and the patches add none: unless the list that they change "
                            + "has it, no probe is ever sent; add \(numbers)",
                        instead: "add \(numbers)")
                ]
            }
            return [
                Finding(
                    .keepaliveNotEnabled, at: place,
                    "\(enumeration(titles)) \(verb) nothing without SO_KEEPALIVE: no probe is ever sent; add \(numbers)",
                    instead: "add \(numbers)", fix: .safe("add \(numbers)", review.writing([(.enable, 1)])))
            ]
        })
}

extension EffectiveKeepalive {
    /// The settings beside SO_KEEPALIVE that are there, by name.
    var tuningTitles: [String] {
        [(KeepaliveRole.idle, idle), (.interval, interval), (.count, count)].filter { !$0.1.isAbsent }.map { title(of: $0.0) }
    }
}

extension ClassifiedList {
    /// The first option that says how keepalive works, in list order.
    var firstTuning: Int? {
        options.indices.first { index in role(of: index).map { $0 != .enable } ?? false }
    }
}

extension PolicyObject {
    /// The typed block of the same object for a list's sockets, or for some of them.
    func typedKeepalive(for list: SocketConfiguration) -> KeepaliveBlock? {
        for other in configurations {
            if let block = other.keepalive, !block.isNull, other.role == list.role, other.target.overlaps(list.target) { return block }
        }
        return nil
    }

    /// Whether a typed block of the same object switches keepalive on for a list's sockets, or for some of them.
    func hasTypedKeepalive(for list: SocketConfiguration) -> Bool { typedKeepalive(for: list) != nil }
}

extension CompiledEnvironment {
    /// How to switch keepalive on: "SO_KEEPALIVE (level 1, name 9, intValue 1)", with the numbers of the first target platform.
    var switchOn: String {
        guard let key = row(named: "SO_KEEPALIVE")?.key else { return "SO_KEEPALIVE" }
        return "SO_KEEPALIVE (level \(key.level), name \(key.name), intValue 1)"
    }
}
