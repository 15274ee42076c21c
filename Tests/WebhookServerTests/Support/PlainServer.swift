import Logging
import NIOCore
import NIOEmbedded

@testable import WebhookServer

/// A server without sockets, TLS and threads: what it answers to bytes.
struct PlainServer {
    let server: WebhookServer

    init() throws {
        let certificates = try TestCertificates.shared.get()
        server = try WebhookServer(
            configuration: ServerConfiguration(
                listen: ListenAddress(host: "127.0.0.1", port: 0), certificateFile: certificates.certificate, keyFile: certificates.key),
            review: { Reply(status: 200, body: $0) }, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// A connection's handlers, in a channel of their own.
    func add(to channel: EmbeddedChannel) throws {
        // Only an active channel is answered.
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try server.addHTTPHandlers(
            to: channel.pipeline.syncOperations, seat: server.seat(for: channel), acceptedWith: server.state.tls.current)
    }

    /// What a new connection answers to pieces of a stream, without the dates.
    func answers(to pieces: [[UInt8]]) throws -> String {
        let channel = EmbeddedChannel()
        try add(to: channel)
        for piece in pieces { try channel.writeInbound(ByteBuffer(bytes: piece)) }
        var all = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { all += String(buffer: bytes) }
        _ = try channel.finish(acceptAlreadyClosed: true)
        return all.split(separator: "\r\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("Date: ") }.joined(separator: "\n")
    }
}
