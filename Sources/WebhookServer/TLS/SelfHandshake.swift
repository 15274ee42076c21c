import NIOCore
import NIOEmbedded
import NIOSSL
import NIOTLS

/// A TLS handshake of the server with itself, in memory: it needs no port, no limit refuses it, and nobody sees it.
enum SelfHandshake {
    /// Shakes hands as a client would.
    ///
    /// - Returns: why that fails; nil where it does not.
    static func fault(of served: ServedTLS) -> String? {
        do {
            try shakeHands(served)
            return nil
        } catch {
            return "a TLS handshake with the serving certificate fails: \(TLSReason(error))"
        }
    }

    private static func shakeHands(_ served: ServedTLS) throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // Where the chain ends in a root, every signature of it can be checked. Elsewhere only the client has the root.
        let root = served.chain.last.flatMap { $0.issuerName == $0.subjectName && served.chain.count > 1 ? $0 : nil }
        configuration.certificateVerification = root == nil ? .none : .noHostnameVerification
        if let root { configuration.trustRoots = .certificates([root]) }

        let loop = EmbeddedEventLoop()
        let (client, server) = (EmbeddedChannel(loop: loop), EmbeddedChannel(loop: loop))
        defer {
            // What closing would still send goes nowhere.
            client.close(promise: nil)
            server.close(promise: nil)
            loop.run()
        }
        let clientTLS = try NIOSSLClientHandler(context: NIOSSLContext(configuration: configuration), serverHostname: nil)
        try server.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: served.context), HandshakeFlag())
        let flag = HandshakeFlag()
        try client.pipeline.syncOperations.addHandlers(clientTLS, flag)
        for channel in [server, client] { channel.pipeline.fireChannelActive() }

        var moved = true
        while moved {
            moved = false
            loop.run()
            for (from, to) in [(client, server), (server, client)] {
                while let bytes = try from.readOutbound(as: ByteBuffer.self) {
                    moved = true
                    try to.writeInbound(bytes)
                }
            }
        }
        if let error = flag.error { throw error }
        guard flag.isComplete else { throw Unfinished() }
    }

    private struct Unfinished: Error, CustomStringConvertible {
        let description = "it does not come to an end"
    }
}

/// Notes how a handshake ended.
private final class HandshakeFlag: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    var isComplete = false
    var error: (any Error)?

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { isComplete = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.error = self.error ?? error
    }
}
