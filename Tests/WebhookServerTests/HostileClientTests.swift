import COpenSSL
import NIOCore
import Testing

@testable import WebhookServer

/// Clients that send too much, too slowly, or nonsense, or go away.
@Suite struct HostileClientTests {
    // MARK: - Too much

    @Test func refusesALargeBodyByItsLengthAlone() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            // Not a byte of the body is sent.
            let head = HTTPRequest.get("/validate", method: "POST", headers: ["Content-Type: application/json", "Content-Length: 7340033"])
            let response = try await client.exchange(head)
            #expect(response.status == 413)
            #expect(response.headers["connection"] == "close")
        }
    }

    @Test func takesABodyOfExactlyTheLimit() async throws {
        try await TestServer.with(adjust: { $0.limits.body = 1000 }) { server in
            let client = try await server.connectedClient()
            let body = String(repeating: "x", count: 1000)
            #expect(try await client.exchange(HTTPRequest.validate(body)).body == body)
            #expect(try await client.exchange(HTTPRequest.validate(body + "y")).status == 413)
        }
    }

    @Test(arguments: ["/validate", "/elsewhere"])
    func refusesALargeChunkedBodyWhileItArrives(path: String) async throws {
        try await TestServer.with(adjust: { $0.limits.body = 1000 }) { server in
            let client = try await server.connectedClient()
            try await client.send(
                "POST \(path) HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await client.send("3E8\r\n" + String(repeating: "x", count: 1000) + "\r\n")
            let response = try await client.exchange("1\r\ny\r\n")
            #expect(response.status == (path == "/validate" ? 413 : 404))
            #expect(response.headers["connection"] == "close")
        }
    }

    @Test func refusalReachesAClientThatIsStillSending() async throws {
        try await TestServer.with(adjust: { $0.limits.body = 1000 }) { server in
            let client = try await server.connectedClient()
            // More than both socket buffers hold: with a reset, writing or reading would fail.
            let response = try await client.exchange(HTTPRequest.validate(String(repeating: "x", count: 16 << 20)))
            #expect(response.status == 413)
        }
    }

    @Test func refusesLargeHeaders() async throws {
        try await TestServer.with { server in
            for headers in [["X: " + String(repeating: "x", count: 9000)], (0..<65).map { "X-\($0): y" }] {
                let response = try await server.connectedClient().exchange(HTTPRequest.get("/healthz", headers: headers))
                #expect(response.status == 431)
                #expect(response.headers["connection"] == "close")
            }
        }
    }

    // MARK: - Nonsense

    @Test(arguments: [
        "nonsense\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nno colon\r\n\r\n",
        "GET  HTTP/1.1\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "\u{0}\u{1}\u{2}\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: cow, chunked\r\n\r\n0\r\n\r\n",
        "POST /validate HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: cow\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /validate HTTP/1.0\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n",
    ])
    func answersMalformedHTTPAndCloses(request: String) async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            let response = try await client.exchange(request)
            #expect(response.status == 400)
            #expect(response.headers["connection"] == "close")
            #expect(response.body.hasPrefix("this is not a well-formed HTTP/1.1 request"))
        }
    }

    @Test func answersWhatCameBeforeTheNonsense() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            try await client.send(HTTPRequest.validate("{\"first\":1}") + "nonsense\r\n\r\n")
            #expect(try await client.response().body == "{\"first\":1}")
            #expect(try await client.response().status == 400)
        }
    }

    // MARK: - Going away

    enum Farewell: CaseIterable {
        case reset, fin, closeNotify
    }

    @Test(arguments: Farewell.allCases)
    func survivesATruncatedRequest(farewell: Farewell) async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            try await client.send(String(HTTPRequest.validate("{\"cut\":1}").dropLast(3)))
            switch farewell {
            case .reset: await client.closeAbruptly(reset: true)
            case .fin: await client.closeAbruptly(reset: false)
            case .closeNotify: await client.sendCloseNotify()
            }
            #expect(try await server.connectedClient().exchange(HTTPRequest.validate()).status == 200)
            // Nothing of the truncated request is left that the end would have to wait for, and to cut when its bound is over.
            try await server.stop()
            #expect(server.log.all.last?.contains("\"stopped\"") == true)
            #expect(!server.log.all.contains { $0.contains("connections-cut") })
        }
    }

    @Test func neverReviewsATruncatedRequest() async throws {
        let reviewed = LogLines()
        try await TestServer.with(review: { body in
            reviewed.append(String(decoding: body, as: UTF8.self))
            return Reply(status: 200, body: [])
        }) { server in
            let client = try await server.connectedClient()
            try await client.send(String(HTTPRequest.validate("{\"cut\":1}").dropLast(3)))
            await client.sendCloseNotify()
            _ = try await client.waitForEnd()
        }
        #expect(reviewed.all.isEmpty)
    }

    // MARK: - Too slow

    @Test(arguments: [
        "POST /validate HTTP/1.1\r\nHost: ",
        "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{",
    ])
    func cutsARequestThatNeverEnds(beginning: String) async throws {
        try await TestServer.with(adjust: { $0.deadlines.request = .milliseconds(60) }) { server in
            let client = try await server.connectedClient()
            let response = try await client.exchange(beginning)
            #expect(response.status == 408)
            #expect(try await client.waitForEnd().isEmpty)
        }
    }

    @Test func cutsARequestThatTrickles() async throws {
        try await TestServer.with(adjust: { $0.deadlines.request = .milliseconds(60) }) { server in
            let client = try server.client { $0.maximumVersion = TLS1_2_VERSION }
            try await client.handshake()
            // A byte a millisecond: only the server can stop this, and it must not let each byte buy more time. The header would be too large
            // (431) after 8192 of them.
            try await client.send("POST /validate HTTP/1.1\r\nHost: ")
            while try await !client.hasResponse() {
                try await client.send("y")
            }
            #expect(try await client.response().status == 408)
        }
    }

    @Test func closesAnIdleConnectionInOrder() async throws {
        try await TestServer.with(adjust: { $0.deadlines.idle = .milliseconds(60) }) { server in
            let client = try await server.connectedClient()
            #expect(try await client.waitForEnd().isEmpty)
        }
    }

    @Test func cutsAClientThatNeverReads() async throws {
        let answer = [UInt8](repeating: 120, count: 1 << 20)
        try await TestServer.with(
            review: { _ in Reply(status: 200, body: answer) }, adjust: { $0.deadlines.idle = .milliseconds(800) }
        ) { server in
            let client = try await server.connectedClient()
            // 64 MiB of answers, which no socket buffer holds.
            try await client.send((0..<64).map { _ in HTTPRequest.validate() }.joined())
            await server.log.waitForLine(with: "\"phase\":\"idle\"")
            // The connection ends without the client's help, long before the shutdown would cut it.
            try await server.stop()
            #expect(!server.log.all.contains { $0.contains("connections-cut") })
        }
    }
}
