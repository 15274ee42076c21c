import Manifests
import PolicyKinds
import SocketOptions

/// What may be written at a cursor: `textDocument/completion`.
struct Completion: Sendable {
    private let site: CompletionSite?
    private(set) var items: [CompletionItem] = []

    init(at offset: Int, in source: [UInt8]) {
        site = CompletionSite(at: offset, in: source)
        guard let site else { return }
        items = Self.items(at: site).filter { item in
            let written = site.style.before + item.text + site.style.after + (item.addition?.text ?? "")
            return !written.contains(where: site.reserved.contains)
        }
    }

    private static func items(at site: CompletionSite) -> [CompletionItem] {
        // By their places: what patches write is read in a document of its own.
        let place = Place(site.map).span
        for configuration in site.object.configurations {
            switch configuration.settings {
            case .options(let list):
                guard let option = list.options.first(where: { $0.productField == nil && Place($0.node).span == place }) else { continue }
                return items(in: option, of: list, at: site)
            case .keepalive(let block):
                guard Place(block.node).span == place, case .key = site.missing else { continue }
                return items(in: block, at: site)
            }
        }
        guard case .key = site.missing else { return [] }
        return itemsOnTheWay(at: site)
    }

    /// - Parameter hasSnippets: whether the client understands where a text wants the cursor.
    func write(in text: DocumentText, hasSnippets: Bool, to writer: inout JSONWriter) {
        writer.array { array in
            guard let site else { return }
            for (rank, item) in items.enumerated() {
                array.object { item.write(at: site, rank: rank, in: text, hasSnippets: hasSnippets, to: &$0) }
            }
        }
    }
}

/// Fields.
extension Completion {
    /// Fields of a keepalive block that it does not have, not even without a value.
    private static func items(in block: KeepaliveBlock, at site: CompletionSite) -> [CompletionItem] {
        let present = Set(site.map.entries.map(\.key.text))
        return block.fields.filter { !present.contains($0.name) && $0.form.isApplied }.map { field in
            CompletionItem(
                label: field.name, kind: .property, detail: field.role.constant,
                documentation: "\(TargetPlatform.linuxAMD64.table.named(field.role.constant)?.purpose ?? ""): \(field.form.words)",
                text: site.style.key(field.name))
        }
    }

    /// The next step to settings of the kind that stand further down.
    private static func itemsOnTheWay(at site: CompletionSite) -> [CompletionItem] {
        let parent = settingPath(of: site.map, in: site.object.node)
        let present = Set(site.map.entries.map(\.key.text))
        var items: [CompletionItem] = []
        for setting in site.object.kind.settings {
            if case .never = setting.availability { continue }
            guard setting.path.hasPrefix(parent.isEmpty ? "" : parent + ".") else { continue }
            let rest = setting.path.dropFirst(parent.isEmpty ? 0 : parent.utf8.count + 1)
            let step = String(rest.prefix { $0 != "." && $0 != "[" && $0 != ":" })
            guard !step.isEmpty, !present.contains(step), !items.contains(where: { $0.label == step }) else { continue }
            let detail = setting.holds.isKeepalive ? "TCP keepalive" : "socket options"
            items.append(
                CompletionItem(
                    label: step, kind: .property, detail: step == String(rest) ? detail : "on the way to \(detail)",
                    documentation: "\(setting.path) becomes \(setting.becomes.rawValue)", text: site.style.key(step, isParent: true)))
        }
        return items
    }

    /// `spec.items[]`: the path of a map below its object, with any item for each.
    private static func settingPath(of map: ManifestNode, in object: ManifestNode) -> String {
        var path = ""
        var isIndex = false
        for character in Place(map).path(in: object) {
            if character == "]" { isIndex = false }
            if !isIndex { path.append(character) }
            if character == "[" { isIndex = true }
        }
        return path
    }
}

/// Raw options.
extension Completion {
    private static func items(in option: RawOption, of list: SocketOptionList, at site: CompletionSite) -> [CompletionItem] {
        switch site.missing {
        case .key:
            let present = Set(option.node.entries.compactMap { OptionField.plainlyMeant(by: $0.key.text) })
            let fields = list.fields.filter { !present.contains($0) }.map { field in
                CompletionItem(label: field.rawValue, kind: .property, detail: detail(of: field), text: site.style.key(field.rawValue))
            }
            return fields + (present.isEmpty && !site.style.hasColon ? wholeOptions(at: site) : [])
        case .value(let key):
            switch OptionField.plainlyMeant(by: key) {
            case .level: return levels(of: option, at: site)
            case .name: return names(of: option, at: site)
            case .state:
                return SocketState.allCases.map {
                    CompletionItem(label: $0.name, kind: .enumMember, detail: detail(of: $0), text: site.style.value($0.name, isText: true))
                }
            default: return []
            }
        }
    }

    private static func detail(of field: OptionField) -> String {
        switch field {
        case .description: "for people: no gateway reads it"
        case .level: "whose option it is: 1 SOL_SOCKET, 6 IPPROTO_TCP"
        case .name: "the option's number at that level"
        case .intValue: "the value as a number"
        case .bufValue: "the value as bytes in base64"
        case .state: "when it is set; before bind(2) where nothing is written"
        case .type: "the sockets that it is for"
        case .ipVersion: "the address families that it is for"
        }
    }

    private static func detail(of state: SocketState) -> String {
        switch state {
        case .prebind: "before bind(2), and where nothing is written"
        case .bound: "between bind(2) and listen(2)"
        case .listening: "after listen(2)"
        }
    }

    /// By the option's name where its number is there already.
    private static func levels(of option: RawOption, at site: CompletionSite) -> [CompletionItem] {
        if let name = option.name.value {
            return settable.filter { Int64($0.key.name) == name }.map { item(for: $0, number: $0.key.level, at: site) }
        }
        return SocketLevel.allCases.map { level in
            let examples = settable.filter { $0.key.level == level.rawValue }.prefix(3).map(\.constant).joined(separator: ", ")
            return CompletionItem(
                label: level.constant, kind: .constant, detail: "level \(level.rawValue): \(examples), …",
                text: site.style.value("\(level.rawValue)"), filter: "\(level.constant) \(level.rawValue)")
        }
    }

    /// Of the option's level; of all, with the level, where it has none.
    private static func names(of option: RawOption, at site: CompletionSite) -> [CompletionItem] {
        if let level = option.level.value {
            return settable.filter { Int64($0.key.level) == level }.map { item(for: $0, number: $0.key.name, at: site) }
        }
        guard option.level.node == nil, let key = site.map.entries.first(where: { $0.value.text == CompletionSite.word })?.key else {
            return []
        }
        let offset = Place(key).span.start
        return settable.map { row in
            var item = item(for: row, number: row.key.name, at: site)
            item.addition = (offset, site.style.key("level") + "\(row.key.level)" + site.style.separator)
            return item
        }
    }

    private static func wholeOptions(at site: CompletionSite) -> [CompletionItem] {
        settable.filter { $0.kind == .int || $0.kind == .flag }.map { row in
            let style = site.style
            let value = style.key("intValue") + (row.kind == .flag ? "1" : "")
            let parts = [style.key("level") + "\(row.key.level)", style.key("name") + "\(row.key.name)", value]
            return CompletionItem(
                label: row.constant, kind: .snippet, detail: "\(row.key): \(row.acceptedValues)", documentation: row.purpose,
                text: parts.joined(separator: style.separator))
        }
    }

    private static func item(for row: SocketOption, number: Int32, at site: CompletionSite) -> CompletionItem {
        CompletionItem(
            label: row.constant, kind: .constant, detail: "\(row.key): \(row.acceptedValues)", documentation: row.purpose,
            text: site.style.value("\(number)"), filter: "\(row.constant) \(number)")
    }

    /// What can be set and does something, keepalive first.
    private static let settable: [SocketOption] = {
        let rows = TargetPlatform.linuxAMD64.table.options.filter { $0.kind != .readOnly && $0.kind != .fileDescriptor && !$0.isNoOp }
        return rows.filter { $0.keepaliveRole != nil } + rows.filter { $0.keepaliveRole == nil }
    }()
}

extension CompletionSite.Style {
    /// A key with its colon, ready for its value.
    /// - Parameter isParent: whether its value goes on further lines.
    func key(_ name: String, isParent: Bool = false) -> String {
        let key = isJSON ? "\"\(name)\"" : name
        return hasColon ? key : key + (isParent && !isFlow && endsLine ? ":" : ": ")
    }

    func value(_ text: String, isText: Bool = false) -> String { isJSON && isText ? "\"\(text)\"" : text }

    /// What stands between two keys.
    var separator: String { isFlow ? ", " : "\n" + String(repeating: " ", count: column) }
}
