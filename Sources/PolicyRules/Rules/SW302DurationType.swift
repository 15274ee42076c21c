import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let durationType: Rule = Rule(
        code: "SW302", name: "duration-type", severity: .error,
        documentation: Documentation(
            finds: """
                A keepalive field of the wrong type: a number (or a quoted number) where kgateway wants a duration such as 60s, a duration or a quoted \
                number where the guide's connectionConfig wants a number of seconds, a text as count, or anything but a map as `tcpKeepalive`.
                """,
            why: "the API server refuses the object: the field's type is fixed by its CRD, and the two products chose differently",
            example: .listenerKeepalive(
                "keepAliveTime: 60, keepAliveInterval: 20s, keepAliveProbes: 3",
                mended: "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3"),
            instead: "60s for kgateway's durations, 60 for connectionConfig's seconds, 3 for probes"),
        check: .typed { review in
            if let malformed = review.block.malformed, case .wrongType(let expected, let found) = malformed {
                let sample = "{\(review.block.idle.fieldName): \(review.sample(for: review.block.idle))}"
                return [
                    Finding(
                        .durationType, at: Place(review.block.node),
                        "tcpKeepalive is \(found), not \(expected): write for example \(sample)",
                        instead: "write for example \(sample)")
                ]
            }
            return review.fields.compactMap { field, reading in
                guard case .wrongType(let text) = reading, let node = field.node else { return nil }
                let intended = review.intended(by: field)
                let instead = intended.map { "write \($0)" } ?? "write for example \(review.sample(for: field))"
                return Finding(
                    .durationType, at: Place(node),
                    "\(field.fieldName) is \(text), but it takes \(review.expectation(of: field)); \(instead)",
                    instead: instead,
                    fix: intended.map { review.takesDuration(field) ? Fix.text($0, in: Place(node)) : Fix.number($0, in: Place(node)) })
            }
        })
}

extension TypedReview {
    /// The value that somebody meant who wrote it in the wrong type. nil where it cannot be known or the kernel would not take it.
    fileprivate func intended(by field: TypedField) -> String? {
        switch field.scalar {
        case .integer(let number): written(number, in: field)
        case .string(let text):
            if let number = Int64(text) {
                written(number, in: field)
            } else if !isCount(field), !takesDuration(field), let duration = GoDuration(text), !duration.hasFractionOfSecond {
                written(duration.wholeSeconds, in: field)
            } else {
                nil
            }
        case .absent, .otherNumber, .bool, .null, .collection: nil
        }
    }
}
