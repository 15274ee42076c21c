import Manifests
import PolicyKinds

extension Rule {
    static let unknownField: Rule = Rule(
        code: "SW125", name: "unknown-field", severity: .error,
        documentation: Documentation(
            finds: """
                A key inside a socket option that its reader does not know, such as value or optname, or int_value where the kind's CRD has \
                intValue alone. One that plainly means a field is read as that field from then on, and the option is looked at with it. \
                `type`, `ip_version` and `ipVersion` are known, save where the kind's CRD is older than they are.
                """,
            why: "the API server refuses the object (`unknown field`), or prunes the key in silence and the option loses it",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, int_value: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "description, level, name, intValue or bufValue, state, type, ip_version"),
        check: .option(goesOn: true) { review in
            guard let first = review.raw.otherFields.first else { return nil }
            let fields = review.list.list.fields
            let names = fields.map(\.rawValue)
            let plain = OptionField.plainlyMeant(by: first.name)
            // A field that this list does not have is not meant, however it is spelled.
            let meant = plain.map { fields.contains($0) ? $0.rawValue : nil } ?? spelling(of: first.name, among: names)
            let others = review.raw.otherFields.dropFirst()
            let more = others.isEmpty ? "" : " (nor is \(enumeration(others.prefix(3).map { quoted($0.name) })))"
            let instead = meant.map { "did you mean `\($0)`?" } ?? "remove it; the fields are \(enumeration(names))"
            return Claim(
                Finding(
                    .unknownField, at: Place(first.node, .key), "\(quoted(first.name)) is no field of a socket option\(more): \(instead)",
                    instead: meant.map { "`\($0)`" },
                    fix: meant.map { Fix.text($0, in: Place(first.node, .key)) }))
        })
}
