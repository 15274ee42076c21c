import Manifests
import PolicyKinds

extension Rule {
    static let unknownField: Rule = Rule(
        code: "SW125", name: "unknown-field", severity: .error,
        documentation: Documentation(
            finds: """
                A key inside a socket option that no gateway knows, such as int_value, value or optname. The option is then looked at \
                without it. `type`, `ip_version` and `ipVersion` are known.
                """,
            why: "the API server refuses the object (`unknown field`), or prunes the key in silence and the option loses it",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, int_value: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "description, level, name, intValue or bufValue, state, type, ip_version"),
        check: .option(goesOn: true) { review in
            guard let first = review.raw.otherFields.first else { return nil }
            let meant = OptionField.meant(by: first.name)
            let others = review.raw.otherFields.dropFirst()
            let more = others.isEmpty ? "" : " (nor is \(enumeration(others.prefix(3).map { quoted($0.name) })))"
            let instead = meant.map { "did you mean `\($0)`?" } ?? "remove it; the fields are \(Rule.unknownField.documentation.instead)"
            return Claim(
                Finding(
                    .unknownField, at: Place(first.node, .key), "\(quoted(first.name)) is no field of a socket option\(more): \(instead)",
                    instead: meant.map { "`\($0)`" },
                    fix: meant.map { Fix.text($0, in: Place(first.node, .key)) }))
        })
}

/// The fields of a raw option, and what people write instead of them.
private enum OptionField {
    static let names = ["description", "level", "name", "intValue", "bufValue", "state", "type", "ip_version"]

    static func meant(by key: String) -> String? {
        switch key.lowercased() {
        case "value", "val", "optval", "int": "intValue"
        case "buf", "bytes", "buffer": "bufValue"
        case "optname", "opt", "option", "opt_name", "optionname": "name"
        case "optlevel", "opt_level", "protocol": "level"
        case "desc", "comment": "description"
        default: spelling(of: key, among: names)
        }
    }
}
