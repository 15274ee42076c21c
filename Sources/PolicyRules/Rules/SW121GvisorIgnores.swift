import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let gvisorIgnores: Rule = Rule(
        code: "SW121", name: "gvisor-ignores", severity: .error,
        documentation: Documentation(
            finds:
                "Options that do nothing for connections where a target platform is gVisor (GKE Sandbox). Said once a list, naming what is lost.",
            why: """
                gVisor answers success to nearly every setsockopt, and its accepted sockets do not inherit keepalive from the listener \
                (measured; google/gvisor issue 1095): the listener comes up and probes nothing
                """,
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                mended: "- {description: TCP_USER_TIMEOUT, level: 6, name: 18, intValue: 30000}",
                configuration: "environment:\n  platforms: [gvisor]\n"),
            instead: "TCP_USER_TIMEOUT, which accepted sockets inherit there; idle timeouts of HTTP; or a node pool without gVisor"),
        check: .list { review in
            // What accepted sockets lose, connecting ones keep.
            guard review.configuration.role == .listener, let index = review.resolutions.firstIndex(where: { $0.platform == .gvisor })
            else { return [] }
            let lost = review.options.indices.filter { option in
                guard !review.verdicts[option].isClaimed, let row = review.resolutions[index].options[option].row else { return false }
                return row.inheritance == .notInherited && !row.isNoOp
            }
            let titles = lost.compactMap { review.resolutions[index].options[$0].row?.title }
            guard !titles.isEmpty else { return [] }
            var seen: Set<String> = []
            let unique = titles.filter { seen.insert($0).inserted }
            return [
                Finding(
                    .gvisorIgnores, at: Place(review.list.node, .key),
                    "gvisor takes \(enumeration(unique)) in silence, and accepted connections have none of it; "
                        + "use idle timeouts of HTTP there, or bind the policy to gateways outside gVisor")
            ]
        })
}
