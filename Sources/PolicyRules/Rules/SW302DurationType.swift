import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let durationType: Rule = Rule(
        code: "SW302", name: "duration-type", severity: .error,
        documentation: Documentation(
            finds: """
                A keepalive field of the wrong type, by the kind's own schema: a number (or a quoted number) where a duration such as 60s is due, a \
                duration or a quoted number where a number of seconds is due, a text as count, or anything but a map as the block.
                """,
            why:
                "the API server, or Envoy's own parser, refuses the object: the field's type is fixed by its schema, and the products chose differently",
            example: .numberForDuration,
            instead: "60s where the kind takes durations, 60 where it takes seconds, 3 for probes"),
        check: .block { review in
            if let malformed = review.block.malformed, case .wrongType(let expected, let found) = malformed {
                let field = review.block.fields.first(where: \.form.isApplied) ?? review.block.idle
                let sample = "{\(field.name): \(field.sample)}"
                return [
                    Finding(
                        .durationType, at: Place(review.block.node),
                        "\(review.name) is \(found), not \(expected): write for example \(sample)",
                        instead: "write for example \(sample)")
                ]
            }
            return review.written.compactMap { field in
                guard case .wrongType(let text) = field.reading, let node = field.node else { return nil }
                let intended = field.intended.flatMap(field.spelling)
                let instead = intended.map { "write \($0)" } ?? "write for example \(field.sample)"
                return Finding(
                    .durationType, at: Place(node), "\(field.name) is \(text), but it takes \(field.form.expectation); \(instead)",
                    instead: instead,
                    fix: field.intended.flatMap { fix(of: field, to: $0) } ?? field.chosen(field.sampleNumber))
            }
        })

    /// The same number in the field's own type. Multiples of 1000 may be milliseconds.
    private static func fix(of field: KeepaliveField, to number: Int64) -> Fix? {
        guard let spelling = field.spelling(of: number), let edit = field.writing(number) else { return nil }
        let isSuspect = field.role != .count && number >= 1000 && number % 1000 == 0
        return .fix("write \(spelling)", isSafe: !isSuspect, [edit])
    }
}
