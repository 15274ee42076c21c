import Logging
import NIOCore
import NIOSSL

/// Whom a connection's requests come from, where that matters.
final class ClientOfConnection {
    private let server: ServerState
    private let tls: ServedTLS
    private var identity: ClientIdentity?

    init(_ server: ServerState, _ tls: ServedTLS) {
        self.server = server
        self.tls = tls
    }

    /// Notes the certificate that the handshake has verified. A resumed session brings its first one along, so that this is asked for each
    /// connection, whatever tickets it came with.
    func handshakeCompleted(_ context: ChannelHandlerContext) {
        guard server.clientRule != nil else { return }
        do {
            identity = try context.pipeline.syncOperations.nioSSL_peerCertificate().map(ClientIdentity.init)
        } catch {
            server.logger.debug("no TLS in this connection", metadata: ["reason": "\(error)"])
        }
    }

    /// Why there is no review for this client; nil where there is.
    func refusal() -> Answer? {
        guard let rule = server.clientRule, let refusal = rule.refusal(of: identity, now: SystemClock.now().seconds) else { return nil }
        server.metrics.refuse(.noClientCertificate)
        return refusal
    }

    /// Whether the client CA has changed since the handshake: the next one is judged by the new one.
    var isOfAnotherTime: Bool {
        server.clientRule != nil && server.tls.current.clientAuthority != tls.clientAuthority
    }
}
