import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let malformedField: Rule = Rule(
        code: "SW124", name: "malformed-field", severity: .error,
        documentation: Documentation(
            finds: """
                A field of a socket option of the wrong type or shape: a fraction, a number of more than 64 bits, true or null where a number \
                belongs, a null item, a map for the list, a bufValue that is no base64. And a list or map on the way to a setting that is something \
                else: what stands below it was not read.
                """,
            why: "the API server or Envoy's parser refuses the whole configuration, not only this option",
            example: .options(
                "- {description: idle time, level: 6, name: 4, intValue: 60.5}\n- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                mended:
                    "- {description: idle time, level: 6, name: 4, intValue: 60}\n- {description: enable keepalive, level: 1, name: 9, intValue: 1}"
            ),
            instead: "level, name and intValue are whole numbers, bufValue is base64, state a name such as STATE_PREBIND"),
        check: .option { review in
            guard let field = review.raw.malformedField else { return nil }
            if let name = plainName(review) {
                let instead = "write \(Base64.encoded(name: name))"
                return Claim(
                    Finding(
                        .malformedField, at: Place(field.node),
                        "`bufValue` is base64, and \(quoted(name)) is none; for the name \(name) \(instead)", instead: instead,
                        fix: .safe(instead, [.text(Base64.encoded(name: name), in: Place(field.node))])))
            }
            if let number = numberOfBool(field.node, field.malformation), ["intValue"].contains(field.name),
                review.row?.kind == .flag || review.row?.keepaliveRole == .enable
            {
                let instead = "write \(number)"
                return Claim(
                    Finding(
                        .malformedField, at: Place(field.node), "`\(field.name)` is \(field.node.text); \(instead)", instead: instead,
                        fix: .safe(instead, [.number(number, in: Place(field.node))])))
            }
            return Claim(malformed("`\(field.name)`", field.malformation, at: field.node))
        },
        .object { review in review.object.reading.malformed.map { malformed($0.field, $0.malformation, at: $0.node) } })

    /// What true and false are as a number.
    private static func numberOfBool(_ node: ManifestNode, _ malformation: Malformation) -> Int64? {
        guard case .wrongType = malformation, node.kind == .bool else { return nil }
        return node.hasText("true") ? 1 : 0
    }

    /// The name that stands in `bufValue` as it is, where the option takes a name and base64 belongs.
    private static func plainName(_ review: ClassifiedOption) -> String? {
        guard review.row?.kind == .string, case .malformed(.notBase64(let text), _) = review.raw.bufValue,
            review.raw.malformedField?.name == "bufValue"
        else { return nil }
        return NodeName.text(of: Array(text.utf8))
    }

    /// The finding about a field that is not what belongs there.
    static func malformed(_ field: String, _ malformation: Malformation, at node: ManifestNode) -> Finding {
        let (problem, instead) =
            switch malformation {
            case .wrongType(let expected, let found): ("\(field) is \(found)", "write \(expected)")
            case .null(let expected): ("\(field) is null, which Envoy reads as left out", "write \(expected)")
            case .fraction(let text): ("\(field) is \(text), a fraction", "socket options are whole numbers: write one")
            case .moreThan64Bits(let text): ("\(field) is \(shortened(text)), more than 64 bits hold", "write a number of at most 32 bits")
            case .notBase64(let text):
                ("\(field) is \(quoted(text)), which is no base64", "write the option's bytes in base64, or use intValue")
            case .unreadable(let why): ("\(field) is no readable configuration: \(why)", "mend it")
            case .repeated(let other): ("\(field) stands beside \(quoted(other)), which is the same field", "write one of the two")
            }
        return Finding(.malformedField, at: Place(node), "\(problem); \(instead)", instead: instead)
    }

    private static func shortened(_ text: String) -> String { text.utf8.count <= 40 ? text : text.prefix(40) + "…" }
}
