import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

@testable import WebhookServer

/// A server on a free port of loopback, and what it logs.
struct TestServer: Sendable {
    let port: Int
    let log: LogLines
    let state: ServerState
    /// What SIGHUP does.
    let reload: @Sendable () -> Void
    private let services: ServiceGroup
    private let running: Task<Void, any Error>

    /// Runs a server around a test.
    ///
    /// - Parameters:
    ///   - review: by default, answers a body with itself.
    ///   - adjust: changes the configuration, to shorten its times.
    static func with<Result>(
        review: @escaping @Sendable ([UInt8]) -> Reply = { Reply(status: 200, body: $0) },
        reloading file: ReloadedFile? = nil,
        adjust: (inout ServerConfiguration) -> Void = { _ in },
        _ test: (TestServer) async throws -> Result
    ) async throws -> Result {
        let server = try await start(review: review, reloading: file, adjust: adjust)
        do {
            let result = try await test(server)
            try await server.stop()
            return result
        } catch {
            try await server.stop()
            throw error
        }
    }

    /// Runs a server until it is stopped.
    static func start(
        review: @escaping @Sendable ([UInt8]) -> Reply = { Reply(status: 200, body: $0) }, reloading file: ReloadedFile? = nil,
        adjust: (inout ServerConfiguration) -> Void
    ) async throws -> TestServer {
        let certificates = try TestCertificates.shared.get()
        var configuration = ServerConfiguration(
            listen: ListenAddress(host: "127.0.0.1", port: 0), certificateFile: certificates.certificate, keyFile: certificates.key,
            eventLoops: 2)
        configuration.deadlines.drain = .zero
        adjust(&configuration)
        let log = LogLines()
        var logger = Logger(label: "test") { _ in JSONLogHandler(write: log.append) }
        logger.logLevel = .debug

        let (ports, continuation) = AsyncThrowingStream.makeStream(of: Int.self)
        let server = try WebhookServer(configuration: configuration, review: review, reloading: file, logger: logger) { address in
            continuation.yield(address.port ?? 0)
        }
        let services = ServiceGroup(services: [server], logger: Logger(label: "services") { _ in SwiftLogNoOpLogHandler() })
        let running = Task {
            do {
                try await services.run()
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports {
            return TestServer(port: port, log: log, state: server.state, reload: server.reload, services: services, running: running)
        }
        throw NeverListened()
    }

    struct NeverListened: Error {}

    /// What SIGTERM does.
    func beginShutdown() async {
        await services.triggerGracefulShutdown()
    }

    /// Ends the drain as well.
    func cancel() {
        running.cancel()
    }

    /// Waits for the end of the server.
    func stop() async throws {
        await beginShutdown()
        try await running.value
    }

    /// A client that trusts the server's CA and checks its name.
    func client(_ adjust: (inout OpenSSLClient.Settings) -> Void = { _ in }) throws -> OpenSSLClient {
        var settings = OpenSSLClient.Settings()
        settings.authority = try TestCertificates.shared.get().authority
        adjust(&settings)
        return OpenSSLClient(port: port, settings)
    }

    /// Such a client, after its handshake.
    func connectedClient() async throws -> OpenSSLClient {
        let client = try client()
        try await client.handshake()
        return client
    }
}

/// The lines that a server has logged.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    private let arrivals = AsyncStream.makeStream(of: Void.self)

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
        arrivals.continuation.yield()
    }

    /// Waits until another line has come.
    func waitForMore() async {
        for await _ in arrivals.stream { return }
    }

    /// Waits until lines with a text are more than there were. One test at a time may wait.
    func waitForLine(with text: String, after count: Int) async {
        while self.count(of: text) <= count { await waitForMore() }
    }

    /// How many lines contain a text.
    func count(of text: String) -> Int { all.count { $0.contains(text) } }

    /// Waits until a line contains a text. One test at a time may wait.
    func waitForLine(with text: String) async {
        if all.contains(where: { $0.contains(text) }) { return }
        for await _ in arrivals.stream where all.contains(where: { $0.contains(text) }) { return }
    }
}

extension WebhookServer {
    /// A place for a connection of the test's own.
    func seat(for channel: any Channel) throws -> Seat {
        guard let seat = state.connections.enter(channel) else { throw NoRoom() }
        return seat
    }
}
