import Manifests
import PolicyKinds

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
                        "\(title) has neither intValue nor bufValue, and Envoy refuses the configuration; write intValue"))
            case .valueTwice where review.raw.repeatedValue != nil:
                let place = review.raw.repeatedValue.map { Place($0, .key) } ?? Place(review.raw.node)
                return Claim(
                    Finding(
                        .valueMissing, at: place,
                        "\(title) has its value twice, in both spellings, and Envoy refuses the configuration; keep one of them"))
            case .valueTwice:
                return Claim(
                    Finding(
                        .valueMissing, at: Place(review.raw.bufValue.node ?? review.raw.node),
                        "\(title) has both intValue and bufValue, and Envoy refuses the configuration; keep one of them"))
            default: return nil
            }
        })
}
