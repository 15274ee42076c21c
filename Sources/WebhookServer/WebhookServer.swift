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

/// The webhook's HTTPS server: TLS 1.2 and up, HTTP/1.1, `POST /validate`, `GET /healthz`, `GET /readyz`.
///
/// HTTP/2 is not spoken: the API server calls webhooks by HTTP/1.1 (kubernetes/apiserver, pkg/util/webhook/client.go), so it would be attack
/// surface without use.
public struct WebhookServer: Service {
    private let configuration: ServerConfiguration
    private let review: @Sendable ([UInt8]) -> Reply
    private let logger: Logger
    private let onListening: @Sendable (SocketAddress) -> Void
    private let tls: TLSContextHolder

    /// Reads the certificate and its key; listens only when run.
    ///
    /// - Parameters:
    ///   - review: answers the body of a `POST /validate`; called on the event loops, several at a time.
    ///   - onListening: told the bound address, with the port that the kernel chose where the configuration has 0.
    /// - Throws: ``ServingCertificateError``.
    public init(
        configuration: ServerConfiguration,
        review: @escaping @Sendable ([UInt8]) -> Reply,
        logger: Logger,
        onListening: @escaping @Sendable (SocketAddress) -> Void = { _ in }
    ) throws {
        self.configuration = configuration
        self.review = review
        self.logger = logger
        self.onListening = onListening
        let certificate = try ServingCertificate(
            certificateFile: configuration.certificateFile, keyFile: configuration.keyFile, now: SystemClock.now().seconds)
        tls = TLSContextHolder(try NIOSSLContext(configuration: certificate.makeTLSConfiguration()))
    }

    /// Serves until the task is cancelled or the service group shuts down; then answers what is in hand and ends within
    /// ``ServerConfiguration/Deadlines/shutdown``.
    ///
    /// - Throws: ``CannotListen``.
    public func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoops)
        do {
            try await serve(on: group)
        } catch {
            try await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func serve(on group: MultiThreadedEventLoopGroup) async throws {
        let connections = ConnectionRegistry()
        let listener = try await listen(on: group, connections)
        if let address = listener.localAddress {
            logger.info("listening", metadata: ["address": "\(address.hostAndPort)"])
            onListening(address)
        }
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await listener.closeFuture.get()
        } onCancelOrGracefulShutdown: {
            listener.close(promise: nil)
        }
        logger.info("shutting down")
        let cut = try await connections.drain(within: configuration.deadlines.shutdown, on: group.next())
        logger.info("stopped", metadata: cut > 0 ? ["connections-cut": "\(cut)"] : [:])
    }

    private func listen(on group: MultiThreadedEventLoopGroup, _ connections: ConnectionRegistry) async throws -> any Channel {
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel, connections) }
            }
        let address = configuration.listen
        do {
            return try await bootstrap.bind(host: address.host, port: address.port).get()
        } catch let error as IOError where address.host == "::" && error.errnoCode == EAFNOSUPPORT {
            // Every address of a machine without IPv6.
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        } catch {
            throw CannotListen(address: address, error)
        }
    }

    private func setUp(_ channel: any Channel, _ connections: ConnectionRegistry) throws {
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls.current))
        try addHTTPHandlers(to: channel.pipeline.syncOperations)
        connections.add(channel)
    }

    /// What is above TLS: deadlines, the HTTP parser, and the answers, which leave as bytes.
    func addHTTPHandlers(to pipeline: ChannelPipeline.SynchronousOperations) throws {
        let deadlines = DeadlineHandler(configuration.deadlines)
        let limits = configuration.limits
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerField
        decoderLimits.maxHeaderListSize = limits.headers
        decoderLimits.maxHeaderFieldCount = limits.headerCount
        let decoder = HTTPRequestDecoder(limitConfiguration: decoderLimits)
        try pipeline.addHandler(deadlines)
        try pipeline.addHandler(ByteToMessageHandler(decoder))
        try pipeline.addHandler(RequestHandler(bodyLimit: limits.body, deadlines: deadlines, review: review, logger: logger))
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

extension SocketAddress {
    /// The address as one writes it: `127.0.0.1:8443`, `[::1]:8443`.
    fileprivate var hostAndPort: String {
        ListenAddress(host: ipAddress ?? "", port: port ?? 0).description
    }
}
