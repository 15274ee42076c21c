import NIOCore
import Testing

@testable import WebhookServer

@Suite struct MetricsTests {
    /// The metrics page of a server, from its own port.
    private func page(_ server: TestServer, _ path: String = "/metrics", method: String = "GET") async throws -> HTTPResponse {
        await server.log.waitForLine(with: "serving metrics")
        let line = try #require(server.log.all.first { $0.contains("serving metrics") })
        let address = try #require(line.split(separator: "\"address\":\"").last?.prefix { $0 != "\"" })
        let port = try #require(ListenAddress(String(address))?.port)
        return try await OpenSSLClient(port: port).exchangeRaw(HTTPRequest.get(path, method: method, headers: ["Connection: close"]))
    }

    private func serve(
        review: @escaping @Sendable ([UInt8]) -> Reply = { Reply(status: 200, body: $0) }, _ test: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.with(
            review: review, adjust: { $0.metricsListen = ListenAddress(host: "127.0.0.1", port: 0) }
        ) { try await test($0) }
    }

    @Test func countsReviews() async throws {
        let outcome = Reply.Outcome(
            verdict: "denied", kind: "Listener\"Policy\n", operation: "CREATE", isDryRun: true, rules: ["SW106", "SW106", "SW101"])
        try await serve(review: { Reply(status: 200, body: $0, outcome: outcome) }) { server in
            let client = try await server.connectedClient()
            for _ in 0..<3 { _ = try await client.exchange(HTTPRequest.validate("{}")) }
            _ = try await client.exchange(HTTPRequest.get("/elsewhere"))
            let response = try await page(server)
            #expect(response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                #"sockwarden_reviews_total{verdict="denied",kind="Listener\"Policy\n",operation="CREATE",dry_run="true"} 3"#,
                #"sockwarden_findings_total{rule="SW106"} 6"#, #"sockwarden_findings_total{rule="SW101"} 3"#,
                #"sockwarden_review_duration_seconds_bucket{le="+Inf"} 3"#, "sockwarden_review_duration_seconds_count 3",
                #"sockwarden_http_responses_total{code="200"} 3"#, #"sockwarden_http_responses_total{code="404"} 1"#,
                #"sockwarden_connections{state="served"} 1"#, "sockwarden_in_flight_bytes 0",
                "sockwarden_certificate_expiry_timestamp_seconds{certificate=\"serving\"} \(server.state.tls.current.expiry)",
            ] { #expect(response.body.contains(line + "\n"), "\(line) is not in \(response.body)") }
            #expect(response.body.contains("process_resident_memory_bytes "))
        }
    }

    /// What Prometheus' own parser and promtool demand of names, types and order.
    @Test func isWellFormed() async throws {
        try await serve { server in
            let client = try await server.connectedClient()
            _ = try await client.exchange(HTTPRequest.validate())
            var family = "", type = ""
            var buckets: [Double] = []
            for line in try await page(server).body.split(separator: "\n") {
                let words = line.split(separator: " ", maxSplits: 3)
                switch (words[0], words[1]) {
                case ("#", "HELP"):
                    family = String(words[2])
                    #expect(words[3].hasSuffix("."))
                case ("#", "TYPE"):
                    type = String(words[3])
                    #expect(words[2] == family)
                    #expect((type == "counter") == family.hasSuffix("_total"), "\(family)")
                default:
                    let name = words[0].prefix { $0 != "{" }
                    #expect(["", "_bucket", "_sum", "_count"].contains { name == family + $0 }, "\(line) in \(family)")
                    #expect(name.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" })
                    let value = try #require(line.split(separator: " ").last.flatMap { Double($0) })
                    if name.hasSuffix("_bucket") { buckets.append(value) }
                }
            }
            #expect(buckets.count == ServerMetrics.latencyBounds.count + 1)
            #expect(buckets == buckets.sorted())
        }
    }

    @Test func servesProbesAsWell() async throws {
        try await serve { server in
            let wanted = [
                ("/livez", "GET", 200), ("/readyz", "GET", 200), ("/healthz", "GET", 200), ("/metrics", "POST", 405),
                ("/validate", "POST", 404),
            ]
            for (path, method, status) in wanted {
                let response = try await page(server, path, method: method)
                #expect(response.status == status)
            }
        }
    }

    @Test func labelsAreBounded() {
        let metrics = ServerMetrics()
        for number in 0..<10_000 {
            metrics.review(
                Reply.Outcome(verdict: "denied", kind: "K\(number)", operation: "CREATE", isDryRun: false, rules: ["R\(number)"]),
                took: .microseconds(50))
        }
        let counts = metrics.current
        #expect(counts.reviews.count <= 401)
        #expect(counts.reviews.values.reduce(0, +) == 10_000)
        #expect(counts.findings.count <= 401)
        #expect(counts.latencies[0] == 10_000)
    }
}
