import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let datagramListener: Rule = Rule(
        code: "SW120", name: "datagram-listener", severity: .error,
        documentation: Documentation(
            finds: """
                A TCP option on a UDP or QUIC listener, where the object shows that it is one: the policy selects a listener whose sectionName \
                is or begins or ends with udp, quic, http3, h3 or dtls. Where the linter reads the Gateway in the same run, its listeners' protocols count \
                and not their names. Options that say `type: {stream: {}}` are skipped there, and fine.
                """,
            why: """
                on a UDP or QUIC listener the kernel answers ENOPROTOOPT to every TCP option and Envoy rejects the listener; SO_KEEPALIVE is \
                taken there and does nothing
                """,
            example: .datagramOptions(
                "- {description: TCP_NODELAY, level: 6, name: 1, intValue: 1}",
                mended: "- {description: TCP_NODELAY, level: 6, name: 1, intValue: 1, type: {stream: {}}}"),
            instead: "`type: {stream: {}}` on the TCP options, so that Envoy skips them on UDP sockets; or the name of a TCP listener"),
        check: .list { review in
            guard case .datagrams(let clause) = review.configuration.target.transport else { return [] }
            return review.options.indices.compactMap { index in
                guard !review.verdicts[index].isClaimed, review.list.options[index].type.value != .stream,
                    let row = review.review(index).row, row.key.level == 6
                else { return nil }
                return Finding(
                    .datagramListener, at: review.list.options[index].pairPlace,
                    "\(row.title) is a TCP option, and \(clause): on a UDP or QUIC socket the kernel "
                        + "answers ENOPROTOOPT and Envoy rejects the listener; add type: {stream: {}} to it",
                    fix: .unsafe("add type: {stream: {}}", restricting(review.list.options[index], in: review.list)))
            }
        })

    /// Only TCP sockets get the option.
    private static func restricting(_ option: RawOption, in list: SocketOptionList) -> [Fix.Edit]? {
        guard list.fields.contains(.type), list.productFields == nil else { return nil }
        return option.type.node.map { [.streamOnly(in: $0)] }
            ?? Fix.Edit.adding([("type", .source(Fix.Edit.streamType(in: option.node)))], to: option.node)
    }
}
