public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
public import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// The webhook's HTTPS server: TLS 1.2 and up, HTTP/1.1, `POST /validate`, `GET /livez`, `GET /readyz`.
///
/// HTTP/2 is not spoken: the API server calls webhooks by HTTP/1.1 (kubernetes/apiserver, pkg/util/webhook/client.go), so it would be attack
/// surface without use.
public struct WebhookServer: Service {
    let state: ServerState
    private let onListening: @Sendable (SocketAddress) -> Void
    private let tls: TLSContextHolder

    /// Reads the certificate and its key; listens only when run.
    ///
    /// - Parameters:
    ///   - review: answers the body of a `POST /validate`; called on several threads at a time.
    ///   - onListening: told the bound address, with the port that the kernel chose where the configuration has 0.
    /// - Throws: ``ServingCertificateError``.
    public init(
        configuration: ServerConfiguration,
        review: @escaping @Sendable ([UInt8]) -> Reply,
        logger: Logger,
        onListening: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) throws {
        state = ServerState(configuration: configuration, review: review, logger: logger)
        self.onListening = onListening
        let certificate = try ServingCertificate(
            certificateFile: configuration.certificateFile, keyFile: configuration.keyFile, now: SystemClock.now().seconds)
        tls = TLSContextHolder(try NIOSSLContext(configuration: certificate.makeTLSConfiguration()))
    }

    /// Serves until the service group shuts down; goes on for ``ServerConfiguration/Deadlines/drain`` while readiness fails, so that no caller
    /// is sent here any more; then stops listening, finishes what is in hand and ends within ``ServerConfiguration/Deadlines/shutdown``.
    /// Where the task is cancelled it ends without the drain.
    ///
    /// - Throws: ``CannotListen``.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: state.configuration.eventLoops)
        defer { state.pool.stop() }
        do {
            try await serve(on: group)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    /// Reads again what may have changed on the disk.
    public func reload() {
        state.logger.info("reloading")
    }

    private func serve(on group: MultiThreadedEventLoopGroup) async throws {
        let deadlines = state.configuration.deadlines
        let listener = try await listen(on: group)
        if let address = listener.localAddress {
            state.logger.info("listening", metadata: ["address": "\(address.hostAndPort)"])
            onListening(address)
        }
        do {
            try await gracefulShutdown()
            state.drain()
            state.logger.info("draining", metadata: ["seconds": "\(deadlines.drain.wholeSeconds)"])
            try await Task.sleep(nanoseconds: UInt64(deadlines.drain.nanoseconds))
        } catch is CancellationError {
            state.drain()
        }
        try await listener.close()
        state.logger.info("shutting down")
        let cut = try await state.connections.close(within: deadlines.shutdown, on: group.next())
        state.logger.info("stopped", metadata: cut > 0 ? ["connections-cut": "\(cut)"] : [:])
    }

    private func listen(on group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        let state = state
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Without a pause, accept(2) would fail over and over while file descriptors are used up.
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler { _ in .milliseconds(100) })
                    try channel.pipeline.syncOperations.addHandler(AcceptErrors(state))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel) }
            }
        let address = state.configuration.listen
        do {
            return try await bootstrap.bind(host: address.host, port: address.port).get()
        } catch let error as IOError where address.host == "::" && error.errnoCode == EAFNOSUPPORT {
            // Every address of a machine without IPv6.
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        } catch {
            throw CannotListen(address: address, error)
        }
    }

    private func setUp(_ channel: any Channel) throws {
        state.metrics.accept()
        guard let seat = state.connections.enter(channel) else {
            state.metrics.refuse(.connections)
            throw NoRoom()
        }
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.current))
        try addHTTPHandlers(to: channel.pipeline.syncOperations, seat: seat)
    }

    /// What is above TLS: deadlines, the HTTP parser, and the answers, which leave as bytes.
    func addHTTPHandlers(to pipeline: ChannelPipeline.SynchronousOperations, seat: Seat) throws {
        let deadlines = DeadlineHandler(state.configuration.deadlines, metrics: state.metrics)
        let limits = state.configuration.limits
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerField
        decoderLimits.maxHeaderListSize = limits.headers
        decoderLimits.maxHeaderFieldCount = limits.headerCount
        let decoder = HTTPRequestDecoder(limitConfiguration: decoderLimits)
        try pipeline.addHandler(deadlines)
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        try pipeline.addHandler(RequestHandler(server: state, seat: seat, deadlines: deadlines))
    }
}

/// Why the server cannot listen: one line that names the address and, where it is known, the remedy.
public struct CannotListen: Error, CustomStringConvertible {
    /// The line.
    public let description: String

    init(address: ListenAddress, _ error: any Error) {
        let reason =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: "another process listens there already: choose another port, or 0 for a free one"
            case EACCES: "this user may not: choose a port from 1024 on"
            case EADDRNOTAVAIL: "this machine has no such address"
            case nil where error is SocketAddressError.UnknownHost: "there is no host of that name: give an address of this machine"
            default: "\(error)"
            }
        description = "cannot listen on \(address): \(reason)"
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
