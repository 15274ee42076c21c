/// A shape put together at random from pieces of policies and manifests.
public struct ComposedShape: Sendable {
    /// With a name that says how to compose it again.
    public let shape: Shape
    /// What is in it, in words.
    public let words: String

    /// The same for the same seed and number.
    public init(seed: UInt64, number: Int) {
        var generator = SplitMix64(seed: SplitMix64.mixed(seed) &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
        let name = "search-\(seed)-\(number)"
        if generator.chance(25) {
            let piece = YAMLGrammar.document(&generator)
            words = "YAML: " + piece.words
            shape = Shape(name, .linter, piece.text)
            return
        }
        let (piece, isReview) = PolicyGrammar.document(&generator)
        let face: Shape.Face = isReview && !generator.chance(10) ? .webhook : .linter
        words = piece.words
        shape = Shape(name, face, piece.text)
    }

    init?(named name: String) {
        let parts = name.split(separator: "-")
        guard parts.count == 3, parts[0] == "search", let seed = UInt64(parts[1]), let number = Int(parts[2]) else { return nil }
        self.init(seed: seed, number: number)
    }
}

/// A part of a composed shape: in words, and its text for a number. The number is how often a part repeats something, or which of many it is.
struct Piece: Sendable {
    let words: String
    let text: @Sendable (Int) -> String

    init(_ words: String, _ text: @escaping @Sendable (Int) -> String) {
        self.words = words
        self.text = text
    }

    /// The same for every number.
    init(_ text: String) { self.init(text) { _ in text } }
}
