/// Random changes to trees and to bytes.
enum Mutation {
    /// What JSON allows where a value is due, and no reader of options expects.
    static let values = [
        "0", "-1", "1", "6", "9", "60", "127", "128", "32767", "32768", "65535", "65536", "60.5", "60.0", "6e1", "1e400", "-0", "1E-2",
        "2147483647", "2147483648", "4294967295", "4294967302", "9223372036854775807", "9223372036854775808", "99999999999999999999",
        "true", "false", "null", "\"\"", "\"60\"", "\"0x3c\"", "\"true\"", "\"60s\"", "\"1h30m\"", "\"-5s\"", "\"1500ms\"", "\"0\"",
        "\"\\u0000\"", "\"\\ud83d\\ude00\"", "\"a\\nb\\u001b[31m\"", "\"AQAAAA==\"", "\"eth0\"", "\"STATE_PREBIND\"", "\"STATE_LISTENING\"",
        "\"STATE_X\"", "\"IPV6\"", "\"keepalive idle time in seconds\"", "\"gateway.kgateway.dev/v1alpha1\"", "\"ListenerPolicy\"",
        "\"Backend\"",
        "\"UPDATE\"", "\"{\\\"a\\\":[1,\"", "\"\(String(repeating: "x", count: 300))\"", "[]", "{}", "[[]]", "{\"a\":{}}", "[1,null,\"a\"]",
    ]

    /// What only YAML reads.
    static let yamlValues = [
        "0x3c", "0o17", "017", "1_000", "1:30", "yes", "off", "~", ".inf", "+60", "!!int \"60\"", "!!str 60", "&a 60", "*a", "'it''s'",
        "|\n    x",
        "text", "{{ .Values.x }}", "# c", "é", "? a", "<<", "@", "\"a\\x41\"",
    ]

    static let keys = [
        "spec", "metadata", "socketOptions", "level", "name", "intValue", "bufValue", "state", "type", "ip_version", "description",
        "default",
        "perPort", "port", "listener", "tcpKeepalive", "keepAliveTime", "keepaliveTime", "keepAliveProbes", "keepaliveProbes",
        "connectionConfig",
        "targetRefs", "annotations", "labels", "deletionTimestamp", "managedFields", "Level", "a.b/c", "", "é", "a\nb", "<<", "uid",
        "object",
        "oldObject", "request", "httpSettings", "idleTimeout", "stream", "datagram", "kind",
    ].map(Tree.literal)

    // MARK: Trees

    /// A tree with one change somewhere.
    static func change(_ tree: Tree, allowing values: [String], with generator: inout Generator) -> Tree {
        let donor = generator.once(in: 6) ? part(of: tree, with: &generator) : .scalar(generator.pick(values))
        return change(tree, donor, with: &generator)
    }

    private static func change(_ tree: Tree, _ donor: Tree, with generator: inout Generator) -> Tree {
        switch tree {
        case .scalar: return replacement(for: tree, donor, with: &generator)
        case .list(var items):
            guard !items.isEmpty else { return .list([donor]) }
            let index = place(in: items, with: &generator)
            if !generator.once(in: 5) {
                items[index] = change(items[index], donor, with: &generator)
                return .list(items)
            }
            switch generator.below(6) {
            case 0: items.remove(at: index)
            case 1: items.insert(items[index], at: generator.below(items.count))
            case 2: items.swapAt(index, generator.below(items.count))
            case 3: items.insert(donor, at: index)
            case 4: items += Array(repeating: items[index], count: generator.below(12))
            default: items[index] = replacement(for: items[index], donor, with: &generator)
            }
            return .list(items)
        case .map(var entries):
            guard !entries.isEmpty else { return .map([(generator.pick(keys), donor)]) }
            let index = place(in: entries.map(\.value), with: &generator)
            if !generator.once(in: 5) {
                entries[index].value = change(entries[index].value, donor, with: &generator)
                return .map(entries)
            }
            switch generator.below(7) {
            case 0: entries.remove(at: index)
            case 1: entries.insert((entries[index].key, donor), at: generator.below(entries.count))
            case 2:
                let other = generator.below(entries.count)
                (entries[index].value, entries[other].value) = (entries[other].value, entries[index].value)
            case 3: entries.append((generator.pick(keys), donor))
            case 4: entries[index].key = generator.pick(keys)
            case 5: entries.append((generator.pick(keys), entries[index].value))
            default: entries[index].value = replacement(for: entries[index].value, donor, with: &generator)
            }
            return .map(entries)
        }
    }

    /// Where to change a container: rather where there is more below, or most mutants would only lose their kind and reach no rule.
    private static func place(in children: [Tree], with generator: inout Generator) -> Int {
        var index = generator.below(children.count)
        for _ in 0..<3 {
            guard case .scalar = children[index] else { break }
            index = generator.below(children.count)
        }
        return index
    }

    /// Something else in the place of a value: another one, or the same within a container, or as text.
    private static func replacement(for tree: Tree, _ donor: Tree, with generator: inout Generator) -> Tree {
        switch generator.below(8) {
        case 0: return .list([tree])
        case 1: return .map([(generator.pick(keys), tree)])
        case 2:
            if case .scalar(let text) = tree { return .scalar(Tree.literal(text)) }
            return donor
        default: return donor
        }
    }

    private static func part(of tree: Tree, with generator: inout Generator) -> Tree {
        switch tree {
        case .list(let items) where !items.isEmpty && !generator.once(in: 4): part(of: generator.pick(items), with: &generator)
        case .map(let entries) where !entries.isEmpty && !generator.once(in: 4):
            part(of: entries[generator.below(entries.count)].value, with: &generator)
        default: tree
        }
    }

    // MARK: Bytes

    static let fragments =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\n", "\r\n", "\t", " ", "  ", "---\n", "...\n", "%", "#", "&a ",
            "*a", "!!int ",
            "|\n", ">\n", "? ", "- ", "<<: ", "{{", "0", "-", "1e9", ".", "\u{FEFF}", "\u{0}", "\u{7F}", "\u{85}", "é", "😀", "null", "true",
        ].map { [UInt8]($0.utf8) } + [[0xFF], [0xC3], [0x80], [0xED, 0xA0, 0x80], [0xFE, 0xFF], [0xF0, 0x9F]]

    /// Changes a few bytes somewhere.
    static func change(_ bytes: inout [UInt8], with generator: inout Generator) {
        guard !bytes.isEmpty else { return bytes = generator.pick(fragments) }
        let place = generator.below(bytes.count)
        let end = min(bytes.count, place + 1 + generator.below(12))
        switch generator.below(8) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 1: bytes[place] ^= 1 << UInt8(generator.below(8))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: generator.below(bytes.count))
        case 4: bytes.replaceSubrange(place..<end, with: generator.pick(fragments))
        case 5: bytes.swapAt(place, generator.below(bytes.count))
        case 6 where generator.once(in: 8): bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: generator.pick(fragments), at: place)
        }
    }
}

/// One random variation of a fixture: the same for the same seed and number.
struct Mutant {
    let fixture: Fixture
    let bytes: [UInt8]

    init(_ number: Int, of fixtures: [Fixture]) {
        var generator = Generator(seed: runSeed &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
        fixture = generator.pick(fixtures)
        // Two of three change the tree, so that most still parse.
        guard !generator.once(in: 3) else {
            var bytes = fixture.bytes
            for _ in 0...generator.below(3) { Mutation.change(&bytes, with: &generator) }
            self.bytes = bytes
            return
        }
        let asYAML = !fixture.isJSON && generator.once(in: 2)
        let values = asYAML && generator.once(in: 4) ? Mutation.yamlValues : Mutation.values
        var documents = fixture.documents
        for _ in 0...generator.below(3) {
            let index = generator.below(documents.count)
            documents[index] = Mutation.change(documents[index], allowing: values, with: &generator)
        }
        bytes = [UInt8](documents.map { asYAML ? $0.yaml : $0.json }.joined(separator: "\n---\n".utf8))
    }
}
