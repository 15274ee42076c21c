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
            let strays = review.object.reading.strayFields
            return strays.map { stray in
                let plain = finding(on: stray, of: strays, in: kind)
                guard let consequence = stray.consequence else { return plain }
                return Finding(
                    .misspeltField, at: plain.place, "\(plain.message) (\(consequence))", instead: plain.instead, fix: plain.fix)
            }
        })

    private static func finding(on stray: StrayField, of strays: [StrayField], in kind: String) -> Finding {
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
                instead: "remove it", fix: .unsafe("remove it", Fix.Edit.removing(stray.node)))
        case (.repetition(let field), _):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of this \(owner(stray)), and \(field) is there already: remove it",
                instead: "remove it", fix: .unsafe("remove it", Fix.Edit.removing(stray.node)))
        case (.spelling(let field, let value), .block(let block)):
            let instead = field + (value.map { ": " + $0 } ?? "")
            return Finding(
                .misspeltField, at: key, "\(name) is no field of this \(block): did you mean `\(instead)`?",
                instead: "write `\(instead)`", fix: renamed(stray, to: field, value))
        case (.spelling(let field, _), .mapping):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of \(kind): did you mean `\(field)`?", instead: "write `\(field)`",
                fix: renamed(stray, to: field, nil))
        case (.misplaced(let home, isBeside: true), _):
            let block = home.split(separator: ".").dropLast().joined(separator: ".")
            return Finding(
                .misspeltField, at: key, "\(name) belongs into `\(block)`, which stands here with nothing in it: indent it below",
                instead: "indent it, so that it is `\(home)`", fix: .safe("indent it", indented(stray, home: home, among: strays)))
        case (.misplaced(let home, isBeside: false), _):
            return Finding(
                .misspeltField, at: key, "\(name) is no field of `\(owner(stray))` in \(withArticle(kind)): write it as `\(home)`",
                instead: "write it as `\(home)`", fix: moved(stray, to: home))
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
                instead: instead, fix: .unsafe("remove it", Fix.Edit.removing(stray.node)))
        }
    }

    /// The field's own name, and its value in its own form; nil where the map has that field already.
    private static func renamed(_ stray: StrayField, to field: String, _ value: String?) -> Fix? {
        guard let map = stray.node.parent, !map.entries.contains(where: { $0.key.isText(field) }) else { return nil }
        let key = Fix.Edit.text(field, in: Place(stray.node, .key))
        return .safe("write `\(field)\(value.map { ": " + $0 } ?? "")`", [key] + (value.map { [.text($0, in: Place(stray.node))] } ?? []))
    }

    /// A field that stands on a line of its own behind its block, with nothing between but others that belong there too.
    private static func indented(_ stray: StrayField, home: String, among strays: [StrayField]) -> [Fix.Edit]? {
        guard let block = home.split(separator: ".").dropLast().last.map(String.init), let map = stray.node.parent,
            let written = WrittenContainer(map), !written.isFlow,
            let index = written.entries.firstIndex(where: { $0.value.id == stray.node.id }), let key = written.entries[index].key,
            written.isFirstOnLine(key.start), written.lineEnd(of: key.start) == written.lineEnd(of: written.entries[index].end),
            let head = written.entries[..<index].lastIndex(where: { $0.value.key?.isText(block) ?? false })
        else { return nil }
        let nothing = written.entries[head].value.span
        let others = Set(
            strays.lazy.filter { other in if case .misplaced(_, isBeside: true) = other.meaning { true } else { false } }.map(\.node.id))
        guard nothing.start == nothing.end, written.entries[(head + 1)..<index].allSatisfy({ others.contains($0.value.id) }) else {
            return nil
        }
        return [written.insertion("  ", at: key.start)]
    }

    /// A field goes to its home, where only one place can be meant: into and out of no item of a list, and into no text of another document.
    private static func moved(_ stray: StrayField, to home: String) -> Fix? {
        guard case .mapping(let path) = stray.owner, var base = stray.node.parent else { return nil }
        let here = path.withoutPositions.split(separator: ".").map(String.init)
        let there = home.split(separator: ".").map(String.init)
        let shared = zip(here, there).prefix { $0 == $1 }.count
        guard !(here[shared...] + there[shared...]).contains(where: { $0.hasSuffix("]") || $0.contains(" ") }),
            let name = there[shared...].last
        else { return nil }
        for _ in shared..<here.count {
            guard let parent = base.parent else { return nil }
            base = parent
        }
        return .fix(
            "write it as `\(home)`", isSafe: shared == here.count,
            Fix.Edit.moving(stray.node, as: name, to: Array(there[shared...].dropLast()), below: base))
    }

    private static func owner(_ stray: StrayField) -> String {
        switch stray.owner {
        case .block(let name), .mapping(let name): name
        }
    }
}

extension String {
    /// The path with `[]` for each position of a list.
    fileprivate var withoutPositions: String {
        var path = ""
        var isPosition = false
        for character in self {
            if character == "]" { isPosition = false }
            if !isPosition || !character.isNumber { path.append(character) }
            if character == "[" { isPosition = true }
        }
        return path
    }
}
