import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let valueKind: Rule = Rule(
        code: "SW107", name: "value-kind", severity: .error,
        documentation: Documentation(
            finds: """
                A value of the wrong kind: an int for an option that takes a struct or a name, anything for a file descriptor or a read-only \
                option, bytes of another length for an option that takes an int, wherever the kernel refuses it. A bufValue of 4 bytes in \
                the platform's byte order is an int.
                """,
            why:
                "setsockopt fails, and Envoy rejects the listener (it keeps the old one, or starts without it); to a backend every connection fails",
            example: .options(
                "- {description: SO_LINGER, level: 1, name: 13, intValue: 5}",
                mended: "- {description: TCP_LINGER2, level: 6, name: 8, intValue: 5}"),
            instead: "bufValue with the struct's or the name's bytes in base64; intValue for numbers; nothing for read-only options"),
        check: .option { review in
            guard let row = review.row, let value = review.option.value, let refusal = review.refusal else { return nil }
            let isInt = review.intValue != nil
            let problem: String? =
                switch row.kind {
                case .readOnly: "can only be read, and the kernel answers \(refusal.error); remove it"
                case .fileDescriptor: "takes a file descriptor of the proxy's own process, which no policy can know; remove it"
                case .structure(let name) where isInt: "takes a \(name), not a number; write its bytes as bufValue, or remove it"
                case .string where isInt: "takes a name, not a number; write the name's bytes as bufValue (base64)"
                case .int, .flag:
                    if case .bytes(let bytes) = value, !isInt {
                        "takes an int of 4 bytes, and bufValue has \(bytes.count); write intValue"
                    } else {
                        nil
                    }
                case .structure, .string: nil
                }
            guard let problem else { return nil }
            let instead = problem.split(separator: "; ").last.map(String.init)
            return Claim(
                Finding(
                    .valueKind, at: review.raw.valuePlace, "\(row.title) \(problem)\(review.worseWhenListening)", instead: instead,
                    fix: row.kind == .readOnly || row.kind == .fileDescriptor ? review.removal : nil))
        })
}
