import NIOCore
import NIOHTTP1
import Testing

@testable import WebhookServer

@Suite struct RequestAssemblyTests {
    private var assembly = RequestAssembly(bodyLimit: 10) { Route($0) { nil } }

    private func head(
        _ method: HTTPMethod = .POST, _ uri: String = "/validate", version: HTTPVersion = .http1_1, _ headers: HTTPHeaders = [:]
    ) -> HTTPServerRequestPart {
        var all: HTTPHeaders = ["Content-Type": "application/json", "Host": "h"]
        all.add(contentsOf: headers)
        return .head(HTTPRequestHead(version: version, method: method, uri: uri, headers: all))
    }

    private func body(_ text: String) -> HTTPServerRequestPart { .body(ByteBuffer(string: text)) }

    @Test mutating func collectsPieces() {
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(body("ab")) == .wait)
        #expect(assembly.take(body("cd")) == .wait)
        #expect(assembly.take(.end(nil)) == .review(Array("abcd".utf8), CallerTerms(), .keepAlive))
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(.end(nil)) == .review([], CallerTerms(), .keepAlive))
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
        #expect(assembly.take(.end(nil)) == .review(Array("{}".utf8), CallerTerms(), .keepAlive))
        #expect(assembly.take(head(["Expect": "100-continue", "Content-Length": "0"])) == .wait)
        #expect(assembly.take(.end(nil)) == .review([], CallerTerms(), .keepAlive))
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
        assembly.closesAfterAnswer = true
        #expect(assembly.take(.end(nil)) == .review([], CallerTerms(), .close))
        #expect(assembly.take(head()) == .wait)
        #expect(assembly.take(.end(nil)) == .wait)
    }

    @Test func isAliveButNotReadyWhileDraining() {
        let probe = { (path: String, notReady: String?) in
            Route(HTTPRequestHead(version: .http1_1, method: .GET, uri: path)) { notReady }
        }
        #expect(probe("/readyz", nil) == .answer(.text(.ok, "ok")))
        #expect(probe("/readyz", "shutting down") == .answer(.text(.unavailable, "shutting down")))
        #expect(probe("/healthz", "shutting down") == .answer(.text(.ok, "ok")))
        #expect(probe("/livez", "shutting down") == .answer(.text(.ok, "ok")))
    }

    @Test mutating func sumsUpWhatABodyHolds() {
        assembly = RequestAssembly(bodyLimit: 1 << 20) { Route($0) { nil } }
        #expect(assembly.heldBytes == 0)
        // What is only claimed takes nothing.
        #expect(assembly.take(head(["Content-Length": "1000000"])) == .wait)
        #expect(assembly.heldBytes == 0)
        #expect(assembly.take(body(String(repeating: "x", count: 100_000))) == .wait)
        #expect(assembly.heldBytes == 100_000)
        #expect(assembly.giveUp(.text(.unavailable, "no")) == .answer(.text(.unavailable, "no"), .linger))
        #expect(assembly.heldBytes == 0)
        #expect(assembly.giveUp(.text(.unavailable, "no")) == nil)
    }

    @Test mutating func countsTheRoomThatAChunkedBodyTakes() {
        assembly = RequestAssembly(bodyLimit: 1 << 20) { Route($0) { nil } }
        #expect(assembly.take(head(["Transfer-Encoding": "chunked"])) == .wait)
        for _ in 0..<100 { #expect(assembly.take(body(String(repeating: "x", count: 1000))) == .wait) }
        #expect((100_000...200_100).contains(assembly.heldBytes))
    }

    @Test(
        arguments: [
            (HTTPVersion.http1_1, [("Host", "h"), ("Transfer-Encoding", "cow, chunked")], "Transfer-Encoding"),
            (.http1_1, [("Host", "h"), ("Transfer-Encoding", "cow"), ("Transfer-Encoding", "chunked")], "Transfer-Encoding"),
            (.http1_1, [("Host", "h"), ("transfer-encoding", "gzip")], "Transfer-Encoding"),
            (.http1_0, [("Host", "h"), ("Transfer-Encoding", "chunked")], "Transfer-Encoding"),
            (.http1_1, [], "no Host"),
            (.http1_1, [("Host", "h"), ("HOST", "h")], "more than one Host"),
            (.http1_0, [("Host", "h"), ("Host", "g")], "more than one Host"),
            (.http1_0, [], nil),
            (.http1_1, [("Host", ""), ("Transfer-Encoding", "Chunked")], nil),
        ] as [(HTTPVersion, [(String, String)], String?)])
    func seesWhatTheParserLetsPass(version: HTTPVersion, headers: [(String, String)], fault: String?) {
        let head = HTTPRequestHead(version: version, method: .POST, uri: "/validate", headers: HTTPHeaders(headers))
        if let fault { #expect(head.fault?.contains(fault) == true) } else { #expect(head.fault == nil) }
    }

    @Test(arguments: ["/validate", "/elsewhere", "/readyz"])
    mutating func neverAnswersHEADWithABody(path: String) {
        #expect(assembly.take(head(.HEAD, path)) == .wait)
        guard case .answer(let answer, .keepAlive) = assembly.take(.end(nil)) else {
            Issue.record("no answer")
            return
        }
        #expect(answer.omitsBody)
    }
}
