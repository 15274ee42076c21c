import Dispatch
import NIOCore
import Testing

@testable import WebhookServer

/// What is refused when there is too much of it, and what is answered all the same.
@Suite struct LimitsTests {
    private static let large = String(repeating: "x", count: 100_000)

    private static func chunked(_ text: String) -> String {
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n"
    }

    @Test func refusesConnectionsBeyondTheLimit() async throws {
        try await TestServer.with(adjust: {
            ($0.limits.connections, $0.limits.standingConnections, $0.deadlines.patience) = (2, 1, .hours(1))
        }) { server in
            let first = try await server.connectedClient()
            let second = try await server.connectedClient()
            let third = try await server.connectedClient()
            await #expect(throws: OpenSSLClient.Failure.self) { try await server.connectedClient() }

            let refusal = try await third.exchange(HTTPRequest.validate())
            #expect(refusal.status == 503)
            #expect(refusal.headers["retry-after"] == "1")
            #expect(refusal.headers["connection"] == "close")
            #expect(try await third.waitForEnd().isEmpty)
            await third.sendCloseNotify()
            while server.state.connections.figures.standing > 0 { await Task.yield() }
            // A probe is answered from there too.
            #expect(try await server.connectedClient().exchange(HTTPRequest.get("/livez")).status == 200)
            for client in [first, second] { #expect(try await client.exchange(HTTPRequest.validate()).status == 200) }
        }
    }

    @Test func aConnectionThatAsksNothingGivesWay() async throws {
        try await TestServer.with(adjust: { ($0.limits.connections, $0.deadlines.patience) = (2, .zero) }) { server in
            let used = try await server.connectedClient()
            #expect(try await used.exchange(HTTPRequest.validate()).status == 200)
            let unused = try await server.connectedClient()
            let newcomer = try await server.connectedClient()
            #expect(try await unused.waitForEnd().isEmpty)
            for client in [used, newcomer] { #expect(try await client.exchange(HTTPRequest.validate()).status == 200) }
        }
    }

    @Test func refusesBytesBeyondTheLimit() async throws {
        try await TestServer.with(adjust: { ($0.limits.bytesInFlight, $0.deadlines.patience) = (250_000, .hours(1)) }) { server in
            let stalled = try await server.connectedClient()
            let (head, body) = HTTPRequest.split(HTTPRequest.validate(Self.large + Self.large, headers: ["Expect: 100-continue"]))
            #expect(try await stalled.exchange(head).status == 100)
            try await stalled.send(String(body.dropLast(1)))

            // Until the bytes have arrived the next body may find room.
            var refusal = try await server.connectedClient().exchange(Self.chunked(Self.large) + "0\r\n\r\n")
            while refusal.status == 200 {
                refusal = try await server.connectedClient().exchange(Self.chunked(Self.large) + "0\r\n\r\n")
            }
            #expect(refusal.status == 503)
            #expect(refusal.headers["retry-after"] == "1")
            // What comes in one piece is held by nobody, and the stalled one may end well.
            #expect(try await server.connectedClient().exchange(HTTPRequest.validate()).status == 200)
            #expect(try await stalled.exchange("x").status == 200)
            #expect(try await server.connectedClient().exchange(Self.chunked(Self.large) + "0\r\n\r\n").status == 200)
        }
    }

    @Test func aBodyThatStallsGivesWay() async throws {
        try await TestServer.with(adjust: { ($0.limits.bytesInFlight, $0.deadlines.patience) = (250_000, .zero) }) { server in
            let stalled = try await server.connectedClient()
            try await stalled.send(String(HTTPRequest.validate(Self.large + Self.large).dropLast(1)))
            let newcomer = try await server.connectedClient()
            let answer = Task { try await stalled.response() }
            var healthy = 0
            while !server.state.hasRefused(.bytesInFlight) {
                #expect(try await newcomer.exchange(HTTPRequest.validate(Self.large)).status == 200)
                healthy += 1
            }
            #expect(try await answer.value.status == 503)
            #expect(healthy > 0)
        }
    }

    @Test func aLargeReviewHoldsNobodyUp() async throws {
        let gate = Gate()
        try await TestServer.with(
            review: { body in
                if body.count == Self.large.utf8.count { gate.enter() }
                return Reply(status: 200, body: Array(body.prefix(3)))
            }, adjust: { $0.eventLoops = 1 }
        ) { server in
            let slow = try await server.connectedClient()
            // Two more requests follow, and must wait for their turn.
            try await slow.send(HTTPRequest.validate(Self.large) + HTTPRequest.validate("abc") + HTTPRequest.get("/healthz"))
            await gate.waitForEntry()
            let other = try await server.connectedClient()
            #expect(try await other.exchange(HTTPRequest.get("/readyz")).status == 200)
            #expect(try await other.exchange(HTTPRequest.validate()).status == 200)
            gate.open()
            #expect(try await slow.response().body == "xxx")
            #expect(try await slow.response().body == "abc")
            #expect(try await slow.response().body == "ok\n")
        }
    }

    @Test func answersInOrderBeforeTheNonsense() async throws {
        let gate = Gate()
        try await TestServer.with(review: { body in
            if body.count > 1000 { gate.enter() }
            return Reply(status: 200, body: Array(body.prefix(3)))
        }) { server in
            let client = try await server.connectedClient()
            try await client.send(HTTPRequest.validate(Self.large) + HTTPRequest.validate("abc") + "nonsense\r\n\r\n")
            await gate.waitForEntry()
            gate.open()
            #expect(try await client.response().body == "xxx")
            #expect(try await client.response().body == "abc")
            #expect(try await client.response().status == 400)
        }
    }

    @Test func refusesMoreReviewsThanMayWait() async throws {
        let gate = Gate()
        try await TestServer.with(
            review: { body in
                if body.count > 1000 { gate.enter() }
                return Reply(status: 200, body: body)
            }, adjust: { ($0.limits.largeReviews, $0.limits.waitingReviews) = (1, 0) }
        ) { server in
            let slow = try await server.connectedClient()
            try await slow.send(HTTPRequest.validate(Self.large))
            await gate.waitForEntry()
            let refusal = try await server.connectedClient().exchange(HTTPRequest.validate(Self.large))
            #expect(refusal.status == 503)
            #expect(refusal.headers["retry-after"] == "1")
            gate.open()
            #expect(try await slow.response().status == 200)
            #expect(try await slow.exchange(HTTPRequest.validate(Self.large)).status == 200)
        }
    }

    @Test(arguments: ["{}", large])
    func computesNoAnswerThatComesTooLate(body: String) async throws {
        let reviewed = LogLines()
        try await TestServer.with(review: { body in
            reviewed.append("")
            return Reply(status: 200, body: body)
        }) { server in
            let client = try await server.connectedClient()
            #expect(try await client.exchange(HTTPRequest.validate(body, path: "/validate?timeout=1ns")).status == 503)
            #expect(try await client.exchange(HTTPRequest.validate(body, path: "/validate?timeout=1h")).status == 200)
        }
        #expect(reviewed.all.count == 1)
    }
}

/// Holds reviews until it is opened.
private final class Gate: Sendable {
    private let entries = AsyncStream.makeStream(of: Void.self)
    private let semaphore = DispatchSemaphore(value: 0)

    func enter() {
        entries.continuation.yield()
        semaphore.wait()
        semaphore.signal()
    }

    func open() { semaphore.signal() }

    func waitForEntry() async {
        for await _ in entries.stream { return }
    }
}

extension ServerState {
    fileprivate func hasRefused(_ refusal: ServerMetrics.Refusal) -> Bool { metrics.current.refusals[refusal] != nil }
}
