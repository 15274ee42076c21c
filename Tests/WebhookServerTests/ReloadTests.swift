import COpenSSL
import Logging
import NIOCore
import Synchronization
import Testing

@testable import WebhookServer

/// Certificates that change while the server runs.
@Suite struct ReloadTests {
    private func serve(_ secret: MountedSecret, poll: TimeAmount = .hours(1), _ test: (TestServer) async throws -> Void) async throws {
        try await TestServer.with(adjust: {
            ($0.certificateFile, $0.keyFile, $0.deadlines.poll) = (secret.certificate, secret.key, poll)
        }) { try await test($0) }
    }

    private func client(_ server: TestServer, trusting certificates: TestCertificates) async throws -> OpenSSLClient {
        let client = try server.client { $0.authority = certificates.authority }
        try await client.handshake()
        return client
    }

    @Test func takesASwappedSecretTwiceUnderLoad() async throws {
        let generations = try (0..<3).map { _ in try TestCertificates() }
        defer { for generation in generations { generation.remove() } }
        let secret = try MountedSecret(generations[0])
        try await serve(secret, poll: .milliseconds(10)) { server in
            // A connection from before goes on; others come and go without a failure, whichever certificate they meet.
            let old = try await client(server, trusting: generations[0])
            let load = Task {
                var count = 0
                while !Task.isCancelled {
                    let client = try server.client { $0.authority = nil }
                    try await client.handshake()
                    for _ in 0..<5 { #expect(try await client.exchange(HTTPRequest.validate()).status == 200) }
                    count += 1
                }
                return count
            }
            for generation in generations.dropFirst() {
                let before = server.log.all.filter { $0.contains("certificates reloaded") }.count
                try secret.swap(to: generation)
                while server.log.all.filter({ $0.contains("certificates reloaded") }).count == before { await server.log.waitForMore() }
                #expect(try await client(server, trusting: generation).exchange(HTTPRequest.validate()).status == 200)
                #expect(try await old.exchange(HTTPRequest.validate()).status == 200)
            }
            load.cancel()
            #expect(try await load.value > 0)
        }
    }

    @Test func keepsTheLastGoodPair() async throws {
        let (first, second) = (try TestCertificates(), try TestCertificates())
        defer { first.remove(); second.remove() }
        let secret = try MountedSecret(first)
        try await serve(secret) { server in
            try secret.swap(to: ["tls.crt": second.certificate, "tls.key": first.key])
            server.reload()
            await server.log.waitForLine(with: "the last good ones stay in use")
            #expect(server.log.all.contains { $0.contains("they do not belong together") && $0.contains("\"level\":\"error\"") })
            let client = try await client(server, trusting: first)
            #expect(try await client.exchange(HTTPRequest.validate()).status == 200)
            let readiness = try await client.exchange(HTTPRequest.get("/readyz"))
            #expect(readiness.status == 503 && readiness.body.contains("the mounted certificate is refused"), "\(readiness)")
            #expect(try await client.exchange(HTTPRequest.get("/livez")).status == 200)
            #expect(server.state.metrics.current.reloads["certificate"]?.failed == 1)
            #expect(server.state.metrics.current.reloads["certificate"]?.lastSucceeded == false)
            // The same fault again is counted, and not told again unless somebody asks.
            server.state.tls.check()
            #expect(server.log.all.filter { $0.contains("the last good ones") }.count == 1)

            try secret.swap(to: second)
            server.reload()
            await server.log.waitForLine(with: "certificates reloaded")
            #expect(try await self.client(server, trusting: second).exchange(HTTPRequest.validate()).status == 200)
            server.reload()
            await server.log.waitForLine(with: "certificates are unchanged")
            #expect(server.state.metrics.current.reloads["certificate"]?.lastSucceeded == true)
            let ready = try await self.client(server, trusting: second).exchange(HTTPRequest.get("/readyz"))
            #expect(ready.status == 200 && ready.body == "ok\n")
        }
    }

    @Test func isNotReadyWithACertificateThatHasExpired() async throws {
        try await TestServer.with { server in
            let expiry = server.state.tls.current.expiry
            #expect(server.state.tls.fault(now: expiry) == nil)
            #expect(server.state.tls.fault(now: expiry + 1) == "the serving certificate has expired")
        }
    }

    /// What the documentation promises, and what other programs wait for.
    @Test func keepsTheTimesThatOthersCountOn() {
        let times = ServerConfiguration.Deadlines()
        #expect(times.poll <= .seconds(10))
        // The API server ends its idle connections after 90 s.
        #expect(times.idle > .seconds(90))
        // A pod's grace is 30 s where nobody says otherwise.
        #expect(times.drain + times.shutdown < .seconds(30))
    }

    /// ServingCertificateTests has the days; here is what people read.
    @Test func warnsOfBothEnds() async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try await TestServer.with(adjust: {
            ($0.certificateFile, $0.keyFile) = (certificates.certificate, certificates.key)
            $0.clientAuthorityFile = certificates.authority
        }) { server in
            let day = 86400
            let authority = try #require(server.state.tls.current.clientAuthorityExpiry)
            for (what, expiry) in [("the serving certificate", server.state.tls.current.expiry), ("the client CA", authority)] {
                for (left, words) in [(14, "less than 14 days"), (3, "less than 3 days"), (1, "less than 1 day")] {
                    // Twice: it is said once.
                    for _ in 0..<2 { server.state.tls.check(now: expiry - left * day) }
                    let lines = server.log.all.filter { $0.contains("\(what) expires in \(words): renew it") }
                    #expect(lines.count == 1 && lines[0].contains(#""level":"warning""#), "\(lines)")
                }
                server.state.tls.check(now: expiry)
                let lines = server.log.all.filter { $0.contains("\(what) has expired: every call is refused") }
                #expect(lines.count == 1 && lines[0].contains(#""level":"error""#), "\(lines)")
            }
        }
    }

    @Test func isNotReadyWhereAHandshakeWithItselfFails() throws {
        let certificates = try TestCertificates.shared.get()
        let configuration = ServerConfiguration(
            listen: ListenAddress(host: "127.0.0.1", port: 0), certificateFile: certificates.certificate, keyFile: certificates.key)
        let fault = Mutex<String?>(nil)
        let log = LogLines()
        let logger = Logger(label: "test") { _ in JSONLogHandler(write: log.append) }
        let tls = try TLSReloader(configuration, logger, ServerMetrics(), handshake: { _ in fault.withLock { $0 } })
        #expect(tls.fault() == nil)
        fault.withLock { $0 = "no handshake" }
        tls.check()
        #expect(tls.fault() == "no handshake")
        fault.withLock { $0 = nil }
        tls.check()
        #expect(tls.fault() == nil)
    }
}
