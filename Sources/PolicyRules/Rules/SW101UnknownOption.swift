import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let unknownOption: Rule = Rule(
        code: "SW101", name: "unknown-option", severity: .error,
        documentation: Documentation(
            finds: """
                A level and name that no target platform's table knows. Options of another protocol (level 17 is UDP) are named as such: \
                a gateway's listener is a TCP socket and takes none of them.
                """,
            why:
                "the kernel answers ENOPROTOOPT, and Envoy rejects the listener (it keeps the old one, or starts without it); to a backend every connection fails",
            example: .options(
                "- {description: tune, level: 6, name: 9999, intValue: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "the level and name of a socket option of the target platform; `sockwarden options` lists them"),
        check: .option { review in
            guard let key = review.option.key else { return nil }
            let platforms = review.platformNames
            if let other = Protocols.name(ofLevel: key.level) {
                return Claim(
                    Finding(
                        .unknownOption, at: review.raw.pairPlace,
                        "level \(key.level) is \(other): \(review.list.configuration.role == .listener ? "a gateway's listener" : "a connection to a backend") "
                            + "is a TCP socket and takes none of its options; remove it"
                            + review.worseWhenListening, fix: review.removal))
            }
            guard !review.isKnownAnywhere else { return nil }
            let effect =
                review.environment.platforms == [.gvisor]
                ? "takes it in silence and does nothing" : "answers ENOPROTOOPT and \(review.consequence)"
            return Claim(
                Finding(
                    .unknownOption, at: review.raw.pairPlace,
                    "\(key) is no socket option of \(platforms): the kernel \(effect); write the level and name of the option you mean"
                        + review.worseWhenListening,
                    why: review.environment.platforms == [.gvisor]
                        ? "gVisor answers success to numbers it does not know: nobody but this message says that the number is wrong" : nil)
            )
        })
}

/// Protocols whose options people mistake for a TCP socket's.
enum Protocols {
    /// The protocol of a level that a TCP socket does not have; nil for the levels it has and for numbers that are no protocol.
    static func name(ofLevel level: Int32) -> String? {
        switch level {
        case 17: "UDP"
        case 58: "ICMPv6"
        case 132: "SCTP"
        case 136: "UDP-Lite"
        case 255: "raw IP"
        case 263: "packet sockets"
        case 270: "netlink"
        case 282: "kernel TLS"
        case 284: "MPTCP"
        default: nil
        }
    }
}
