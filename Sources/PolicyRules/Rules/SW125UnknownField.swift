import Manifests
import PolicyKinds

extension Rule {
    static let unknownField: Rule = Rule(
        code: "SW125", name: "unknown-field", severity: .error,
        documentation: Documentation(
            finds: """
                A key inside a socket option that its reader does not know, such as value or optname, or int_value where the kind's CRD has \
                intValue alone. One that plainly means a field is read as that field from then on, and the option is looked at with it. \
                `type`, `ip_version` and `ipVersion` are known, save where the kind's CRD is older than they are; where \
                `environment.releases` names an Envoy before 1.38, or a product that ships one, `ip_version` is not.
                """,
            why: "the API server refuses the object (`unknown field`), or prunes the key in silence and the option loses it",
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, int_value: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "description, level, name, intValue or bufValue, state, type, ip_version"),
        check: .option(goesOn: true) { review in
            guard let first = review.raw.otherFields.first else { return tooNew(review) }
            let fields = review.list.list.fields
            let names = fields.map(\.rawValue)
            let plain = OptionField.plainlyMeant(by: first.name)
            // A field that this list does not have is not meant, however it is spelled.
            let meant = plain.map { fields.contains($0) ? $0.rawValue : nil } ?? spelling(of: first.name, among: names)
            let others = review.raw.otherFields.dropFirst()
            let more = others.isEmpty ? "" : " (nor is \(enumeration(others.prefix(3).map { quoted($0.name) })))"
            let instead = meant.map { "did you mean `\($0)`?" } ?? "remove it; the fields are \(enumeration(names))"
            let consequence = review.list.list.whenUnknown.map { " (\($0))" } ?? ""
            return Claim(
                Finding(
                    .unknownField, at: Place(first.node, .key),
                    "\(quoted(first.name)) is no field of a socket option\(more): \(instead)\(consequence)",
                    instead: meant.map { "`\($0)`" },
                    fix: fix(of: first.node, to: meant)))
        })

    /// The field's name; where that stands beside it already, or the key means none, nothing.
    private static func fix(of node: ManifestNode, to meant: String?) -> Fix? {
        guard let meant else { return .unsafe("remove it", Fix.Edit.removing(node)) }
        guard let map = node.parent, !map.entries.contains(where: { $0.key.isText(meant) }) else {
            return .unsafe("remove it, as `\(meant)` is there", Fix.Edit.removing(node))
        }
        return .safe("write `\(meant)`", [.text(meant, in: Place(node, .key))])
    }

    /// A field of ours that the environment's Envoy does not have yet.
    private static func tooNew(_ review: ClassifiedOption) -> Claim? {
        guard let node = review.raw.ipVersion.node else { return nil }
        let configuration = review.list.configuration
        let first = RawOption.firstEnvoyWithIPVersion
        guard let envoy = review.environment.envoy(of: configuration.setting.product ?? review.list.object.kind.product), envoy < first
        else { return nil }
        let name = node.key?.text ?? "ip_version"
        return Claim(
            Finding(
                .unknownField, at: Place(node, .key),
                "\(quoted(name)) is a field of a socket option since Envoy \(first), and \(envoy) does not know it: remove it",
                why:
                    "Envoy refuses to start with a field that it does not know, and drops one that an xDS server sends: the option is then applied to "
                    + "sockets of either family (measured, Envoy 1.36 to 1.40)",
                instead: "nothing: remove it", fix: .unsafe("remove it", Fix.Edit.removing(node))))
    }
}
