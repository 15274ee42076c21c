import Manifests
import PolicyKinds

extension Rule {
    static let unknownField: Rule = Rule(
        code: "SW125", name: "unknown-field", severity: .error,
        documentation: Documentation(
            finds: """
                A key inside a socket option that its reader does not know, such as value or optname, or int_value where the kind's CRD has \
                intValue alone. One that plainly means a field is read as that field from then on, and the option is looked at with it. \
                `type`, `ip_version` and `ipVersion` are known.
                """,
            why: "the API server refuses the object (`unknown field`), or prunes the key in silence and the option loses it",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, int_value: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "description, level, name, intValue or bufValue, state, type, ip_version"),
        check: .option(goesOn: true) { review in
            guard let first = review.raw.otherFields.first else { return nil }
            let meant = OptionField.plainlyMeant(by: first.name)?.rawValue ?? spelling(of: first.name, among: fields)
            let others = review.raw.otherFields.dropFirst()
            let more = others.isEmpty ? "" : " (nor is \(enumeration(others.prefix(3).map { quoted($0.name) })))"
            let instead = meant.map { "did you mean `\($0)`?" } ?? "remove it; the fields are \(Rule.unknownField.documentation.instead)"
            let consequence = review.list.list.whenUnknown.map { " (\($0))" } ?? ""
            return Claim(
                Finding(
                    .unknownField, at: Place(first.node, .key),
                    "\(quoted(first.name)) is no field of a socket option\(more): \(instead)\(consequence)",
                    instead: meant.map { "`\($0)`" },
                    fix: meant.map { Fix.text($0, in: Place(first.node, .key)) }))
        })

    private static let fields = OptionField.allCases.map(\.rawValue)
}
