import NIOCore
import NIOHTTP1
import Testing

@testable import WebhookServer

@Suite struct RequestAssemblyTests {
    private var assembly = RequestAssembly(bodyLimit: 10)

    private func head(
        _ method: HTTPMethod = .POST, _ uri: String = "/validate", version: HTTPVersion = .http1_1, _ headers: HTTPHeaders = [:]
    ) -> HTTPServerRequestPart {
        var all: HTTPHeaders = ["Content-Type": "application/json"]
        all.add(contentsOf: headers)
        return .head(HTTPRequestHead(version: version, method: method, uri: uri, headers: all))
    }

    private func body(_ text: String) -> HTTPServerRequestPart { .body(ByteBuffer(string: text)) }

    @Test mutating func collectsPieces() {
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(body("ab")) == .wait)
        #expect(assembly.take(body("cd")) == .wait)
        #expect(assembly.take(.end(nil)) == .review(Array("abcd".utf8), .keepAlive))
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(.end(nil)) == .review([], .keepAlive))
    }

    @Test mutating func takesTheLimitAndNotOneByteMore() {
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(body("0123456789")) == .wait)
        guard case .answer(let answer, .linger) = assembly.take(body("x")) else {
            Issue.record("no refusal")
            return
        }
        #expect(answer.status == .contentTooLarge)
        // Nothing after the last answer is answered.
        #expect(assembly.take(body("x")) == .wait)
        #expect(assembly.take(.end(nil)) == .wait)
        #expect(assembly.take(head()) == .wait)
    }

    @Test(arguments: [("10", RequestAssembly.Action.wait), ("11", nil), ("0", .wait)] as [(String, RequestAssembly.Action?)])
    mutating func judgesTheClaimedLength(length: String, expected: RequestAssembly.Action?) {
        let action = assembly.take(head(["Content-Length": length]))
        if let expected {
            #expect(action == expected)
        } else if case .answer(let answer, .linger) = action {
            #expect(answer.status == .contentTooLarge)
        } else {
            Issue.record("not refused: \(action)")
        }
    }

    private func head(_ headers: HTTPHeaders) -> HTTPServerRequestPart { head(.POST, headers) }
    private func head(_ method: HTTPMethod, _ headers: HTTPHeaders) -> HTTPServerRequestPart { head(method, "/validate", headers) }

    @Test mutating func invitesABodyOnlyWhereOneIsAwaited() {
        #expect(assembly.take(head(["Expect": "100-Continue", "Content-Length": "2"])) == .sendContinue)
        #expect(assembly.take(body("{}")) == .wait)
        #expect(assembly.take(.end(nil)) == .review(Array("{}".utf8), .keepAlive))
        #expect(assembly.take(head(["Expect": "100-continue", "Content-Length": "0"])) == .wait)
        #expect(assembly.take(.end(nil)) == .review([], .keepAlive))
        #expect(assembly.take(head(.POST, "/validate", version: .http1_0, ["Expect": "100-continue", "Content-Length": "2"])) == .wait)
    }

    @Test mutating func answersARefusalAfterItsBody() {
        #expect(assembly.take(head(.POST, "/elsewhere")) == .wait)
        #expect(assembly.take(body("0123456789")) == .wait)
        guard case .answer(let answer, .keepAlive) = assembly.take(.end(nil)) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.status == .notFound)
    }

    @Test mutating func everyAnswerIsTheLastWhileDraining() {
        #expect(assembly.take(head()) == .wait)
        assembly.isDraining = true
        #expect(assembly.take(.end(nil)) == .review([], .close))
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(.end(nil)) == .wait)
    }

    @Test func isAliveButNotReadyWhileDraining() {
        let probe = { (path: String, isDraining: Bool) in
            Route(HTTPRequestHead(version: .http1_1, method: .GET, uri: path), isDraining: isDraining)
        }
        #expect(probe("/readyz", false) == .answer(.text(.ok, "ok")))
        #expect(probe("/readyz", true) == .answer(.text(.unavailable, "shutting down")))
        #expect(probe("/healthz", true) == .answer(.text(.ok, "ok")))
    }
}
