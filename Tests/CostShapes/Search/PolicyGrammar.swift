/// Objects and AdmissionReviews as JSON.
enum PolicyGrammar {
    /// A document, and whether it is an AdmissionReview.
    static func document(_ generator: inout SplitMix64) -> (Piece, isReview: Bool) {
        let kind = generator.chance(70) ? "ListenerPolicy" : generator.pick(["BackendConfigPolicy", "Backend"])
        let first = policy(of: kind, &generator)
        switch generator.below(20) {
        case 0:
            return (Piece("a List of \(first.words)") { #"{"kind":"List","items":\#(list($0) { _ in first.text(2) })}"# }, false)
        case 1, 2: return (first, false)
        default: break
        }
        let old: Piece?
        switch generator.below(10) {
        case 0, 1: old = first.named("the same")
        case 2, 3: old = Piece("one item more") { first.text($0 + 1) }
        case 4: old = policy(of: kind, &generator)
        case 5: old = Piece("nothing") { _ in CostShapes.policy("", kind: kind) }
        case 6: old = Piece("half") { first.text($0 / 2) }
        default: old = nil
        }
        // A list that runs the other way.
        let isReversed = old != nil && generator.chance(30)
        let reversed = isReversed ? policy(of: kind, &generator, isReversed: true) : nil
        let words = (reversed ?? first).words + (old.map { "; before: \($0.words)" } ?? "")
        return (
            Piece(words) { count in
                let new = reversed ?? first
                let before = reversed == nil ? old?.text(count) : new.text(-count)
                return review(new.text(count), kind: kind, old: before)
            }, true
        )
    }

    /// An object in which one or two things repeat.
    private static func policy(of kind: String, _ generator: inout SplitMix64, isReversed: Bool = false) -> Piece {
        var spec = [growth(of: kind, &generator)]
        if generator.chance(35) { spec.append(growth(of: kind, &generator)) }
        if generator.chance(25) { spec.append(Piece(#""default":{"tcpKeepalive":{"keepAliveTime":"60s","keepAliveProbes":3}}"#)) }
        // A key that stands twice is refused before anything is looked at.
        var keys: Set<Substring> = []
        spec = spec.filter { keys.insert(Substring($0.text(1)).prefix { $0 != ":" }).inserted }
        let annotations = generator.chance(30) ? self.annotations(kind, &generator) : nil
        let metadata = generator.chance(10) ? self.metadata(&generator) : nil
        let written = spec
        let words = written.map(\.words) + (annotations.map { ["annotations " + $0.words] } ?? []) + (metadata.map { [$0.words] } ?? [])
        return Piece("\(kind): " + words.joined(separator: " & ")) { count in
            CostShapes.policy(
                written.map { $0.text(count) }.joined(separator: ","), kind: kind,
                annotations: annotations?.text(abs(count)) ?? "{}", metadata: metadata?.text(abs(count)) ?? "")
        }
    }

    /// An entry of a spec that grows. A negative size runs backwards.
    private static func growth(of kind: String, _ generator: inout SplitMix64) -> Piece {
        let block = "{\"tcpKeepalive\":"
        switch generator.below(kind == "ListenerPolicy" ? 16 : 5) {
        case 0:
            let entries = fields(&generator)
            return kind == "Backend"
                ? wrapped(#""connectionConfig":\#(block)"#, entries, "}")
                : wrapped(
                    kind == "ListenerPolicy" ? "\"default\":\(block)" : "\"tcpKeepalive\":", entries, kind == "ListenerPolicy" ? "}" : "")
        case 1:
            let key = ValueGrammar.key(&generator)
            let value = ValueGrammar.scalar(&generator)
            return Piece("spec of \(key.words): \(value.words)") { count in
                "\"x\":1," + joined(abs(count)) { "\"\(key.text($0))\":\(value.text($0))" } + ",\"y\":1"
            }
        case 2:
            let name = generator.pick(["keepAliveTime", "keepAliveInterval", "keepAliveProbes", "keepaliveTime", "keepaliveProbes", "x"])
            let value = ValueGrammar.long(&generator)
            return Piece("keepalive \(name) \(value.words)") { count in
                let field = "{\"\(name)\":\(value.text(abs(count)))}"
                return kind == "Backend"
                    ? "\"connectionConfig\":\(block)\(field)}"
                    : kind == "ListenerPolicy" ? "\"default\":\(block)\(field)}" : "\"tcpKeepalive\":\(field)"
            }
        case 3:
            let name = generator.pick([
                "socketOptions", "tcpKeepalive", "connectionConfig", "default", "perPort", "targetSelectors", "other",
            ])
            let value = ValueGrammar.long(&generator)
            return Piece("\(name) \(value.words)") { "\"\(name)\":\(value.text(abs($0)))" }
        case 4:
            let item = ValueGrammar.item(of: [("sectionName", 80), ("name", 50), ("group", 30), ("port", 20)], &generator)
            return wrapped("\"targetSelectors\":", items(item), "")
        case 5, 6: return wrapped("\"perPort\":", items(port(&generator)), "")
        case 7:
            let name = generator.pick(["description", "level", "intValue", "bufValue", "state", "ip_version", "x", "name"])
            let value = ValueGrammar.long(&generator)
            return Piece("an option's \(name) \(value.words)") { "\"socketOptions\":[{\"\(name)\":\(value.text(abs($0)))}]" }
        case 8: return wrapped("\"socketOptions\":[", fields(&generator), "]")
        case 9, 10:
            // Several kinds of options in turn.
            let turns = (0..<generator.below(4) + 2).map { _ in ValueGrammar.option(&generator) }
            let words = turns.map(\.words).joined(separator: " | ")
            return wrapped("\"socketOptions\":", items(Piece(words) { turns[$0 % turns.count].text($0) }), "")
        default: return wrapped("\"socketOptions\":", items(ValueGrammar.option(&generator)), "")
        }
    }

    private static func port(_ generator: inout SplitMix64) -> Piece {
        let number = ValueGrammar.scalar(&generator)
        let block = ValueGrammar.item(
            of: [("keepAliveTime", 60), ("keepAliveInterval", 40), ("keepAliveProbes", 40), ("keepaliveTime", 10)], &generator)
        let hasBlock = generator.chance(70)
        let unknown = generator.chance(25) ? ValueGrammar.key(&generator) : nil
        return Piece("port \(number.words)\(hasBlock ? " keepalive " + block.words : "")\(unknown.map { " " + $0.words } ?? "")") { index in
            let keepalive = hasBlock ? "\"tcpKeepalive\":\(block.text(index))" : "\"httpSettings\":{\"idleTimeout\":\"1s\"}"
            let other = unknown.map { ",\"\($0.text(index))\":1" } ?? ""
            return "{\"port\":\(number.text(index)),\"listener\":{\(keepalive)\(other)}}"
        }
    }

    private static func annotations(_ kind: String, _ generator: inout SplitMix64) -> Piece {
        let prefix = "ignore.sockwarden.dev/"
        switch generator.below(6) {
        case 0: return Piece("of unknown rules") { map($0) { "\"\(prefix)\($0)\":\"r\"" } }
        case 1:
            let word = generator.pick(["SW102", "silentcollision", "foreign-platform-option", "unknown-option", "misspelt-field", "SW301"])
            let text = generator.pick(["r", "until=2020-01-01 r", "", "until=x", "until=2030-01-01 because"])
            return Piece("of \(word) in upper and lower case: \(text)") { count in
                map(min(count, 1 << word.utf8.count)) { "\"\(prefix)\(Shape.spelling($0, of: word))\":\"\(text)\"" }
            }
        case 2:
            let value = ValueGrammar.long(&generator)
            return Piece("with a long one, \(value.words)") { "{\"\(prefix)SW102\":\(value.text($0))}" }
        case 3:
            let applied = growth(of: kind, &generator)
            return Piece("applied: \(applied.words)") { "{\"\(appliedKey)\":\(literal(CostShapes.policy(applied.text($0), kind: kind)))}" }
        case 4:
            let applied = ValueGrammar.long(&generator)
            return Piece("applied: \(applied.words)") { "{\"\(appliedKey)\":\(literal(applied.text($0)))}" }
        default:
            let key = ValueGrammar.key(&generator)
            return Piece("of \(key.words)") { map($0) { "\"\(key.text($0))\":\"v\"" } }
        }
    }

    private static func metadata(_ generator: inout SplitMix64) -> Piece {
        let value = ValueGrammar.long(&generator)
        let name = generator.pick(["labels", "managedFields", "finalizers", "generateName", "ownerReferences"])
        return Piece("metadata.\(name) \(value.words)") { "\"\(name)\":\(value.text($0))," }
    }

    /// A map of many entries.
    private static func fields(_ generator: inout SplitMix64) -> Piece {
        let key = ValueGrammar.key(&generator)
        let value = ValueGrammar.scalar(&generator)
        return Piece("{\(key.words): \(value.words), …}") { map(abs($0)) { "\"\(key.text($0))\":\(value.text($0))" } }
    }

    private static func items(_ item: Piece) -> Piece {
        Piece("[\(item.words), …]") { count in list(abs(count)) { item.text(count < 0 ? -count - 1 - $0 : $0) } }
    }

    private static func wrapped(_ start: String, _ piece: Piece, _ end: String) -> Piece {
        Piece(start + piece.words + end) { start + piece.text($0) + end }
    }
}

extension Piece {
    fileprivate func named(_ words: String) -> Piece { Piece(words, text) }
}
