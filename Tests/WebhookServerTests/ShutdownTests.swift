import Dispatch
import NIOCore
import Testing

@testable import WebhookServer

@Suite struct ShutdownTests {
    @Test func finishesTheRequestInHandAndClosesTheIdle() async throws {
        try await TestServer.with { server in
            let idle = try await server.connectedClient()
            #expect(try await idle.exchange(HTTPRequest.validate()).status == 200)
            let busy = try await server.connectedClient()
            let request = HTTPRequest.validate("{\"in\":\"hand\"}", headers: ["Expect: 100-continue"])
            let (head, body) = HTTPRequest.split(request)
            // The server has the head of the request once it invites the body.
            #expect(try await busy.exchange(head).status == 100)

            await server.beginShutdown()
            #expect(try await idle.waitForEnd().isEmpty)
            await #expect(throws: OpenSSLClient.Failure.self) { try await server.client().connect() }

            let response = try await busy.exchange(body)
            #expect(response.body == "{\"in\":\"hand\"}")
            #expect(response.headers["connection"] == "close")
            #expect(try await busy.waitForEnd().isEmpty)
            try await server.stop()
        }
    }

    @Test func endsWithinItsBound() async throws {
        try await TestServer.with(adjust: { $0.deadlines.shutdown = .milliseconds(50) }) { server in
            let stuck = try await server.connectedClient()
            let request = HTTPRequest.validate("{}", headers: ["Expect: 100-continue"])
            #expect(try await stuck.exchange(String(request.dropLast(2))).status == 100)
            try await server.stop()
            #expect(server.log.all.contains { $0.contains("\"connections-cut\":\"1\"") })
        }
    }

    /// A review that never ends holds neither the drain nor the end up.
    @Test func doesNotWaitForAReviewWithoutEnd() async throws {
        let begun = AsyncStream.makeStream(of: Void.self)
        let mayEnd = DispatchSemaphore(value: 0)
        defer { mayEnd.signal() }
        try await TestServer.with(
            review: { body in
                if body.count > 1 << 15 {
                    begun.continuation.yield()
                    mayEnd.wait()
                }
                return Reply(status: 200, body: [])
            }, adjust: { ($0.eventLoops, $0.deadlines.drain, $0.deadlines.shutdown) = (1, .milliseconds(50), .milliseconds(50)) }
        ) { server in
            let stuck = try await server.connectedClient()
            try await stuck.send(HTTPRequest.validate(String(repeating: " ", count: (1 << 15) + 1)))
            for await _ in begun.stream { break }
            try await server.stop()
            #expect(server.log.all.contains { $0.contains("\"draining\"") })
            #expect(server.log.all.last?.contains("\"connections-cut\":\"1\"") == true, "\(server.log.all)")
        }
    }

    @Test func goesOnServingWhileItDrains() async throws {
        try await TestServer.with(adjust: { $0.deadlines.drain = .hours(1) }) { server in
            let idle = try await server.connectedClient()
            #expect(try await idle.exchange(HTTPRequest.validate()).status == 200)
            await server.beginShutdown()
            await server.log.waitForLine(with: "draining")

            let probe = try await server.connectedClient().exchange(HTTPRequest.get("/readyz"))
            #expect(probe.status == 503)
            #expect(probe.body == "shutting down\n")
            #expect(try await server.connectedClient().exchange(HTTPRequest.get("/livez")).status == 200)
            // Old connections and new ones are answered, each for the last time.
            for client in [idle, try await server.connectedClient()] {
                let response = try await client.exchange(HTTPRequest.validate("{\"late\":1}"))
                #expect(response.body == "{\"late\":1}")
                #expect(response.headers["connection"] == "close")
                #expect(try await client.waitForEnd().isEmpty)
            }
            server.cancel()
        }
    }

    @Test func aTakenPortIsOneLine() async throws {
        try await TestServer.with { server in
            let failure = await #expect(throws: CannotListen.self) {
                try await TestServer.with(adjust: { $0.listen.port = server.port }) { _ in }
            }
            #expect(
                failure?.description
                    == "cannot listen on 127.0.0.1:\(server.port): another process listens there already: choose another port, or 0 for a free one"
            )
        }
    }
}
