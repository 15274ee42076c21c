import NIOCore
import Synchronization
import Testing

@testable import WebhookServer

/// Servers come and go under load: no request is lost.
@Suite struct RollingRestartTests {
    /// Where new connections go, as a Service has it.
    private final class Endpoint: Sendable {
        private let server: Mutex<TestServer>

        init(_ server: TestServer) { self.server = Mutex(server) }

        var current: TestServer { server.withLock { $0 } }
        func move(to new: TestServer) { server.withLock { $0 = new } }
    }

    @Test func losesNoRequest() async throws {
        let first = try await TestServer.start { $0.deadlines.drain = .hours(1) }
        let endpoint = Endpoint(first)
        let answers = LogLines()
        let clients = (0..<8).map { _ in KeepAliveClient(answers: answers) }
        let failures = LogLines()
        let load = Task {
            await withTaskGroup(of: Void.self) { group in
                for client in clients {
                    group.addTask {
                        while !Task.isCancelled {
                            do {
                                try await client.post(to: endpoint.current)
                            } catch {
                                failures.append("\(error)")
                                answers.append("")
                            }
                        }
                    }
                }
            }
        }
        var old = first
        for _ in 0..<2 {
            await everyClientGetsAnswers(clients, answers, unless: failures)
            let new = try await TestServer.start { $0.deadlines.drain = .hours(1) }
            await old.beginShutdown()
            await old.log.waitForLine(with: "draining")
            // Readiness fails while the old one still answers; then nobody is sent there any more.
            let readiness = try await old.connectedClient().exchange(HTTPRequest.get("/readyz"))
            #expect(readiness.status == 503)
            await everyClientGetsAnswers(clients, answers, unless: failures)
            endpoint.move(to: new)
            await everyClientGetsAnswers(clients, answers, unless: failures)
            old.cancel()
            try await old.stop()
            #expect(!old.log.all.contains { $0.contains("connections-cut") })
            old = new
        }
        load.cancel()
        await load.value
        #expect(failures.all == [])
        try await stop(old)
    }

    /// Waits until each client has been answered a few times more, or one has not.
    private func everyClientGetsAnswers(_ clients: [KeepAliveClient], _ answers: LogLines, unless failures: LogLines) async {
        for client in clients {
            let before = await client.answered
            while await client.answered < before + 3, failures.all.isEmpty { await answers.waitForMore() }
        }
    }

    private func stop(_ server: TestServer) async throws {
        server.cancel()
        try await server.stop()
    }
}
