import Testing

@testable import Linting

@Suite struct QuickLookTests {
    /// Some begin alike, some are in others' way.
    private static let words = ["gateway.example/", "game", "tcpKeepalive", "tcp_keepalive", "ee", "\\u"]
    private static let search = WordSearch(words.map { Array($0.utf8) })

    @Test(arguments: words) func findsAWordWhereverItStands(word: String) {
        for text in [word, "a" + word, word + "a", "g" + word, "gatew\n" + word + "\n", String(repeating: "ga", count: 5000) + word] {
            #expect(Self.search.finds(in: Array(text.utf8)), "\(text.prefix(40))")
        }
    }

    @Test(arguments: words) func findsNoPartOfOne(word: String) {
        for text in [String(word.dropLast()), String(word.dropFirst()), "x" + word.dropLast() + "x", word.dropLast() + "\u{E9}"]
        where !Self.words.contains(where: text.contains) {
            #expect(!Self.search.finds(in: Array(text.utf8)), "\(text)")
        }
    }

    @Test func nothingHoldsNothing() {
        for text in ["", "g", "ga", "\u{0}\u{0}"] { #expect(!Self.search.finds(in: Array(text.utf8))) }
    }

    /// A search that knows nothing of pairs says the same.
    @Test func agreesWithLookingForEachWord() {
        let letters = Array("gate\\upc_K/m.xe".utf8)
        var random = SystemRandomNumberGenerator()
        var found = 0
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in letters.randomElement(using: &random) ?? 0 }
            let holds = Self.words.contains { String(decoding: text, as: UTF8.self).contains($0) }
            if holds { found += 1 }
            #expect(Self.search.finds(in: text) == holds, "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(found > 50)
    }
}
