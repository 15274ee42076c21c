import Foundation
import MangledPolicies
import Manifests
import TestSupport
import Testing

@testable import LanguageServer

/// What editors are told to write, in documents of every kind and layout, whole and in the middle of being written.
@Suite struct EditsTests {
    static let seed = SeededGenerator.runSeed
    static let policies: [MangledPolicy] = {
        var random = SeededGenerator(seed: seed)
        return Array(MangledPolicy.all(perSetting: 1, seed: seed).shuffled(using: &random).prefix(50))
    }()

    @Test("what can be read can be read after an edit", arguments: policies.indices)
    func keepDocumentsReadable(index: Int) throws {
        let policy = Self.policies[index]
        var random = SeededGenerator(seed: Self.seed &+ UInt64(index))
        var conversation = try Conversation(capabilities: [
            "textDocument": ["completion": ["completionItem": ["snippetSupport": true]]]
        ])
        for text in [policy.text, Self.halfWritten(policy.text, with: &random), Self.halfWritten(policy.text, with: &random)] {
            _ = try conversation.open(text)
            let document = DocumentText(Array(text.utf8), .utf16)
            for only in [nil, ["source.fixAll"]] as [[String]?] {
                for action in try conversation.actions(only: only) {
                    let edit = try #require(action["edit"] as? [String: Any])
                    let edits = try #require((edit["changes"] as? [String: [[String: Any]]])?["file:///a.yaml"])
                    let written = try Self.applying(edits, to: document)
                    #expect(!Self.canBeRead(text) || Self.canBeRead(written), "seed \(Self.seed), \(policy), \(action)\n\(written)")
                }
            }
            for place in Self.places(in: document.source, with: &random).map(document.position(of:)) {
                _ = try conversation.ask("textDocument/hover", at: place)
                let items = try #require(try conversation.ask("textDocument/completion", at: place) as? [[String: Any]])
                for item in Self.some(of: items, with: &random) {
                    let edit = try #require(item["textEdit"] as? [String: Any])
                    let range = try Self.span(edit, in: document)
                    #expect(range.touches(document.offset(of: place)))
                    #expect(document.position(of: range.start).line == document.position(of: range.end).line)
                    let additional = item["additionalTextEdits"] as? [[String: Any]] ?? []
                    // In JSON a key needs a value; in YAML the lines below it may be the value.
                    let isSnippet = item["insertTextFormat"] != nil
                    let written = try ["", "0"].map {
                        try Self.applying([Self.goingOn(edit, with: $0, isSnippet: isSnippet)] + additional, to: document)
                    }
                    #expect(
                        !Self.canBeRead(text) || written.contains(where: Self.canBeRead),
                        "seed \(Self.seed), \(policy), \(place), \(item)\n\(written[1])")
                }
            }
        }
    }

    /// The same with a piece of it gone, or cut.
    private static func halfWritten(_ text: String, with random: inout SeededGenerator) -> String {
        let scalars = Array(text.unicodeScalars)
        let start = Int.random(in: 0..<scalars.count, using: &random)
        let end = Bool.random(using: &random) ? scalars.count : min(scalars.count, start + Int.random(in: 1...12, using: &random))
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[..<start] + scalars[end...])
        return String(result)
    }

    /// Most beside what tells keys, values and entries apart.
    private static func places(in source: [UInt8], with random: inout SeededGenerator) -> [Int] {
        let marks = source.indices.filter { "{}[],:\"\n-".utf8.contains(source[$0]) }
        return (0..<8).map { _ in
            let mark = marks.randomElement(using: &random) ?? 0
            return min(source.count, max(0, mark + Int.random(in: -2...3, using: &random)))
        }
    }

    private static func some(of items: [[String: Any]], with random: inout SeededGenerator) -> [[String: Any]] {
        (items.prefix(1) + items.suffix(1)) + (items.randomElement(using: &random).map { [$0] } ?? [])
    }

    /// The edit with a value at the cursor, where it leaves the value of a key to be written.
    private static func goingOn(_ edit: [String: Any], with value: String, isSnippet: Bool) -> [String: Any] {
        var edit = edit
        let text = edit["newText"] as? String ?? ""
        if isSnippet {
            edit["newText"] = text.replacing("$0", with: text.contains(": $0") ? value : "").replacing("\\}", with: "}")
        } else if text.hasSuffix(": ") {
            edit["newText"] = text + value
        }
        return edit
    }

    private static func canBeRead(_ text: String) -> Bool {
        ManifestReader.documents(in: Array(text.utf8)).allSatisfy { if case .success = $0 { true } else { false } }
    }

    private static func span(_ edit: [String: Any], in text: DocumentText) throws -> SourceSpan {
        let range = try #require(edit["range"] as? [String: [String: Int]])
        let offset = { (name: String) throws in
            let place = try #require(range[name])
            return text.offset(of: DocumentPosition(line: place["line"] ?? -1, character: place["character"] ?? -1))
        }
        return SourceSpan(start: try offset("start"), end: try offset("end"))
    }

    private static func applying(_ edits: [[String: Any]], to text: DocumentText) throws -> String {
        var result = text.source
        let placed = try edits.map { (try span($0, in: text), $0["newText"] as? String ?? "") }
        for (span, new) in placed.sorted(by: { $0.0.start > $1.0.start }) {
            result.replaceSubrange(span.start..<span.end, with: Array(new.utf8))
        }
        return String(decoding: result, as: UTF8.self)
    }
}
