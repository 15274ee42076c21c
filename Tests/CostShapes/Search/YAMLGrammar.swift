/// Manifests that make use of what only YAML has.
enum YAMLGrammar {
    static func document(_ generator: inout SplitMix64) -> Piece {
        let isFlow = generator.chance(40)
        let isMap = generator.chance(45)
        let turns = (0..<generator.below(3) + 1).map { _ in value(isFlow: isFlow, &generator) }
        let key = generator.chance(30) && isMap ? Piece("<<") : ValueGrammar.key(&generator)
        let item = Piece((isMap ? "\(key.words): " : "- ") + turns.map(\.words).joined(separator: " | ")) { index in
            let value = turns[index % turns.count].text(index)
            if !isMap { return isFlow ? value : "- \(value)" }
            return key.words == "<<" ? "<<: \(value)" : "\"\(key.text(index))\": \(value)"
        }
        let depth = generator.chance(40) ? generator.pick([1, 10, 100, 400]) : 0
        let isMerged = generator.chance(25)
        let tail = generator.pick(["", "# a comment\n", "\n", "...\n"])
        let head = "anchors:\n- &a0 {k: 1, l: [1, 2]}\n- &b0 1\n- &c0 {\(joined(50) { "k\($0): 1" })}\n"
        let words = "\(isFlow ? "flow" : "block") \(item.words)\(depth > 0 ? " \(depth) deep" : "")\(isMerged ? " merged" : "")"
        if !isFlow && generator.chance(20) {
            return Piece("documents of \(words)") { Shape.lines($0) { "---\n" + item.text($0) } }
        }
        return Piece(words) { count in
            if isFlow {
                let body = (isMap ? "{" : "[") + joined(count, item.text) + (isMap ? "}" : "]")
                let open = String(repeating: isMerged ? "{<<: " : "[", count: depth)
                return head + (isMerged ? "body:\n  <<: " : "body: ") + open + body + String(repeating: isMerged ? "}" : "]", count: depth)
                    + "\n"
                    + tail
            }
            var text = head + "body:\n"
            for level in 0..<depth { text += String(repeating: " ", count: level + 1) + (isMerged ? "<<:\n" : "d:\n") }
            let indent = String(repeating: " ", count: depth + 1)
            for index in 0..<count { text += indent + item.text(index) + "\n" + (index % 8 == 0 ? tail : "") }
            return text
        }
    }

    private static func value(isFlow: Bool, _ generator: inout SplitMix64) -> Piece {
        switch generator.below(14) {
        case 0: return Piece("{}")
        case 1: return Piece("[]")
        case 2: return Piece("*a0")
        case 3: return Piece("*b0")
        case 4: return Piece("*c0")
        case 5: return Piece("&x counting") { "&x\($0) 1" }
        case 6: return Piece("&x on maps") { "&x\($0) {k: *b0}" }
        case 7: return Piece("a chain") { $0 == 0 ? "&y0 [1]" : "&y\($0) [*y\($0 - 1)]" }
        case 8: return Piece("{<<: *c0}")
        case 9: return Piece("{<<: [*a0, *c0], k: 1}")
        case 10: return Piece("!!str 1")
        case 11: return Piece("maps counting") { "{k\($0): \($0)}" }
        case 12 where !isFlow: return Piece("a block") { _ in "|-\n\(String(repeating: " ", count: 420))text\n\n" }
        case 13: return Piece("text of 200") { _ in "\"" + String(repeating: "ä", count: 100) + "\"" }
        default: return Piece("numbers") { "\($0)" }
        }
    }
}
