import Manifests
import PolicyKinds
import SocketOptions

/// A field that a fix adds, with the map below it where it has one.
struct NewField {
    let name: String
    let value: Value

    /// What stands behind the field's name.
    enum Value {
        case literal(WrittenContainer.Literal)
        case fields([NewField])
    }

    /// The field below others that lead to it, the outermost first.
    func below(_ steps: some BidirectionalCollection<String>) -> NewField {
        steps.reversed().reduce(self) { field, step in NewField(name: step, value: .fields([field])) }
    }
}

extension BlockForm {
    /// A block with these numbers, seconds or probes; nil where its fields have no map of their own, or where it would have none.
    func newField(idle: Int64?, interval: Int64?, count: Int64?) -> NewField? {
        let new = zip(fields, [idle, interval, count]).compactMap { field, number -> NewField? in
            guard field.form.isApplied, let number else { return nil }
            let literal: WrittenContainer.Literal = field.form.takesDuration ? .text(field.form.spelling(of: number)) : .number(number)
            return NewField(name: field.name, value: .literal(literal))
        }
        return sharedPrefix == nil && !new.isEmpty ? NewField(name: name, value: .fields(new)) : nil
    }
}

extension Fix.Edit {
    /// Gives a map a field, below steps of which some may be missing. nil where it is there already, or where something else than a map stands
    /// on the way.
    static func adding(_ field: NewField, at steps: [String], below map: ManifestNode) -> [Fix.Edit]? {
        guard let (map, missing) = map.way(along: steps), let written = WrittenContainer(map) else { return nil }
        let new = field.below(missing)
        guard map.value(of: new.name) == nil else { return nil }
        return written.adding([WrittenContainer.NewEntry(lines: written.lines(of: new))])
    }

    /// Takes a field of a map away and gives the map another one, below steps of which some may be missing.
    static func replacing(_ node: ManifestNode, by field: NewField, at steps: [String]) -> [Fix.Edit]? {
        guard let map = node.parent, map.kind == .mapping, let first = steps.first else { return nil }
        if map.value(of: first) == nil { return WrittenContainer(map)?.replacing(node, by: field.below(steps)) }
        guard let added = adding(field, at: steps, below: map) else { return nil }
        return removing(node).map { $0 + added }
    }
}

extension ManifestNode {
    /// The value of a key; nil where this is no map.
    func value(of key: String) -> ManifestNode? { entries.first { $0.key.isText(key) }?.value }

    /// The map that is reached by as many of some steps as there are, and the steps that are missing below it. nil where something else than a
    /// map stands on the way.
    func way(along steps: [String]) -> (map: ManifestNode, missing: ArraySlice<String>)? {
        var (map, missing) = (self, steps[...])
        while let step = missing.first, let next = map.value(of: step) {
            (map, missing) = (next, missing.dropFirst())
        }
        return map.kind == .mapping ? (map, missing) : nil
    }
}

extension WrittenContainer {
    /// A new field as it is written in this map; one line where the map stands in brackets.
    func lines(of field: NewField) -> [String] {
        guard !isFlow else { return [flow(field)] }
        switch field.value {
        case .literal(let literal): return [entry(field.name, literal)]
        case .fields(let fields): return [quoted(field.name) + ":"] + fields.flatMap(lines).map { "  " + $0 }
        }
    }

    private func flow(_ field: NewField) -> String {
        switch field.value {
        case .literal(let literal): entry(field.name, literal)
        case .fields(let fields): entry(field.name, .source("{" + fields.map(flow).joined(separator: comma) + "}"))
        }
    }

    /// Another field in the place of one. nil where a comment or an anchor would go.
    fileprivate func replacing(_ node: ManifestNode, by field: NewField) -> [Fix.Edit]? {
        guard let entry = entries.first(where: { $0.value.id == node.id }), let key = entry.key, let column = margin(before: key.start),
            !hasCommentOrAnchor(key.start..<entry.end), !Self.endsInBlockScalar(node)
        else { return nil }
        let text = lines(of: field).joined(separator: lineBreak + column)
        return [Fix.Edit(span: SourceSpan(start: key.start, end: entry.end), replacement: text, node: node)]
    }
}
