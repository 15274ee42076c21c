import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let levelAndNameSwapped: Rule = Rule(
        code: "SW104", name: "level-and-name-swapped", severity: .error,
        documentation: Documentation(
            finds: """
                A pair that no target platform knows, while the two numbers the other way round are a known option: 9/1, 4/6, 5/6. In the \
                rules about keepalive the option counts as the one it was meant to be.
                """,
            why: "the kernel answers ENOPROTOOPT, and Envoy rejects the listener; to a backend every connection fails",
            example: .options(
                "- {description: enable keepalive, level: 9, name: 1, intValue: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "the protocol (1 for SOL_SOCKET, 6 for TCP) as level, the option's number as name"),
        check: .option { review in
            guard let key = review.option.key, review.hasWholePair, !review.isKnownAnywhere, key.level != key.name,
                let row = review.environment.row(of: key.mirrored)
            else { return nil }
            let instead = "level \(row.key.level), name \(row.key.name)"
            return Claim(
                Finding(
                    .levelAndNameSwapped, at: review.raw.pairPlace,
                    "\(key) is no option, and level and name look swapped: for \(row.constant) write \(instead)\(review.worseWhenListening)",
                    instead: instead, fix: review.fix(to: row.constant, isSafe: true)),
                meant: MeantOption(constant: row.constant, role: row.keepaliveRole))
        })
}
