import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let valueMissing: Rule = Rule(
        code: "SW108", name: "value-missing", severity: .error,
        documentation: Documentation(
            finds: "An option with neither intValue nor bufValue, or with both, or with one of them in both of Envoy's spellings.",
            why: "Envoy's parser refuses the whole configuration: exactly one of the two must be set",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "exactly one of intValue (a number) and bufValue (base64)"),
        check: .option { review in
            guard let problem = review.option.problem else { return nil }
            let title = review.row?.title ?? "the option"
            switch problem {
            case .valueMissing:
                return Claim(
                    Finding(
                        .valueMissing, at: Place(review.raw.node, .missing("intValue")),
                        "\(title) has neither intValue nor bufValue, and Envoy refuses the configuration; write intValue",
                        fix: review.suitableValue.flatMap { .unsafe("add intValue \($0)", missing($0, in: review)) }))
            case .valueTwice where review.raw.repeatedValue != nil:
                let place = review.raw.repeatedValue.map { Place($0, .key) } ?? Place(review.raw.node)
                return Claim(
                    Finding(
                        .valueMissing, at: place,
                        "\(title) has its value twice, in both spellings, and Envoy refuses the configuration; keep one of them",
                        fix: review.raw.repeatedValue.flatMap { .unsafe("remove the second one", Fix.Edit.removing($0)) }))
            case .valueTwice:
                return Claim(
                    Finding(
                        .valueMissing, at: Place(review.raw.bufValue.node ?? review.raw.node),
                        "\(title) has both intValue and bufValue, and Envoy refuses the configuration; keep one of them",
                        fix: review.raw.bufValue.node.flatMap { node in
                            .fix("remove bufValue", isSafe: isSame(review), Fix.Edit.removing(node))
                        }))
            default: return nil
            }
        })

    /// A value for an option that has none, or null, in the spelling of the list's others.
    private static func missing(_ value: Int64, in review: ClassifiedOption) -> [Fix.Edit]? {
        if let node = review.raw.intValue.node ?? review.raw.bufValue.node {
            return node.key?.text.hasPrefix("int") ?? false ? [.source("\(value)", in: node)] : nil
        }
        return Fix.Edit.adding([(Fix.Edit.valueKey(in: review.list.list), .number(value))], to: review.raw.node)
    }

    /// Whether the bytes are the number, as the first platform has it.
    private static func isSame(_ review: ClassifiedOption) -> Bool {
        guard let number = review.raw.intValue.value, let bytes = review.raw.bufValue.value, bytes.count == 4,
            let isLittleEndian = review.environment.distinctPlatforms.first?.isLittleEndian
        else { return false }
        return Int64(Int32(bitPattern: (isLittleEndian ? bytes.reversed() : bytes).reduce(0) { $0 << 8 | UInt32($1) })) == number
    }
}
