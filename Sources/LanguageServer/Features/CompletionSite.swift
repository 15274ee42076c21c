import Manifests
import PolicyKinds

/// Where a cursor stands in a document that is being written: before what is missing, so that it may not be readable as it is.
///
/// A word of our own in the place of the one under the cursor makes it readable; what stands around that word says what fits there.
struct CompletionSite: Sendable {
    /// What is being written.
    enum Missing: Sendable {
        /// A key of a map.
        case key
        /// The value of a key.
        case value(of: String)
    }

    let missing: Missing
    /// The map that it is in, read with our word in it.
    let map: ManifestNode
    /// The object around it.
    let object: PolicyObject
    /// What is replaced: the word under the cursor, with the quotes around it.
    let span: SourceSpan
    /// How it is written there.
    let style: Style
    /// What no text there may have in it.
    let reserved: Set<Character>

    /// How a map is written.
    struct Style: Sendable {
        /// Whether its keys and texts have quotes.
        let isJSON: Bool
        /// In braces.
        let isFlow: Bool
        /// Where the map's keys begin, in spaces; none in braces.
        let column: Int
        /// Whether a colon stands behind the word already.
        let hasColon: Bool
        /// Whether nothing stands behind the word on its line.
        let endsLine: Bool
        /// What has to come with the word so that it fits in: a comma, a space behind a colon, braces.
        let before: String
        let after: String
    }

    static let word = "sockwardenCompletes"

    /// nil where nothing of ours is written there.
    init?(at offset: Int, in source: [UInt8]) {
        let cursor = Cursor(at: offset, in: source)
        for attempt in cursor.attempts {
            let probe = Array(source[..<cursor.span.start] + Array(attempt.text.utf8) + source[cursor.span.end...])
            // Within our word.
            let place = cursor.span.start + attempt.text.utf8.prefix { !Cursor.isOfWord($0) }.count + 1
            guard let (object, value) = Self.find(in: probe, at: place), let map = value.parent, map.kind == .mapping,
                let key = value.key, !Self.isPairInList(map, in: probe)
            else { continue }
            let isFlow = Self.begins(map, with: "{", in: probe)
            missing = key.text == Self.word ? .key : .value(of: key.text)
            self.map = map
            self.object = object
            span = cursor.span
            reserved = Self.reserved(around: map, in: probe)
            style = Style(
                // A document that is one in braces is JSON, or will be once it is finished.
                isJSON: Self.begins(map.tree.root, with: "{", in: probe) || Self.begins(map.tree.root, with: "[", in: probe),
                isFlow: isFlow,
                column: isFlow ? 0 : Cursor.column(of: Place(value, .key).span.start, in: probe),
                hasColon: cursor.hasColon, endsLine: cursor.endsLine, before: attempt.before, after: attempt.after)
            return
        }
        return nil
    }

    /// Whether it is a key and its value between brackets, where YAML wants no braces and JSON does.
    private static func isPairInList(_ map: ManifestNode, in probe: [UInt8]) -> Bool {
        guard let list = map.parent, list.kind == .sequence, begins(list, with: "[", in: probe) else { return false }
        return !begins(map, with: "{", in: probe)
    }

    /// What would not be itself in the scalars that a map's document stands in.
    private static func reserved(around map: ManifestNode, in probe: [UInt8]) -> Set<Character> {
        var reserved: Set<Character> = []
        var host = map.hostOfDocument
        while let here = host {
            // A literal block takes everything as it is.
            if !begins(here, with: "|", in: probe) { reserved.insert("\n") }
            for quote in ["\"", "'"] as [Unicode.Scalar] where begins(here, with: quote, in: probe) { reserved.insert(Character(quote)) }
            host = here.hostOfDocument
        }
        return reserved
    }

    private static func begins(_ node: ManifestNode, with letter: Unicode.Scalar, in probe: [UInt8]) -> Bool {
        probe[Place(node).span.start...].first == UInt8(ascii: letter)
    }

    /// The object with our word, and the value that is the word or whose key it is.
    private static func find(in probe: [UInt8], at offset: Int) -> (PolicyObject, ManifestNode)? {
        for case .success(let tree) in ManifestReader.documents(in: probe) {
            for node in tree.objects where Place(node).span.touches(offset) {
                guard let object = PolicyObject(from: node) else { continue }
                if let value = value(in: node, at: offset) { return (object, value) }
                // It may stand in a text that is a document of its own.
                for configuration in object.configurations where Place(configuration.node).span.touches(offset) {
                    if let value = value(in: configuration.node, at: offset) { return (object, value) }
                }
            }
        }
        return nil
    }

    private static func value(in node: ManifestNode, at offset: Int) -> ManifestNode? {
        var here = node
        while true {
            switch here.kind {
            case .mapping:
                guard let entry = here.entries.first(where: { Place($0.key).span.touches(offset) || Place($0.value).span.touches(offset) })
                else { return nil }
                if entry.key.text == word { return entry.value }
                here = entry.value
            case .sequence:
                guard let element = here.elements.first(where: { Place($0).span.touches(offset) }) else { return nil }
                here = element
            case .string where here.text == word: return here.key == nil ? nil : here
            default: return nil
            }
        }
    }
}

/// The word under a cursor and what stands around it on its line.
private struct Cursor {
    let span: SourceSpan
    let hasColon: Bool
    let endsLine: Bool
    /// What to write in its place, the likeliest first.
    let attempts: [Attempt]

    /// Our word, and what it takes to fit in.
    struct Attempt {
        var before = ""
        let word: String
        var after = ""

        var text: String { before + word + after }
    }

    init(at offset: Int, in source: [UInt8]) {
        var (start, end) = (offset, offset)
        while start > 0, Self.isOfWord(source[start - 1]) { start -= 1 }
        while end < source.count, Self.isOfWord(source[end]) { end += 1 }
        let isQuoted = start > 0 && (source[start - 1] == UInt8(ascii: "\"") || source[start - 1] == UInt8(ascii: "'"))
        if isQuoted {
            if end < source.count, source[end] == source[start - 1] { end += 1 }
            start -= 1
        }
        span = SourceSpan(start: start, end: end)
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let isSpace = { (byte: UInt8) in isBlank(byte) || byte == 0x0D || byte == 0x0A }
        hasColon = source[end...].first { !isBlank($0) } == UInt8(ascii: ":")
        endsLine = source[end...].first.map { $0 == 0x0D || $0 == 0x0A } ?? true
        let onLine = source[..<start].last { !isBlank($0) }
        let before = source[..<start].last { !isSpace($0) }
        let next = source[end...].first { !isSpace($0) }
        let isLast = next == UInt8(ascii: "}") || next == UInt8(ascii: "]") || next == UInt8(ascii: ",")
        let (quoted, pair) = ("\"\(CompletionSite.word)\"", "\"\(CompletionSite.word)\": null")
        // In braces a comma has to follow where something else does.
        let commas = isLast ? ["", ","] : [",", ""]
        switch before {
        case UInt8(ascii: ":") where onLine == before:
            let space = source[start - 1] == onLine ? " " : ""
            attempts = ["", ","].map { Attempt(before: space, word: quoted, after: $0) }
        case _ where hasColon: attempts = [Attempt(word: quoted)]
        case UInt8(ascii: "{"): attempts = commas.map { Attempt(word: pair, after: $0) }
        case UInt8(ascii: ","):
            // In a map, in a list, or at the end of a text that is on no side of braces.
            attempts =
                commas.map { Attempt(word: pair, after: $0) } + commas.map { Attempt(before: "{", word: pair, after: "}" + $0) }
                + [Attempt(word: "\(CompletionSite.word): ")]
        case UInt8(ascii: "["): attempts = commas.map { Attempt(before: "{", word: pair, after: "}" + $0) }
        default:
            attempts =
                [Attempt(word: "\(CompletionSite.word): ")] + commas.map { Attempt(before: ", ", word: pair, after: $0) }
        }
    }

    /// How many bytes stand before a place on its line.
    static func column(of offset: Int, in source: [UInt8]) -> Int {
        offset - (source[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
    }

    static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
