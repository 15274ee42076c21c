import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let durationMalformed: Rule = Rule(
        code: "SW303", name: "duration-malformed", severity: .error,
        documentation: Documentation(
            finds: """
                A duration that kgateway's CRD does not take: up to four whole numbers of up to five digits with h, m, s or ms each, 1 s at the least \
                (so 0s too); no fractions, no spaces, no days. And a negative number in an integer field.
                """,
            why: """
                the API server refuses the object (`invalid duration value`, `keepAliveTime must be at least 1 second`). The pattern is stricter than \
                Go's own: 1.5h and 100000s parse elsewhere and not here
                """,
            example: .listenerKeepalive(
                "keepAliveTime: 1 min, keepAliveInterval: 20s, keepAliveProbes: 3",
                mended: "keepAliveTime: 1m, keepAliveInterval: 20s, keepAliveProbes: 3"),
            instead: "whole seconds, for example 60s"),
        check: .typed { review in
            review.fields.compactMap { field, reading in
                guard let node = field.node else { return nil }
                switch reading {
                case .malformed(let text):
                    let meant = GoDuration(text).flatMap { $0.hasFractionOfSecond ? nil : review.written($0.wholeSeconds, in: field) }
                    let instead =
                        meant.map { "write \($0)" } ?? "write whole numbers with h, m, s or ms, such as \(review.sample(for: field))"
                    return Finding(
                        .durationMalformed, at: Place(node),
                        "\(field.fieldName) is \(quoted(text)), no duration that kgateway takes: \(instead)",
                        instead: instead, fix: meant.map { Fix.text($0, in: Place(node)) })
                case .belowMinimum(let text):
                    let instead =
                        review.takesDuration(field)
                        ? "write 1s or more, such as \(review.sample(for: field)), or leave it out"
                        : "write \(review.expectation(of: field)) from 1 to \(review.maximum(of: field)), such as \(review.sample(for: field))"
                    let problem = review.takesDuration(field) ? "less than the minimum of 1 s" : "less than nothing"
                    return Finding(
                        .durationMalformed, at: Place(node), "\(field.fieldName) is \(text), \(problem): \(instead)", instead: instead)
                case .absent, .value, .zero, .wrongType, .overMaximum: return nil
                }
            }
        })
}
