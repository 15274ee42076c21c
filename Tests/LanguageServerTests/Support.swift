import Configuration
import Foundation
import PolicyRules
import Testing

@testable import LanguageServer

/// A server, and what it says, read by Foundation.
struct Conversation {
    private(set) var server: LanguageServer
    private var reader = MessageReader()

    init(capabilities: [String: Any] = [:], _ settings: Settings = quiet) throws {
        let compiled = DocumentSettings(CompiledSettings(settings))
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        server = LanguageServer(version: "0", day: { day }, settings: { _ in compiled })
        _ = try say("initialize", ["capabilities": capabilities], id: 0)
    }

    /// Without what every bare policy gets.
    static var quiet: Settings {
        var settings = Settings()
        settings.rules.byCode = ["SW213": .off, "SW401": .off]
        return settings
    }

    static func message(_ method: String, _ params: [String: Any] = [:], id: Int? = nil) throws -> [UInt8] {
        var message: [String: Any] = ["jsonrpc": "2.0", "method": method, "params": params]
        if let id { message["id"] = id }
        let body = try JSONSerialization.data(withJSONObject: message)
        return Array("Content-Length: \(body.count)\r\n\r\n".utf8) + Array(body)
    }

    /// Says something, and hears everything that comes of it.
    mutating func say(_ method: String, _ params: [String: Any] = [:], id: Int? = nil) throws -> [[String: Any]] {
        try hear(try Self.message(method, params, id: id))
    }

    mutating func hear(_ bytes: [UInt8]) throws -> [[String: Any]] {
        server.receive(bytes)
        var answers: [[String: Any]] = []
        while server.hasWork {
            reader.add(server.step())
            while case .message(let body) = reader.next() {
                answers.append(try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]))
            }
        }
        return answers
    }

    /// Opens a document, or gives it another text.
    mutating func open(_ text: String, uri: String = "file:///a.yaml") throws -> [[String: Any]] {
        let answers = try say("textDocument/didOpen", ["textDocument": ["uri": uri, "languageId": "yaml", "version": 1, "text": text]])
        let last = try #require(answers.last?["params"] as? [String: Any])
        return try #require(last["diagnostics"] as? [[String: Any]])
    }

    /// The result of a request about a place of the document.
    mutating func ask(_ method: String, at place: DocumentPosition) throws -> Any? {
        let position = ["line": place.line, "character": place.character]
        return try say(method, ["textDocument": ["uri": "file:///a.yaml"], "position": position], id: 1).first?["result"]
    }

    /// What can be done about the document, anywhere in it.
    mutating func actions(only: [String]? = nil) throws -> [[String: Any]] {
        var context: [String: Any] = ["diagnostics": [Any]()]
        context["only"] = only
        let range = ["start": ["line": 0, "character": 0], "end": ["line": Int(Int32.max), "character": 0]]
        let answers = try say(
            "textDocument/codeAction", ["textDocument": ["uri": "file:///a.yaml"], "range": range, "context": context], id: 1)
        return try #require(answers.first?["result"] as? [[String: Any]])
    }

    /// Changes the document.
    /// - Parameter changes: `contentChanges`, as JSON.
    mutating func change(_ changes: String) throws -> [[String: Any]] {
        let changes = try JSONSerialization.jsonObject(with: Data(changes.utf8))
        return try say(
            "textDocument/didChange", ["textDocument": ["uri": "file:///a.yaml", "version": 2], "contentChanges": changes])
    }
}
