import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let valueOutOfRange: Rule = Rule(
        code: "SW106", name: "value-out-of-range", severity: .error,
        documentation: Documentation(
            finds: "A value that the kernel refuses in every state for the gateway's address family.",
            why:
                "setsockopt fails, and Envoy rejects the listener (it keeps the old one, or starts without it); to a backend every connection fails",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60000}",
                mended:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}"
            ),
            instead: "a value that the option takes; `sockwarden explain TCP_KEEPIDLE` says which"),
        check: .option { review in
            guard let row = review.row, let refusal = review.refusal else { return nil }
            if case .bytes(let bytes) = review.option.value, row.kind == .string, !bytes.isEmpty {
                return Claim(notAName(review, row, bytes, refusal.error))
            }
            let intValue = review.intValue
            let accepted = row.acceptedValues
            let milliseconds: String? =
                if row.unit == .seconds, let number = review.intValue, number >= 1000, number % 1000 == 0,
                    review.list.resolutions.allSatisfy({ $0.platform != .gvisor })
                {
                    "\(number / 1000) if you mean \(number) milliseconds"
                } else {
                    nil
                }
            let isRemoved = row.acceptance.values == .none
            let instead = milliseconds.map { "write \($0)" } ?? (isRemoved ? "remove it" : "write \(accepted)")
            return Claim(
                Finding(
                    .valueOutOfRange, at: review.raw.valuePlace,
                    "\(row.title) takes \(accepted), and \(intValue.map(String.init) ?? "this bufValue") is refused with \(refusal.error): \(review.consequence); \(instead)"
                        + review.worseWhenListening,
                    instead: instead, fix: isRemoved ? review.removal : chosen(review, isMilliseconds: milliseconds != nil)))
        })

    /// Seconds for what looks like milliseconds, else a value of those that are taken.
    private static func chosen(_ review: ClassifiedOption, isMilliseconds: Bool) -> Fix? {
        guard let value = isMilliseconds ? review.intValue.map({ Int64($0) / 1000 }) : review.suitableValue else { return nil }
        return .unsafe("write \(value)", review.writing(value: value))
    }

    /// A name that was written as it is, where base64 belongs, or bytes that are none.
    private static func notAName(_ review: ClassifiedOption, _ row: KnownOption, _ bytes: [UInt8], _ error: SocketError) -> Finding {
        let written = review.raw.bufValue.node?.text ?? ""
        let name = NodeName.text(of: Array(written.utf8))
        let instead =
            name.map { "for the name \($0) write \(Base64.encoded(name: $0))" } ?? "write the name's bytes in base64"
        return Finding(
            .valueOutOfRange, at: review.raw.valuePlace,
            "\(row.title) takes a name, and bufValue is base64: \(name ?? "it") decodes to the bytes \(hex(bytes)), which is no name "
                + "(\(error)), and \(review.consequence); \(instead)\(review.worseWhenListening)",
            instead: instead,
            fix: name.map { Base64.encoded(name: $0) }.flatMap { .safe("write \($0)", [.text($0, in: review.raw.valuePlace)]) })
    }

    /// "7a db 74", the first eight at most.
    private static func hex(_ bytes: [UInt8]) -> String {
        let shown = bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return shown.joined(separator: " ") + (bytes.count > 8 ? " …" : "")
    }
}
