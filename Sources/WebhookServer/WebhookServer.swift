public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// The webhook's HTTPS server: TLS 1.2 and up, HTTP/1.1, `POST /validate`, `GET /livez`, `GET /readyz`.
///
/// HTTP/2 is not spoken: the API server calls webhooks by HTTP/1.1 (kubernetes/apiserver, pkg/util/webhook/client.go), so it would be attack
/// surface without use.
public struct WebhookServer: Service {
    let state: ServerState
    private let onListening: @Sendable (SocketAddress) -> Void
    private let wakeUps = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingNewest(2))

    /// Reads the certificate and its key; listens only when run.
    ///
    /// - Parameters:
    ///   - review: answers the body of a `POST /validate`; called on several threads at a time.
    ///   - file: another mounted file, read now and whenever it changes.
    ///   - onListening: told the bound address, with the port that the kernel chose where the configuration has 0.
    /// - Throws: ``ServingCertificateError``, ``UnusableFile``.
    public init(
        configuration: ServerConfiguration,
        review: @escaping @Sendable ([UInt8]) -> Reply,
        reloading file: ReloadedFile? = nil,
        logger: Logger,
        onListening: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) throws {
        var configuration = configuration
        Self.fitConnections(of: &configuration, logger)
        state = try ServerState(configuration: configuration, review: review, reloading: file, logger: logger)
        self.onListening = onListening
    }

    /// Serves until the service group shuts down; goes on for ``ServerConfiguration/Deadlines/drain`` while readiness fails, so that no caller
    /// is sent here any more; then stops listening, finishes what is in hand and ends within ``ServerConfiguration/Deadlines/shutdown``.
    /// Where the task is cancelled it ends without the drain.
    ///
    /// - Throws: ``CannotListen``.
    public func run() async throws {
        HeapTuning.giveLargeBlocksBack()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: state.configuration.eventLoops)
        let metricsGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            try await serve(on: group, metricsGroup)
        } catch {
            try await group.shutdownGracefully()
            try await metricsGroup.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
        // Until the very end the metrics tell what is still open.
        try await metricsGroup.shutdownGracefully()
    }

    /// Takes no more connections than there are file descriptors for: whoever has all connections must not keep the probes out.
    private static func fitConnections(of configuration: inout ServerConfiguration, _ logger: Logger) {
        let limit = ProcessFigures.raiseDescriptorLimit()
        let wanted = configuration.limits.connections
        guard let fitting = configuration.limits.fitting(descriptors: limit, eventLoops: configuration.eventLoops) else { return }
        (configuration.limits.connections, configuration.limits.standingConnections) = fitting
        logger.warning(
            "the limit on open files allows fewer connections than --max-connections: raise it",
            metadata: ["limit": "\(limit)", "max-connections": "\(wanted)", "connections": "\(fitting.connections)"])
    }

    /// Looks at the mounted files now; what came of it is logged.
    public func reload() {
        wakeUps.continuation.yield(true)
    }

    /// Looks at the mounted files now and then, and when asked to.
    private func watchFiles() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(nanoseconds: UInt64(state.configuration.deadlines.poll.nanoseconds))
                    wakeUps.continuation.yield(false)
                }
            }
            for await isAsked in wakeUps.stream {
                try await NIOThreadPool.singleton.runIfActive { state.checkFiles(isAsked: isAsked) }
            }
            group.cancelAll()
        }
    }

    private func serve(on group: MultiThreadedEventLoopGroup, _ metricsGroup: MultiThreadedEventLoopGroup) async throws {
        // Before the loops end.
        defer { state.pool.stop() }
        if let address = state.configuration.metricsListen {
            let listener = try await MetricsServer(state).listen(address, on: metricsGroup)
            state.logger.info("serving metrics", metadata: ["address": "\(listener.localAddress?.hostAndPort ?? "")"])
        }
        let listener = try await listen(on: group)
        if let address = listener.localAddress {
            state.logger.info("listening", metadata: ["address": "\(address.hostAndPort)"])
            onListening(address)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watchFiles() }
            try await serveUntilDrained()
            group.cancelAll()
        }
        try await listener.close()
        state.logger.info("shutting down")
        let cut = try await state.connections.close(within: state.configuration.deadlines.shutdown, on: group.next())
        state.logger.info("stopped", metadata: cut > 0 ? ["connections-cut": "\(cut)"] : [:])
    }

    private func serveUntilDrained() async throws {
        let drain = state.configuration.deadlines.drain
        do {
            try await gracefulShutdown()
            state.drain()
            state.logger.info("draining", metadata: ["seconds": "\(drain.wholeSeconds)"])
            try await Task.sleep(nanoseconds: UInt64(drain.nanoseconds))
        } catch is CancellationError {
            state.drain()
        }
    }

    private func listen(on group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        let state = state
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptErrors(state))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // What one read may bring stays with TLS and HTTP until the next: a thousand connections with 64 KiB each would be too much.
            .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 1024, initial: 4096, maximum: 16 << 10))
            .childChannelOption(.maxMessagesPerRead, value: 1)
            // What a client does not read waits here and in the kernel, and what the server does not read in the kernel, whose part a container's
            // limit counts too: by itself the kernel would take megabytes each way. It doubles these numbers (socket(7), SO_SNDBUF).
            .childChannelOption(.socketOption(.so_sndbuf), value: 16 << 10)
            .childChannelOption(.socketOption(.so_rcvbuf), value: 64 << 10)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 1 << 10, high: 4 << 10))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel) }
            }
        return try await bootstrap.bind(to: state.configuration.listen)
    }

    private func setUp(_ channel: any Channel) throws {
        state.metrics.accept()
        guard let seat = state.connections.enter(channel) else {
            state.metrics.refuse(.connections)
            throw NoRoom()
        }
        let tls = state.tls.current
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.context))
        try addHTTPHandlers(to: channel.pipeline.syncOperations, seat: seat, acceptedWith: tls)
    }

    /// What is above TLS: deadlines, the HTTP parser, and the answers, which leave as bytes.
    func addHTTPHandlers(to pipeline: ChannelPipeline.SynchronousOperations, seat: Seat, acceptedWith tls: ServedTLS) throws {
        var times = state.configuration.deadlines
        if seat.isStanding {
            // Who is only told that there is no room must not keep the next one from being told.
            (times.handshake, times.request, times.idle) = (times.patience, times.patience, times.patience)
        }
        let deadlines = DeadlineHandler(times, metrics: state.metrics)
        let limits = state.configuration.limits
        let decoder = HTTPRequestDecoder(limitConfiguration: limits.decoder)
        try pipeline.addHandler(deadlines)
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        try pipeline.addHandler(RequestHandler(server: state, seat: seat, acceptedWith: tls, deadlines: deadlines))
    }
}

extension TimeAmount {
    fileprivate var wholeSeconds: Int64 { nanoseconds / 1_000_000_000 }
}

extension SocketAddress {
    /// The address as one writes it: `127.0.0.1:8443`, `[::1]:8443`.
    fileprivate var hostAndPort: String {
        ListenAddress(host: ipAddress ?? "", port: port ?? 0).description
    }
}
