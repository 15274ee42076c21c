import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let valueOutOfRange: Rule = Rule(
        code: "SW106", name: "value-out-of-range", severity: .error,
        documentation: Documentation(
            finds: "A value that the kernel refuses in every state for the gateway's address family.",
            why: "setsockopt fails, and Envoy rejects the listener: it keeps the old one, or starts without it",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60000}",
                mended:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}"
            ),
            instead: "a value that the option takes; `sockwarden explain TCP_KEEPIDLE` says which"),
        check: .option { review in
            guard let row = review.row, let refusal = review.refusal else { return nil }
            let value = review.intValue.map(String.init) ?? "this bufValue"
            let accepted = row.acceptedValues
            let milliseconds: String? =
                if row.unit == .seconds, let number = review.intValue, number >= 1000, number % 1000 == 0,
                    review.list.resolutions.allSatisfy({ $0.platform != .gvisor })
                {
                    "\(number / 1000) if you mean \(number) milliseconds"
                } else {
                    nil
                }
            let instead = milliseconds.map { "write \($0)" } ?? (row.acceptance.values == .none ? "remove it" : "write \(accepted)")
            return Claim(
                Finding(
                    .valueOutOfRange, at: review.raw.valuePlace,
                    "\(row.title) takes \(accepted), and \(value) is refused with \(refusal.error): \(review.consequence); \(instead)"
                        + review.worseWhenListening,
                    instead: instead))
        })
}
