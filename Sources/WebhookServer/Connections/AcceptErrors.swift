import Logging
import NIOCore

/// Pauses a listener whose connections cannot be accepted, as where file descriptors are used up.
///
/// NIO's own `AcceptBackoffHandler` keeps reads back, but leaves the listener registered where the first accept(2) of a round fails: epoll then
/// wakes the loop again and again.
final class AcceptErrors: ChannelInboundHandler {
    typealias InboundIn = any Channel

    private static let pause = TimeAmount.milliseconds(100)
    private let server: ServerState

    init(_ server: ServerState) {
        self.server = server
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else {
            context.fireErrorCaught(error)
            return
        }
        server.logAcceptFailure(error)
        reads(false, context)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { self.reads(true, context) }
    }

    private func reads(_ reads: Bool, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        do {
            try context.channel.syncOptions?.setOption(.autoRead, value: reads)
        } catch {
            server.logger.error("the listener cannot be paused or resumed", metadata: ["reason": "\(error)"])
        }
    }
}

/// So many connections are open that one more is not even told so.
struct NoRoom: Error {}
