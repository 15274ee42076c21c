import Manifests

/// What go-yaml 2 makes of a document: of entries with the same key the one that comes last counts.
indirect enum YAMLValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// In decimal digits.
    case number(String)
    case string(String)
    case list([YAMLValue])
    case map([String: YAMLValue])

    init(_ node: ManifestNode) {
        switch node.kind {
        case .null, .skipped: self = .null
        case .bool: self = .bool(node.text == "true")
        case .number: self = .number(node.text)
        case .string: self = .string(node.text)
        case .sequence: self = .list(node.elements.map(YAMLValue.init))
        case .mapping: self = .map(Dictionary(node.entries.map { ($0.key.text, YAMLValue($0.value)) }) { $1 })
        }
    }

    /// How many values it holds, itself included.
    var size: Int {
        switch self {
        case .null, .bool, .number, .string: 1
        case .list(let items): items.reduce(1) { $0 + $1.size }
        case .map(let entries): entries.values.reduce(1) { $0 + $1.size }
        }
    }
}

/// A random YAML document in the styles, with the anchors, aliases, merges, tags and comments that YAML has, and what it means.
///
/// What it means is worked out here while it is written, by a dictionary of anchors: another way than the reader's.
struct YAMLDocument {
    private(set) var text = ""
    private(set) var meaning = YAMLValue.null
    /// How many aliases and merges are in it.
    private(set) var aliases = 0
    private(set) var merges = 0

    private var generator: Generator
    /// nil while the anchored list or map is open.
    private var anchors: [String: YAMLValue?] = [:]

    init(_ generator: Generator) {
        self.generator = generator
        repeat {
            let (head, body, value) = blockNode(depth: 4 + self.generator.below(3), mustHold: true)
            text = (head.isEmpty ? [] : [head]).joined() + body.map { "\n" + $0 }.joined() + "\n"
            if head.isEmpty { text.removeFirst() }
            meaning = value
        } while text.utf8.count > 20_000
    }

    // MARK: Values

    /// What stands behind a key or dash, the lines below it, and its meaning.
    private mutating func blockNode(depth: Int, mustHold: Bool = false) -> (head: String, body: [String], value: YAMLValue) {
        let choice = mustHold ? 4 + generator.below(2) : generator.below(depth > 0 ? 7 : 4)
        switch choice {
        case 0, 1, 2, 6:
            let (text, value) = flowNode(depth: min(depth, 2))
            return (text + comment(), [], value)
        case 3:
            let chomp = generator.once(in: 2)
            let lines = generator.pick([["a # b"], ["a", " b: *x", "- c"], ["# no comment", "<<: &a {"]])
            let (name, properties) = properties(tags: ["!!str", "!x"])
            let value = YAMLValue.string(lines.joined(separator: "\n") + (chomp ? "" : "\n"))
            if let name { anchors[name] = value }
            return (properties + "|" + (chomp ? "-" : "") + comment(), lines.map { "  " + $0 }, value)
        case 4:
            let (name, properties) = properties(tags: ["!!map", "!x"])
            return anchored(name) { document in
                let (lines, entries) = document.entries(depth: depth - 1)
                return (String(properties.dropLast()) + (properties.isEmpty ? "" : document.comment()), lines, .map(entries))
            }
        default:
            let (name, properties) = properties(tags: ["!!seq", "!x"])
            return anchored(name) { document in
                var lines: [String] = []
                var items: [YAMLValue] = []
                for _ in 0...document.generator.below(3) {
                    let (head, body, value) = document.blockNode(depth: depth - 1)
                    lines += document.commentLine()
                    items.append(value)
                    if head.isEmpty, let first = body.first, !first.hasPrefix("#"), document.generator.once(in: 2) {
                        // The first entry on the line of the dash.
                        lines.append("- " + first)
                        lines += body.dropFirst().map { "  " + $0 }
                    } else {
                        lines.append("-" + (head.isEmpty ? document.comment() : " " + head))
                        lines += body.map { "  " + $0 }
                    }
                }
                return (String(properties.dropLast()) + (properties.isEmpty ? "" : document.comment()), lines, .list(items))
            }
        }
    }

    /// The lines of a block map and its entries.
    private mutating func entries(depth: Int) -> (lines: [String], entries: [String: YAMLValue]) {
        var lines: [String] = []
        var entries: [String: YAMLValue] = [:]
        var keys: Set<String> = []
        for _ in 0...generator.below(4) {
            lines += commentLine()
            if generator.once(in: 4), let (key, merged, head, body) = blockMerge(depth: depth) {
                lines.append(key + (head.isEmpty ? "" : " " + head))
                lines += body.map { "  " + $0 }
                entries.merge(merged) { $1 }
                continue
            }
            guard let (key, colon, text) = key(besides: keys) else { continue }
            keys.insert(text)
            let (head, body, value) = blockNode(depth: depth)
            let isExplicit = generator.once(in: 8)
            if isExplicit { lines.append("? " + key + comment()) }
            lines.append((isExplicit ? ":" : key + colon) + (head.isEmpty ? comment() : " " + head))
            // A list may stand as far left as its key.
            let isDashed = body.first?.hasPrefix("-") ?? false
            lines += isDashed && generator.once(in: 2) ? body : body.map { "  " + $0 }
            entries[text] = value
        }
        return lines.contains { !$0.hasPrefix("#") } ? (lines, entries) : (["z: 1"], ["z": .number("1")])
    }

    /// A merge key with what it merges in block style.
    private mutating func blockMerge(depth: Int) -> (key: String, entries: [String: YAMLValue], head: String, body: [String])? {
        let (key, keyName) = mergeKey()
        if depth > 0, generator.once(in: 3) {
            merges += 1
            if let keyName { anchors[keyName] = .some(.string("<<")) }
            let (head, body, value) = blockNode(depth: depth, asMap: true)
            guard case .map(let entries) = value else { return nil }
            return (key, entries, head, body)
        }
        if let keyName { anchors[keyName] = .some(.string("<<")) }
        let (text, entries) = merged(depth: depth)
        return (key, entries, text + comment(), [])
    }

    private mutating func blockNode(depth: Int, asMap: Bool) -> (head: String, body: [String], value: YAMLValue) {
        let (name, properties) = properties(tags: ["!!map"])
        return anchored(name) { document in
            let (lines, entries) = document.entries(depth: depth - 1)
            return (String(properties.dropLast()), lines, .map(entries))
        }
    }

    /// A value in flow style: also the scalars and aliases of block style.
    private mutating func flowNode(depth: Int) -> (text: String, value: YAMLValue) {
        switch generator.below(depth > 0 ? 6 : 3) {
        case 0:
            if let (name, value) = alias(where: { _ in true }) { return ("*" + name + " ", value) }
            return scalar()
        case 1, 2: return scalar()
        case 3:
            let (name, properties) = properties(tags: ["!!seq", "!x"])
            let (_, _, value, text) = anchoredFlow(name) { document in
                var parts: [String] = []
                var items: [YAMLValue] = []
                for _ in 0..<document.generator.below(4) {
                    let (text, value) = document.flowNode(depth: depth - 1)
                    parts.append(text)
                    items.append(value)
                }
                return ("[" + document.joined(parts) + "]", .list(items))
            }
            return (properties + text, value)
        default:
            let (name, properties) = properties(tags: ["!!map", "!x"])
            let (_, _, value, text) = anchoredFlow(name) { document in
                let (text, entries) = document.flowMap(depth: depth - 1)
                return (text, .map(entries))
            }
            return (properties + text, value)
        }
    }

    private mutating func flowMap(depth: Int) -> (text: String, entries: [String: YAMLValue]) {
        var parts: [String] = []
        var entries: [String: YAMLValue] = [:]
        var keys: Set<String> = []
        for _ in 0..<generator.below(4) {
            if generator.once(in: 4) {
                let (key, keyName) = mergeKey()
                if let keyName { anchors[keyName] = .some(.string("<<")) }
                let (text, merged) = merged(depth: depth)
                parts.append(key + " " + text)
                entries.merge(merged) { $1 }
            } else if let (key, colon, text) = key(besides: keys) {
                keys.insert(text)
                let (written, value) = flowNode(depth: depth)
                parts.append(key + colon + " " + written)
                entries[text] = value
            }
        }
        return ("{" + joined(parts) + "}", entries)
    }

    /// The value of a merge key in flow style: an alias, a map, or a list of them, of which the first counts.
    private mutating func merged(depth: Int) -> (text: String, entries: [String: YAMLValue]) {
        merges += 1
        guard generator.once(in: 2) else { return oneMerged(depth: depth) }
        let (name, properties) = properties(tags: ["!!seq"])
        var parts: [String] = []
        var maps: [[String: YAMLValue]] = []
        if let name { anchors[name] = .some(nil) }
        for _ in 0..<generator.below(4) {
            let (text, entries) = oneMerged(depth: depth)
            parts.append(text)
            maps.append(entries)
        }
        if let name, case .some(.none) = anchors[name] { anchors[name] = .some(.list(maps.map { .map($0) })) }
        return (properties + "[" + joined(parts) + "]", maps.reversed().reduce(into: [:]) { $0.merge($1) { $1 } })
    }

    private mutating func oneMerged(depth: Int) -> (text: String, entries: [String: YAMLValue]) {
        if generator.once(in: 2), let (name, value) = alias(where: { if case .map = $0 { true } else { false } }),
            case .map(let entries) = value
        {
            return ("*" + name + " ", entries)
        }
        let (name, properties) = properties(tags: ["!!map"])
        let (_, _, value, text) = anchoredFlow(name) { document in
            let (text, entries) = depth > 0 ? document.flowMap(depth: depth - 1) : ("{}", [:])
            return (text, .map(entries))
        }
        guard case .map(let entries) = value else { return ("{}", [:]) }
        return (properties + text, entries)
    }

    private mutating func scalar() -> (text: String, value: YAMLValue) {
        let (text, value): (String, YAMLValue) = generator.pick([
            ("1", .number("1")), ("0x3c", .number("60")), ("-5", .number("-5")), ("~", .null), ("null", .null), ("yes", .bool(true)),
            ("False", .bool(false)), ("text", .string("text")), ("1:30", .string("1:30")), ("a#b", .string("a#b")),
            ("it's", .string("it's")),
            ("'it''s # no'", .string("it's # no")), ("\"a # b\\n\\u00e9\"", .string("a # b\né")), ("\"[*a, &b {\"", .string("[*a, &b {")),
            ("!!str 60", .string("60")), ("!!int \"7\"", .number("7")), ("!x 1", .string("1")), ("é", .string("é")), ("<<", .string("<<")),
            ("two words", .string("two words")), ("\"\"", .string("")),
        ])
        let (name, properties) = properties(tags: [])
        if let name { anchors[name] = .some(value) }
        return (properties + text, value)
    }

    // MARK: Keys

    /// A key that is none of these and what stands between it and its value, and the text that it is.
    private mutating func key(besides keys: Set<String>) -> (written: String, colon: String, text: String)? {
        if generator.once(in: 8), let (name, value) = alias(where: { Self.text($0).map { !keys.contains($0) } ?? false }),
            let text = Self.text(value)
        {
            return ("*" + name, " :", text)
        }
        let (written, value): (String, YAMLValue) = generator.pick([
            ("a", .string("a")), ("b", .string("b")), ("c", .string("c")), ("'d # e'", .string("d # e")), ("\"f\\u0067\"", .string("fg")),
            ("0x10", .number("16")), ("yes", .bool(true)), ("\"<<\"", .string("<<")), ("é", .string("é")), ("!!str h", .string("h")),
            ("i", .string("i")),
        ])
        guard let text = Self.text(value), !keys.contains(text) else { return nil }
        let (name, properties) = properties(tags: [])
        if let name { anchors[name] = .some(value) }
        return (properties + written, ":", text)
    }

    /// `<<` in its spellings, up to the colon, and its anchor.
    private mutating func mergeKey() -> (written: String, anchor: String?) {
        let (name, properties) = properties(tags: [])
        return (properties + generator.pick(["<<:", "<<:", "!!merge <<:", "! <<:"]), name)
    }

    /// A scalar as a key; nil for what can be none.
    private static func text(_ value: YAMLValue) -> String? {
        switch value {
        case .bool(let value): value ? "true" : "false"
        case .number(let text), .string(let text): text
        case .null, .list, .map: nil
        }
    }

    // MARK: Anchors

    /// An anchor and a tag, or not, each with a space behind it. The anchor's node begins here.
    private mutating func properties(tags: [String]) -> (anchor: String?, written: String) {
        let name = generator.once(in: 3) ? generator.pick(["a", "b", "c", "d-1", "e_2"]) : nil
        let tag = !tags.isEmpty && generator.once(in: 6) ? generator.pick(tags) + " " : ""
        let anchor = name.map { "&\($0) " } ?? ""
        return (name, generator.once(in: 2) ? anchor + tag : tag + anchor)
    }

    /// What `body` makes is what the anchor stands for, unless another one of that name came within it.
    private mutating func anchored(
        _ name: String?, _ body: (inout YAMLDocument) -> (head: String, body: [String], value: YAMLValue)
    ) -> (head: String, body: [String], value: YAMLValue) {
        if let name { anchors[name] = .some(nil) }
        let made = body(&self)
        if let name, case .some(.none) = anchors[name] { anchors[name] = .some(made.value) }
        return made
    }

    private mutating func anchoredFlow(
        _ name: String?, _ body: (inout YAMLDocument) -> (text: String, value: YAMLValue)
    ) -> (head: String, body: [String], value: YAMLValue, text: String) {
        var text = ""
        let made = anchored(name) { document in
            let made = body(&document)
            text = made.text
            return ("", [], made.value)
        }
        return (made.head, made.body, made.value, text)
    }

    /// The name of an anchor that is complete, and what it stands for.
    private mutating func alias(where isWanted: (YAMLValue) -> Bool) -> (name: String, value: YAMLValue)? {
        let fitting = anchors.keys.sorted().compactMap { name -> (String, YAMLValue)? in
            guard case .some(.some(let value)) = anchors[name], isWanted(value), value.size < 200 else { return nil }
            return (name, value)
        }
        guard !fitting.isEmpty else { return nil }
        aliases += 1
        return generator.pick(fitting)
    }

    // MARK: Comments

    private mutating func comment() -> String { generator.once(in: 4) ? generator.pick([" # c", " # c: {a: *x", " # c '\" &y"]) : "" }
    private mutating func commentLine() -> [String] { generator.once(in: 10) ? ["# c - <<: *a"] : [] }

    /// Parts of a flow map or list, sometimes on lines of their own. Deep enough inside for every block around it.
    private mutating func joined(_ parts: [String]) -> String {
        let isLong = generator.once(in: 5)
        let comma = isLong ? ", # c ]\n" + String(repeating: " ", count: 40) : generator.pick([", ", ","])
        return parts.joined(separator: comma)
    }
}
