import Manifests
import PolicyKinds
import SocketOptions

/// Edits that add or take what is a whole entry.
extension Fix.Edit {
    /// Gives a map further fields; nil where it has one of them already, with nothing as its value.
    static func adding(_ fields: [(name: String, value: WrittenContainer.Literal)], to map: ManifestNode) -> [Fix.Edit]? {
        guard map.kind == .mapping, let written = WrittenContainer(map) else { return nil }
        guard !map.entries.contains(where: { entry in fields.contains { $0.name == entry.key.text } }) else { return nil }
        return written.adding(fields.map { WrittenContainer.NewEntry(lines: [written.entry($0.name, $0.value)]) })
    }

    /// Gives a list of raw options further ones, written like the last one.
    static func adding(_ options: [NewOption], to list: SocketOptionList) -> [Fix.Edit]? {
        guard list.productFields == nil, list.node.kind == .sequence, let sibling = list.options.last,
            sibling.node.parent?.id == list.node.id, let written = WrittenContainer(list.node), let last = written.entries.last
        else { return nil }
        let key = sibling.valueKey ?? valueKey(in: list)
        var indentation = 2
        if let map = WrittenContainer(sibling.node), !map.isFlow, let first = map.entries.first?.start,
            let dash = written.dash(before: last.start), first > dash, let column = map.column(of: first)
        {
            indentation = max(2, column - (dash - written.lineStart(of: dash)))
        }
        return written.adding(
            options.map { WrittenContainer.NewEntry(lines: $0.lines(like: sibling, valueKey: key), indentation: indentation) })
    }

    /// How a list spells the field of an option's number: as another option of it does.
    static func valueKey(in list: SocketOptionList) -> String {
        list.options.lazy.compactMap(\.valueKey).first ?? OptionField.intValue.rawValue
    }

    /// Replaces an option's type by the one for TCP sockets.
    static func streamOnly(in node: ManifestNode) -> Fix.Edit { .source(streamType(in: node), in: node) }

    /// That type as its document writes it.
    static func streamType(in node: ManifestNode) -> String {
        node.tree.syntax == .json ? #"{"stream": {}}"# : "{stream: {}}"
    }

    /// Takes several items out of one list.
    static func removing(_ nodes: [ManifestNode]) -> [Fix.Edit]? {
        nodes.first?.parent.flatMap { WrittenContainer($0) }.flatMap { $0.removing(nodes) }
    }

    /// Takes an item out of its list, or a field with its key out of its map.
    static func removing(_ node: ManifestNode) -> [Fix.Edit]? {
        removing([node])
    }
}

/// A raw option that a fix adds.
struct NewOption {
    let description: String
    let key: OptionKey
    let value: Int64

    /// The lines of the map that it is, with the fields of another option in their order, spelling and layout.
    fileprivate func lines(like sibling: RawOption, valueKey: String) -> [String] {
        guard let map = WrittenContainer(sibling.node), !map.entries.isEmpty else { return [plain(valueKey, in: sibling.node.tree)] }
        var parts: [String] = []
        var missing: [OptionField] = [.level, .name, .intValue]
        for entry in map.entries {
            guard let field = sibling.field(at: entry.value), let span = entry.key else { continue }
            // Of an option with both values each would become the number.
            if field.isValue, !missing.contains(.intValue) { continue }
            let (name, value): (String, WrittenContainer.Literal)
            let key = map.text(span.start..<span.end)
            switch field {
            case .description: (name, value) = (key, .source(quoted(description, like: entry.value)))
            case .level: (name, value) = (key, .number(Int64(self.key.level)))
            case .name: (name, value) = (key, .number(Int64(self.key.name)))
            case .intValue, .bufValue: (name, value) = (Self.requoted(key, as: valueKey), .number(self.value))
            case .state: (name, value) = (key, .source(Self.state(sibling, at: entry.value)))
            case .type, .ipVersion: continue
            }
            missing.removeAll { $0 == field || $0 == .intValue && field == .bufValue }
            parts.append(map.pair(name, value))
        }
        for field in missing {
            switch field {
            case .level: parts.append(map.entry("level", .number(Int64(key.level))))
            case .name: parts.append(map.entry("name", .number(Int64(key.name))))
            default: parts.append(map.entry(valueKey, .number(value)))
            }
        }
        return map.isFlow ? [map.flowMap(parts)] : parts
    }

    /// In one line, where no other option shows how.
    private func plain(_ valueKey: String, in tree: ManifestTree) -> String {
        let quote = tree.syntax == .json ? "\"" : ""
        return "{\(quote)level\(quote): \(key.level), \(quote)name\(quote): \(key.name), \(quote)\(valueKey)\(quote): \(value)}"
    }

    private func quoted(_ text: String, like node: ManifestNode) -> String {
        let quote = Place(node).quote ?? (node.tree.syntax == .json ? "\"" : "")
        return quote + text + quote
    }

    private static func requoted(_ key: String, as name: String) -> String {
        let quote = key.first.map { $0 == "\"" || $0 == "'" ? String($0) : "" } ?? ""
        return quote + name + quote
    }

    /// The state of the other option; before bind(2) where that is the one after listen(2).
    private static func state(_ sibling: RawOption, at node: ManifestNode) -> String {
        if case .value(.known(let state), _) = sibling.state, state != .listening { return node.sourceText }
        let quote = Place(node).quote ?? (node.tree.syntax == .json ? "\"" : "")
        return quote + SocketState.prebind.name + quote
    }
}

extension OptionField {
    fileprivate var isValue: Bool { self == .intValue || self == .bufValue }
}

extension RawOption {
    /// How the option spells the field of a number: `intValue`, or `int_value` where it has that, or bytes as `buf_value`.
    fileprivate var valueKey: String? {
        if let key = intValue.node?.key?.text, OptionField.plainlyMeant(by: key) == .intValue, key.hasPrefix("int") { return key }
        guard let key = bufValue.node?.key?.text, key.hasPrefix("buf") else { return nil }
        return "int" + key.dropFirst("buf".count)
    }

    /// Which field stands there.
    fileprivate func field(at node: ManifestNode) -> OptionField? {
        let fields: [(OptionField, ManifestNode?)] = [
            (.description, description.node), (.level, level.node), (.name, name.node), (.intValue, intValue.node),
            (.bufValue, bufValue.node), (.state, state.node), (.type, type.node), (.ipVersion, ipVersion.node),
        ]
        return fields.first { $0.1?.id == node.id }?.0
    }
}
