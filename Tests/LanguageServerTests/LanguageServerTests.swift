import Foundation
import Testing

@testable import LanguageServer

/// The server's own course; what editors see of it is the client's tests' affair.
@Suite struct LanguageServerTests {
    static let policy = """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata: {name: a, namespace: edge}
        spec:
          targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
          socketOptions:
          - {level: 65535, name: 8, intValue: 1}
          - {level: 6, name: 4, intValue: 60}
          - {level: 6, name: 5, intValue: 20}
          - {level: 6, name: 6, intValue: 3}

        """

    @Test func reviewsOnlyTheLastOfManyTexts() throws {
        var conversation = try Conversation()
        var bytes: [UInt8] = []
        for version in 1...100 {
            let document: [String: Any] = [
                "uri": "file:///a.yaml", "languageId": "yaml", "version": version, "text": "\(version)\n" + Self.policy,
            ]
            bytes += try Conversation.message("textDocument/didOpen", ["textDocument": document])
        }
        let answers = try conversation.hear(bytes)
        #expect(answers.count == 1)
        #expect((answers.first?["params"] as? [String: Any])?["version"] as? Int == 100)
    }

    @Test func answersInOrderAndNotWhatIsTakenBack() throws {
        var conversation = try Conversation()
        _ = try conversation.open(Self.policy)
        let place: [String: Any] = ["textDocument": ["uri": "file:///a.yaml"], "position": ["line": 7, "character": 20]]
        var bytes: [UInt8] = []
        for id in 1...4 { bytes += try Conversation.message("textDocument/hover", place, id: id) }
        bytes += try Conversation.message("$/cancelRequest", ["id": 2]) + Conversation.message("$/cancelRequest", ["id": "3"])
        let answers = try conversation.hear(bytes)
        #expect(answers.map { $0["id"] as? Int } == [1, 2, 3, 4])
        #expect(answers.map { ($0["error"] as? [String: Any])?["code"] as? Int } == [nil, -32800, nil, nil])
    }

    @Test func wantsNoMoreThanItCanHold() throws {
        var conversation = try Conversation()
        var server = conversation.server
        let bytes = try Conversation.message("nothing", id: 1)
        var count = 0
        while server.hasRoom, count < 10_000 {
            server.receive(bytes)
            count += 1
        }
        #expect(count < 1000)
        while server.hasWork { _ = server.step() }
        #expect(server.hasRoom)
        #expect(try conversation.say("shutdown", id: 9).count == 1)
    }

    @Test func goesOnAfterADocumentIsClosed() throws {
        var conversation = try Conversation()
        _ = try conversation.open(Self.policy)
        let document = ["textDocument": ["uri": "file:///a.yaml"]]
        #expect(try conversation.say("textDocument/didClose", document).count == 1)
        #expect(try conversation.say("textDocument/didClose", document).isEmpty)
        let late = try conversation.say("textDocument/didChange", document)
        #expect(late.first?["method"] as? String == "window/logMessage")
        #expect(try conversation.open(Self.policy).count == 1)
    }

    /// Every place of a document, sound or cut anywhere, has an answer.
    @Test func answersEverywhere() throws {
        let bytes = Array(Self.policy.utf8)
        for end in stride(from: 0, through: bytes.count, by: 17) {
            for source in [Array(bytes[..<end]), Array(bytes[..<end] + bytes[min(end + 5, bytes.count)...])] {
                for offset in stride(from: 0, through: source.count, by: 13) {
                    _ = Completion(at: offset, in: source)
                    _ = Spot(at: offset, in: source)
                }
            }
        }
    }

    @Test func fixesAllInOneEdit() throws {
        var conversation = try Conversation()
        let text = Self.policy.replacing("intValue: 20}", with: "intValue: 20} # 🔑").replacing(
            "level: 6, name: 6", with: "level: 6, name: 258")
        let start = ["line": 0, "character": 0]
        #expect(try conversation.open(text).count >= 1)
        let answer = try conversation.say(
            "textDocument/codeAction",
            [
                "textDocument": ["uri": "file:///a.yaml"], "range": ["start": start, "end": start],
                "context": ["diagnostics": [], "only": ["source.fixAll"]],
            ], id: 7)
        let actions = try #require(answer.first?["result"] as? [[String: Any]])
        let edit = try #require((actions.first?["edit"] as? [String: Any])?["changes"] as? [String: [[String: Any]]])
        #expect(edit["file:///a.yaml"]?.count == 1)
        let written = try #require(edit["file:///a.yaml"]?.first?["newText"] as? String)
        // From the first byte that changes to the last, letters of four bytes between them.
        #expect(written.hasPrefix("1, name: 9") && written.hasSuffix("name: 6") && written.contains("🔑"))
        let range = try #require(edit["file:///a.yaml"]?.first?["range"] as? [String: [String: Int]])
        #expect(range == ["start": ["line": 6, "character": 12], "end": ["line": 9, "character": 24]])
    }

    @Test(
        "changes as clients write them",
        arguments: [
            #"[{"range": null, "rangeLength": null, "text": ""}]"#, #"[{"text": "x"}, {"text": ""}]"#,
        ])
    func takesWholeTexts(changes: String) throws {
        var conversation = try Conversation()
        #expect(try !conversation.open(Self.policy).isEmpty)
        let answers = try conversation.change(changes)
        #expect(answers.count == 1 && (answers.first?["params"] as? [String: Any])?["diagnostics"] as? [String] == [])
    }

    @Test func takesNoChangeForNone() throws {
        var conversation = try Conversation()
        _ = try conversation.open(Self.policy)
        #expect(try conversation.change("[]").isEmpty)
        #expect(try conversation.ask("textDocument/hover", at: DocumentPosition(line: 7, character: 20)) is [String: Any])
    }

    @Test func refusesChangesOfRanges() throws {
        var conversation = try Conversation()
        _ = try conversation.open(Self.policy)
        let range = #"{"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}"#
        let answers = try conversation.change(#"[{"range": \#(range), "text": "x"}]"#)
        #expect(answers.map { $0["method"] as? String } == ["window/logMessage"])
    }

    @Test("places as clients write them", arguments: ["4294967295", "9007199254740992", "1e300", "2.0"])
    func takesAnyNumberForAPlace(number: String) throws {
        var conversation = try Conversation()
        _ = try conversation.open(Self.policy)
        let body =
            #"{"id": 1, "method": "textDocument/hover", "params": {"textDocument": {"uri": "file:///a.yaml"}, "position": "#
            + #"{"line": \#(number), "character": \#(number)}}}"#
        let answers = try conversation.hear(Array("Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
        #expect(answers.first?["result"] is NSNull)
    }

    @Test func holdsFewLargeMessages() throws {
        var server = try Conversation().server
        let text = String(repeating: "x", count: 1 << 20)
        let bytes = try Conversation.message("textDocument/didChange", ["contentChanges": [["text": text]]])
        var count = 0
        while server.hasRoom, count < 100 {
            server.receive(bytes)
            count += 1
        }
        #expect(count < 20)
        while server.hasWork { _ = server.step() }
        #expect(server.hasRoom)
    }

    @Test func showsNoMoreThanAnEditorCan() throws {
        var conversation = try Conversation()
        let document = Self.policy + "---\n"
        let shown = try conversation.open(String(repeating: document, count: 1200))
        #expect(shown.count == 1001)
        #expect(shown.last?["message"] as? String == "200 more from here on; sockwarden lint shows them all")
        #expect(try conversation.actions().count == 1000)
    }

    @Test(arguments: [(["markdown", "plaintext"], "markdown"), (["plaintext", "markdown"], "plaintext"), (["x"], "plaintext")])
    func hoversAsTheClientWouldHaveIt(formats: [String], chosen: String) throws {
        var conversation = try Conversation(capabilities: ["textDocument": ["hover": ["contentFormat": formats]]])
        _ = try conversation.open(Self.policy)
        let hover = try conversation.ask("textDocument/hover", at: DocumentPosition(line: 7, character: 20)) as? [String: Any]
        #expect((hover?["contents"] as? [String: String])?["kind"] == chosen)
    }
}
