import Manifests
import PolicyKinds

extension Rule {
    static let misspeltField: Rule = Rule(
        code: "SW301", name: "misspelt-field", severity: .error,
        documentation: Documentation(
            finds: """
                A field of a typed keepalive block by another product's name, in the wrong case or mistyped; any other field that the block does not \
                have; and a field of ours in a place where this kind has no such field: one level too high or too low, beside a block that is empty. \
                It says where the field belongs.
                """,
            why: """
                the products differ in a letter: a capital letter here, an underscore there, `time`, `idle` or `idleTime` for the same. The API server \
                refuses an unknown field, or prunes it in silence where the client asked for no validation (Helm, Argo CD, Flux): the policy is then \
                accepted and does nothing
                """,
            example: .misspeltField,
            instead: "the names that the kind's own documentation has, at the place that it has"),
        check: .object { review in
            let kind = review.object.kind.kind
            return review.object.reading.strayFields.map { stray in
                let plain = finding(on: stray, in: kind)
                guard let consequence = stray.consequence else { return plain }
                return Finding(
                    .misspeltField, at: plain.place, "\(plain.message) (\(consequence))", instead: plain.instead, fix: plain.fix)
            }
        })

    private static func finding(on stray: StrayField, in kind: String) -> Finding {
        let key = Place(stray.node, .key)
        let name = quoted(stray.name)
        switch (stray.meaning, stray.owner) {
        case (.unknown(let fields), .block(let block)):
            let names = enumeration(fields)
            return Finding(
                .misspeltField, at: key, "\(name) is no field of \(block): its fields are \(names)", instead: "write \(names)")
        case (.unknown(let fields), .mapping(let path)):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of `\(path)` in \(withArticle(kind)): its fields are \(enumeration(fields))",
                instead: "remove it")
        case (.repetition(let field), _):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of this \(owner(stray)), and \(field) is there already: remove it",
                instead: "remove it")
        case (.spelling(let field, let value), .block(let block)):
            let edits = Fix.text(field, in: key).edits + (value.map { Fix.text($0, in: Place(stray.node)).edits } ?? [])
            let instead = field + (value.map { ": " + $0 } ?? "")
            return Finding(
                .misspeltField, at: key, "\(name) is no field of this \(block): did you mean `\(instead)`?",
                instead: "write `\(instead)`", fix: Fix(edits: edits))
        case (.spelling(let field, _), .mapping):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of \(kind): did you mean `\(field)`?", instead: "write `\(field)`",
                fix: Fix.text(field, in: key))
        case (.misplaced(let home, isBeside: true), _):
            let block = home.split(separator: ".").dropLast().joined(separator: ".")
            return Finding(
                .misspeltField, at: key, "\(name) belongs into `\(block)`, which stands here with nothing in it: indent it below",
                instead: "indent it, so that it is `\(home)`")
        case (.misplaced(let home, isBeside: false), _):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of `\(owner(stray))` in \(withArticle(kind)): write it as `\(home)`",
                instead: "write it as `\(home)`")
        case (.unserved(let home, let instead), _):
            return Finding(
                .misspeltField, at: key,
                "\(name) is no field of `\(owner(stray))` in \(withArticle(kind)), and no release serves `\(home)`: write \(instead)",
                instead: "write \(instead)")
        case (.nowhere(_, block: let block?), _):
            return Finding(
                .misspeltField, at: key,
                "\(name) is no field of `\(owner(stray))` in \(withArticle(kind)): write its keepalive as `\(block)`",
                instead: "write its keepalive as `\(block)`")
        case (.nowhere(let field, block: nil), _):
            let instead = "\(kind) has no such field; remove it"
            let meant = field == stray.name ? "" : " (nor is `\(field)`)"
            return Finding(
                .misspeltField, at: key, "\(name) is no field of `\(owner(stray))` in \(withArticle(kind))\(meant): \(instead)",
                instead: instead)
        }
    }

    private static func owner(_ stray: StrayField) -> String {
        switch stray.owner {
        case .block(let name), .mapping(let name): name
        }
    }
}
