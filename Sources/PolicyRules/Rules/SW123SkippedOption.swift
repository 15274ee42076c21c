import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let skippedOption: Rule = Rule(
        code: "SW123", name: "skipped-option", severity: .warning,
        documentation: Documentation(
            finds: """
                An option that Envoy passes over: `type: {datagram: {}}` on a gateway's TCP listener, or an `ip_version` that is not the \
                listener's. The option then counts as absent; nothing else is said about it. Where the family is not sure (a gateway that \
                takes both may bind IPv4 alone) and the kernel would refuse the option under the other one, the refusal is reported.
                """,
            why:
                "Envoy logs \"Skipping inapplicable socket option\" at level info and goes on: the option does nothing (measured, Envoy 1.40)",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1, type: {datagram: {}}}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1, type: {stream: {}}}"),
            instead: "leave `type` and `ip_version` out, or write those of the socket"),
        check: .option { review in
            guard review.isSkipped else { return nil }
            let title = review.row.map(\.title) ?? review.option.key.map { "\($0)" } ?? "the option"
            let family = review.list.listenerFamily
            let forDatagrams = review.list.configuration.target.transport.mayBeDatagrams
            switch review.option.skipReason(on: family.socketFamily, forDatagrams: forDatagrams) {
            case nil, .state: return nil
            case .datagram:
                return Claim(
                    Finding(
                        .skippedOption, at: Place(review.raw.type.node ?? review.raw.node),
                        "\(title) is for datagram sockets only, and Envoy skips it on a TCP socket; leave `type` out, or write {stream: {}}",
                        fix: review.raw.type.node.flatMap { .unsafe("write {stream: {}}", [.streamOnly(in: $0)]) }))
            case .ipVersion:
                let whose = review.list.configuration.role == .listener ? "the listener's" : "the backend's"
                let own = family == .ipv4 ? "SOCKET_IP_VERSION_IPV4" : "SOCKET_IP_VERSION_IPV6"
                return Claim(
                    Finding(
                        .skippedOption, at: Place(review.raw.ipVersion.node ?? review.raw.node),
                        "\(title) is for another address family than \(whose) (\(family.rawValue)), and Envoy skips it; leave "
                            + "ip_version out, or write \(own)",
                        fix: review.raw.ipVersion.node.flatMap { .unsafe("write \(own)", [.text(own, in: Place($0))]) }))
            }
        })
}
