import Testing

@testable import WebhookServer

/// What one connection may ask, and what it is answered.
@Suite struct RequestTests {
    @Test(arguments: [
        (HTTPRequest.validate("{\"a\":1}"), 200),
        (HTTPRequest.validate("{\"a\":1}", path: "/validate"), 200),
        (HTTPRequest.validate("{}", path: "/validatex"), 404),
        (HTTPRequest.validate("{}", path: "/"), 404),
        (HTTPRequest.get("/healthz"), 200),
        (HTTPRequest.get("/readyz?verbose"), 200),
        (HTTPRequest.get("/validate"), 405),
        (HTTPRequest.validate("{}", path: "/healthz"), 405),
        (HTTPRequest.get("/validate", method: "DELETE"), 405),
        ("POST /validate HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/jsonx\r\nContent-Length: 2\r\n\r\n{}", 415),
        ("POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: Application/JSON ; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}", 200),
        (HTTPRequest.validate("{}", headers: ["Content-Encoding: gzip"]), 415),
        (HTTPRequest.validate(""), 200),
    ])
    func answersAndKeepsTheConnection(request: String, status: Int) async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            // Twice: the second shows that the first was read to its end.
            #expect(try await client.exchange(request).status == status)
            let second = try await client.exchange(request)
            #expect(second.status == status)
            #expect(second.headers["connection"] == nil)
            #expect(second.headers["date"]?.hasSuffix(" GMT") == true)
        }
    }

    @Test func handsTheReviewTheBodyAndTheClientItsReply() async throws {
        try await TestServer.with(review: { Reply(status: 400, body: $0.reversed(), contentType: "x/y") }) { server in
            let response = try await server.connectedClient().exchange(HTTPRequest.validate("stressed"))
            #expect(response.status == 400)
            #expect(response.headers["content-type"] == "x/y")
            #expect(response.body == "desserts")
        }
    }

    @Test(arguments: ["/healthz", "/validate", "/elsewhere"]) func answersHEADWithoutABody(path: String) async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            try await client.send(HTTPRequest.get(path, method: "HEAD") + HTTPRequest.get("/healthz", headers: ["Connection: close"]))
            let answers = try await client.waitForEnd()
            // The second answer follows the first's headers at once.
            #expect(answers.contains("\r\n\r\nHTTP/1.1 200 OK"), "\(answers)")
        }
    }

    @Test func namesTheMethodsThatWouldDo() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            #expect(try await client.exchange(HTTPRequest.get("/validate")).headers["allow"] == "POST")
            #expect(try await client.exchange(HTTPRequest.validate(path: "/readyz")).headers["allow"] == "GET, HEAD")
        }
    }

    @Test func readsChunkedBodies() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            try await client.send(
                "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            try await client.send("3\r\nabc\r\n")
            try await client.send("4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n")
            #expect(try await client.response().body == "abcdefg")
        }
    }

    @Test func readsALargeBodyInPieces() async throws {
        let body = String(repeating: "0123456789abcdef", count: 3 << 16)
        try await TestServer.with { server in
            let response = try await server.connectedClient().exchange(HTTPRequest.validate(body))
            #expect(response.body == body)
        }
    }

    @Test func invitesTheBodyThatAClientHoldsBack() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            let request = HTTPRequest.validate("{\"late\":1}", headers: ["Expect: 100-continue"])
            let (head, body) = HTTPRequest.split(request)
            #expect(try await client.exchange(head).status == 100)
            #expect(try await client.exchange(body).body == "{\"late\":1}")
        }
    }

    @Test func refusesAHeldBackBodyWithoutInvitingIt() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            let request = HTTPRequest.get("/elsewhere", method: "POST", headers: ["Content-Length: 5", "Expect: 100-continue"])
            let response = try await client.exchange(request)
            #expect(response.status == 404)
            #expect(response.headers["connection"] == "close")
        }
    }

    @Test(arguments: [
        HTTPRequest.get("/healthz", version: "1.0"), HTTPRequest.get("/healthz", version: "1.0", headers: ["Connection: keep-alive"]),
        HTTPRequest.get("/healthz", headers: ["Connection: close"]),
    ])
    func closesWhereTheClientWantsIt(request: String) async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            let response = try await client.exchange(request)
            #expect(response.status == 200)
            #expect(response.headers["connection"] == "close")
            #expect(try await client.waitForEnd().isEmpty)
        }
    }

    @Test(arguments: [
        HTTPRequest.get("/healthz", headers: ["Connection: Upgrade", "Upgrade: h2c"]), HTTPRequest.get("localhost:443", method: "CONNECT"),
    ])
    func grantsNoUpgrade(request: String) async throws {
        try await TestServer.with { server in
            let response = try await server.connectedClient().exchange(request)
            #expect(response.status != 101)
            #expect(response.headers["connection"] == "close")
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await TestServer.with { server in
            let client = try await server.connectedClient()
            try await client.send((0..<200).map { HTTPRequest.validate("{\"n\":\($0)}") }.joined())
            for number in 0..<200 {
                #expect(try await client.response().body == "{\"n\":\(number)}")
            }
        }
    }

    @Test func answersConcurrentConnections() async throws {
        try await TestServer.with { server in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for connection in 0..<24 {
                    group.addTask {
                        let client = try await server.connectedClient()
                        for number in 0..<20 {
                            let body = "{\"connection\":\(connection),\"number\":\(number)}"
                            #expect(try await client.exchange(HTTPRequest.validate(body)).body == body)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func logsOneLineForAReplyThatHasOne() async throws {
        let record = Reply.LogRecord(
            level: .warning, message: "denied", fields: ["uid": .text("u\n1"), "codes": .list(["SW106", "SW101"])])
        try await TestServer.with(review: { Reply(status: 200, body: $0, logRecord: record) }) { server in
            _ = try await server.connectedClient().exchange(HTTPRequest.validate("{\"secret\":1}"))
            let lines = server.log.all.filter { $0.contains("denied") }
            try #require(lines.count == 1)
            #expect(lines[0].hasSuffix("\"level\":\"warning\",\"message\":\"denied\",\"codes\":[\"SW106\",\"SW101\"],\"uid\":\"u\\n1\"}\n"))
        }
    }
}
