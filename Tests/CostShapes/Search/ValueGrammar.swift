/// Values and keys as JSON, good, odd and hostile.
enum ValueGrammar {
    /// One value, which may differ from item to item.
    static func scalar(_ generator: inout SplitMix64) -> Piece {
        switch generator.below(18) {
        case 0, 1: return Piece("counting") { "\($0)" }
        case 2: return Piece("random") { "\(SplitMix64.mixed(UInt64($0)) % 70_000)" }
        case 3, 4, 5: return Piece(generator.pick(["0", "1", "4", "6", "9", "41", "60", "65535", "2147483647"]))
        case 6: return Piece("30 digits") { "99999999999999999999999\(1_000_000 + $0 % 1_000_000)" }
        case 7: return Piece("text counting") { "\"x\($0)\"" }
        case 8: return Piece("text of 200") { "\"\($0)\(String(repeating: "y", count: 200))\"" }
        case 9: return Piece("escapes") { _ in #""\u0000\u202e\ud83d\ude00\n""# }
        case 10: return Piece("keepalive words") { "\"TCP_KEEPIDLE idle time, keepalive interval \($0)\"" }
        case 11: return Piece("seconds counting") { "\"\($0 % 40_000)s\"" }
        case 12: return Piece("1h1m1ms") { _ in #""1h1m1ms""# }
        case 13: return Piece("base64") { _ in #""AQAAAA==""# }
        case 14: return Piece(generator.pick(["null", "{}", "[]", "true", "60.5", "1e400", "[[]]", "{\"stream\":{}}"]))
        case 15: return Piece("state counting") { "\"STATE_X\($0)\"" }
        case 16: return Piece(generator.pick([#""STATE_LISTENING""#, #""STATE_BOUND""#, #""IPV4""#, #""IPV6""#, #""60""#, #""60s""#]))
        default: return Piece(generator.pick([#""60s""#, #""0s""#, #""32768s""#, "60", "3"]))
        }
    }

    /// A value that is long, or deep.
    static func long(_ generator: inout SplitMix64) -> Piece {
        let pieces = [
            "a", "1h", "1", "keepalive ", "tcp_keepidle so_", "\\u0000", "\\ud83d\\ude00", "ä", " ", "-", "AAAA", "seconds, ", "\\n", ".1s",
            "0", "idle time interval count ", "macos 6/4 ", "socketOption", "{", "65535 ", "TCP_", "ſ", "e\u{301}",
        ]
        let text = generator.pick(pieces)
        switch generator.below(8) {
        case 0: return Piece("a deep list") { String(repeating: "[", count: min($0, 400)) + String(repeating: "]", count: min($0, 400)) }
        case 1: return Piece("a list of lists") { list($0) { _ in "[[]]" } }
        case 2: return Piece("a number of digits") { String(repeating: "9", count: max($0, 1)) }
        default: return Piece("\"\(text)…\"") { repeated(text, $0) }
        }
    }

    /// A key that differs from entry to entry, none that is read.
    static func key(_ generator: inout SplitMix64) -> Piece {
        let known = [
            "keepAliveTime", "keepAliveInterval", "keepAliveProbes", "tcpKeepalive", "socketOptions", "level", "intValue",
            "connectionConfig",
            "state", "x", "default", "perPort",
        ]
        let word = generator.pick(known)
        switch generator.below(7) {
        case 0: return Piece("\(word) in upper and lower case") { Shape.spelling($0, of: word) + "\($0 >> word.utf8.count)" }
        case 1: return Piece("\(word) with a number") { word + "\($0)" }
        case 2:
            return Piece("\(word) misspelt") { index in
                let cut = index % word.count
                return word.prefix(cut) + "\(index / word.count)" + word.dropFirst(cut + 1)
            }
        case 3: return Piece("keys with escapes") { "\\u0000\\u202e\($0)" }
        case 4: return Piece("keys of 300") { "\($0)" + String(repeating: "k", count: 300) }
        case 5: return Piece("keys of dots and brackets") { "a.b[\($0)]/é" }
        default: return Piece("keys of numbers") { "\($0)" }
        }
    }

    /// A map with a few of these fields, as an item of a list.
    static func item(of fields: [(name: String, likely: Int)], _ generator: inout SplitMix64) -> Piece {
        var entries: [(name: String, value: Piece)] = []
        for field in fields where generator.chance(field.likely) { entries.append((field.name, scalar(&generator))) }
        let unknown = generator.chance(15) ? key(&generator) : nil
        let written = entries
        let words = written.map { "\($0.name) \($0.value.words)" } + (unknown.map { [$0.words] } ?? [])
        return Piece("{" + words.joined(separator: ", ") + "}") { index in
            var texts = written.map { "\"\($0.name)\":\($0.value.text(index))" }
            if let unknown { texts.append("\"\(unknown.text(index))\":1") }
            return "{" + texts.joined(separator: ",") + "}"
        }
    }

    /// An option; mostly one whose numbers mean something.
    static func option(_ generator: inout SplitMix64) -> Piece {
        if generator.chance(35) {
            return item(
                of: [
                    ("level", 85), ("name", 85), ("intValue", 70), ("bufValue", 15), ("state", 25), ("type", 15), ("ip_version", 15),
                    ("description", 25),
                ], &generator)
        }
        let pairs = [
            (6, 4), (6, 5), (6, 6), (1, 9), (65535, 8), (1, 62), (1, 15), (6, 16), (6, 9), (1, 8), (6, 18), (41, 67), (0, 1), (1, 25),
            (6, 13), (1, 36),
            (0, 4), (17, 1), (6, 257), (4, 6), (9, 1), (1, 1),
        ]
        let (level, name) = generator.pick(pairs)
        let value = scalar(&generator)
        let more = item(of: [("state", 40), ("description", 40), ("type", 15), ("ip_version", 15), ("bufValue", 10)], &generator)
        return Piece("\(level)/\(name) \(value.words) \(more.words)") { index in
            let rest = more.text(index).dropFirst()
            return "{\"level\":\(level),\"name\":\(name),\"intValue\":\(value.text(index))\(rest == "}" ? "" : ",")\(rest)"
        }
    }
}
