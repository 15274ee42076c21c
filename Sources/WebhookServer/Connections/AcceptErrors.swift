import NIOCore

/// Stands behind NIO's `AcceptBackoffHandler` in the listener's pipeline, and hears what went wrong there.
final class AcceptErrors: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private let server: ServerState

    init(_ server: ServerState) {
        self.server = server
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is IOError {
            server.logAcceptFailure(error)
        } else {
            context.fireErrorCaught(error)
        }
    }
}

/// So many connections are open that one more is not even told so.
struct NoRoom: Error {}
