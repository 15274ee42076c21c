import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let datagramListener: Rule = Rule(
        code: "SW120", name: "datagram-listener", severity: .error,
        documentation: Documentation(
            finds: """
                A TCP option on a UDP or QUIC listener, where the object shows that it is one: the policy selects a listener whose sectionName \
                is or begins or ends with udp, quic, http3, h3 or dtls. Options that say `type: {stream: {}}` are skipped there, and fine.
                """,
            why: """
                on a UDP or QUIC listener the kernel answers ENOPROTOOPT to every TCP option and Envoy rejects the listener; SO_KEEPALIVE is \
                taken there and does nothing
                """,
            example: Example(
                policy("- {description: TCP_NODELAY, level: 6, name: 1, intValue: 1}"),
                mended: policy("- {description: TCP_NODELAY, level: 6, name: 1, intValue: 1, type: {stream: {}}}")),
            instead: "`type: {stream: {}}` on the TCP options, so that Envoy skips them on UDP sockets; or the name of a TCP listener"),
        check: .list { review in
            guard let section = review.object.sectionNames.first(where: { namesDatagrams($0.text) }) else { return [] }
            return review.options.indices.compactMap { index in
                guard !review.isClaimed[index], review.list.options[index].type.value != .stream, let row = review.review(index).row,
                    row.key.level == 6
                else { return nil }
                return Finding(
                    .datagramListener, at: review.list.options[index].pairPlace,
                    "\(row.title) is a TCP option, and the policy selects the listener \(quoted(section.text)): on a UDP or QUIC socket the kernel "
                        + "answers ENOPROTOOPT and Envoy rejects the listener; add type: {stream: {}} to it")
            }
        })

    /// Whether a listener's name says that it is no TCP listener.
    private static func namesDatagrams(_ name: String) -> Bool {
        let words = name.lowercased().split(separator: "-")
        return [words.first, words.last].contains { $0.map { ["udp", "quic", "http3", "h3", "dtls"].contains($0) } ?? false }
    }

    private static func policy(_ option: String) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: example
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http, sectionName: dns-udp}
          socketOptions:
          \(option)

        """
    }
}
