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

    /// How a map is written.
    struct Style: Sendable {
        let isJSON: Bool
        /// In braces.
        let isFlow: Bool
        /// Where the map's keys begin, in spaces; none in braces.
        let column: Int
        /// Whether a colon stands behind the word already.
        let hasColon: Bool
        /// Whether the word stands right behind a colon, which needs a space in YAML.
        let needsSpace: Bool
    }

    static let word = "sockwardenCompletes"

    /// nil where nothing of ours is written there.
    init?(at offset: Int, in source: [UInt8]) {
        let cursor = Cursor(at: offset, in: source)
        for attempt in cursor.attempts {
            let probe = source[..<cursor.span.start] + Array(attempt.utf8) + source[cursor.span.end...]
            // Within our word.
            let place = cursor.span.start + attempt.utf8.prefix { !Cursor.isOfWord($0) }.count + 1
            guard let (object, value) = Self.find(in: Array(probe), at: place), let map = value.parent, map.kind == .mapping,
                let key = value.key
            else { continue }
            let isJSON = map.tree.syntax == .json
            let start = Place(map).span.start
            let isFlow = probe[start] == UInt8(ascii: "{")
            missing = key.text == Self.word ? .key : .value(of: key.text)
            self.map = map
            self.object = object
            span = cursor.span
            style = Style(
                isJSON: isJSON, isFlow: isFlow, column: isFlow ? 0 : Cursor.column(of: Place(value, .key).span.start, in: Array(probe)),
                hasColon: cursor.hasColon, needsSpace: cursor.isBehindColon)
            return
        }
        return nil
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
    let isBehindColon: Bool
    /// What to write in its place, the likeliest first.
    let attempts: [String]

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
        let before = source[..<start].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != 0x0D && $0 != 0x0A }
        let onLine = source[..<start].last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        hasColon = source[end...].first { $0 != UInt8(ascii: " ") } == UInt8(ascii: ":")
        isBehindColon = start > 0 && source[start - 1] == UInt8(ascii: ":")
        let word = CompletionSite.word
        if onLine == UInt8(ascii: ":") {
            attempts = [(isBehindColon ? " " : "") + "\"\(word)\"", "\"\(word)\","]
        } else if hasColon {
            attempts = ["\"\(word)\""]
        } else if before == UInt8(ascii: "{") || before == UInt8(ascii: ",") {
            attempts = ["\"\(word)\": null", "\"\(word)\": null,", "\(word): null"]
        } else {
            attempts = ["\(word): ", ", \"\(word)\": null"]
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
