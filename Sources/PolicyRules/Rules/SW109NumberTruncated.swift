import Manifests
import PolicyKinds

extension Rule {
    static let numberTruncated: Rule = Rule(
        code: "SW109", name: "number-truncated", severity: .error,
        documentation: Documentation(
            finds: "A level, name or intValue beyond 32 bits. The option is then looked at with the numbers that Envoy makes of them.",
            why:
                "Envoy cuts the number to its low 32 bits without a word and sets something else than what is written (measured, Envoy 1.40)",
            example: .options(
                "- {description: idle time, level: 6, name: 4, intValue: 4294967356}\n- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                mended:
                    "- {description: idle time, level: 6, name: 4, intValue: 60}\n- {description: enable keepalive, level: 1, name: 9, intValue: 1}"
            ),
            instead: "a number between -2147483648 and 2147483647"),
        check: .option(goesOn: true) { review in
            guard review.option.isTruncated else { return nil }
            for (field, written) in [("level", review.raw.level), ("name", review.raw.name), ("intValue", review.raw.intValue)] {
                guard case .value(let number, let node) = written else { continue }
                let cut = Int32(truncatingIfNeeded: number)
                if Int64(cut) != number {
                    return Claim(
                        Finding(
                            .numberTruncated, at: Place(node),
                            "\(field) \(number) does not fit in 32 bits, and Envoy cuts it to \(cut) without a word; write the number you mean",
                            fix: .unsafe("write \(cut)", [.digits(Int64(cut), in: node)])))
                }
            }
            return nil
        })
}
