import NIOCore
import NIOTLS

/// Cuts connections that take too long. It sits between TLS and HTTP, where a header that arrives byte by byte is seen as well.
final class DeadlineHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let deadlines: ServerConfiguration.Deadlines
    private let metrics: ServerMetrics?
    private var clock: ConnectionClock
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?
    /// Whether the last answer is given and what still arrives is dropped.
    private var isLingering = false

    /// - Parameter shakesHands: whether the connection begins with a TLS handshake.
    init(_ deadlines: ServerConfiguration.Deadlines, metrics: ServerMetrics?, shakesHands: Bool = true) {
        self.deadlines = deadlines
        self.metrics = metrics
        clock = ConnectionClock(deadlines, now: .now(), shakesHands: shakesHands)
    }

    /// Whether no request is under way.
    var isIdle: Bool { clock.phase == .idle }

    /// When the latest request began to arrive.
    var requestBegan: NIODeadline { clock.requestBegan }

    func answerBegan() {
        clock.answerBegan(now: .now())
    }

    func requestAnswered() {
        clock.requestAnswered(now: .now())
    }

    /// Drops what still arrives, until the client hangs up or its time is over.
    func linger() {
        guard !isLingering, let context else { return }
        isLingering = true
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: deadlines.linger) { context.close(promise: nil) }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        ask(again: clock.verdict(now: .now()), context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        self.context = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent {
            clock.handshakeCompleted(now: .now())
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLingering else { return }
        metrics?.receive(unwrapInboundIn(data).readableBytes)
        clock.bytesArrived(now: .now())
        context.fireChannelRead(data)
    }

    private func ask(again verdict: ConnectionClock.Verdict, _ context: ChannelHandlerContext) {
        switch verdict {
        case .ask(let time):
            timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: time) {
                self.ask(again: self.clock.verdict(now: .now()), context)
            }
        case .expired(let phase):
            context.fireUserInboundEventTriggered(ConnectionEvent.expired(phase))
        }
    }
}
