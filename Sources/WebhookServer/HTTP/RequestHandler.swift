import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// Answers one connection's requests, in their order. A small body is reviewed here, on the event loop, in microseconds; a large one on the
/// pool, while whatever else the connection sends waits.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let server: ServerState
    private let seat: Seat
    private let deadlines: DeadlineHandler
    private let client: ClientOfConnection?
    private var assembly: RequestAssembly
    private var date = DateLine()
    /// Bytes of answers that TLS has not been told to send yet.
    private var unflushed = 0
    /// Pieces that came while nothing could be answered: no more than one read brings, as nothing is read then.
    private var waiting = CircularBuffer<HTTPServerRequestPart>()
    /// What made the rest of the stream unreadable, while earlier requests are not answered yet.
    private var parserError: HTTPParserError?
    private var isReviewing = false
    private var isTaking = false
    private var reads = true
    /// What the seat was last told.
    private var heldBytes = 0
    private var seatAsked: NIODeadline?
    /// Whether the last answer of the connection has been given.
    private var isClosing = false

    /// The handler of a connection to the webhook.
    convenience init(server: ServerState, seat: Seat, acceptedWith tls: ServedTLS, deadlines: DeadlineHandler) {
        let client = ClientOfConnection(server, tls)
        self.init(server: server, seat: seat, deadlines: deadlines, limits: server.configuration.limits, client: client) { head in
            let route = Route(head) { server.notReady }
            guard case .review = route, let refusal = client.refusal() else { return route }
            return .answer(refusal)
        }
    }

    /// - Parameters:
    ///   - client: who asks, where that matters.
    ///   - route: what a head decides.
    init(
        server: ServerState, seat: Seat, deadlines: DeadlineHandler, limits: ServerConfiguration.Limits, client: ClientOfConnection? = nil,
        route: @escaping (HTTPRequestHead) -> Route
    ) {
        self.server = server
        self.seat = seat
        self.deadlines = deadlines
        self.client = client
        assembly = RequestAssembly(bodyLimit: limits.body, route: route)
    }

    // MARK: - What arrives

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        let part = unwrapInboundIn(data)
        if waiting.isEmpty && canAnswer(context) { take(part, context) } else { waiting.append(part) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        settle(context)
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        takeWaiting(context)
        settle(context)
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? ConnectionEvent {
        case .expired(let phase):
            server.logger.debug("connection took too long", metadata: ["phase": "\(phase)"])
            if phase == .request && !isClosing {
                server.metrics.refuse(.tooSlow)
                send(.text(.requestTimeout, "the request took too long to arrive"), .close, context)
            } else {
                context.close(promise: nil)
            }
        case .givesWay:
            giveWay(context)
        case .closing:
            // A request may lie unread in the socket: the loop reads it before it comes to this task.
            context.eventLoop.assumeIsolated().execute { self.closeIfIdle(context) }
        case nil:
            if case .handshakeCompleted = event as? TLSUserEvent { client?.handshakeCompleted(context) }
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError, !isClosing, context.channel.isActive {
            parserError = error
            takeWaiting(context)
            return
        }
        if case .handshakeFailed(let reason) = error as? NIOSSLError {
            server.metrics.failHandshake()
            server.logHandshakeFailure("\(reason)")
        } else {
            server.logger.debug("connection failed", metadata: ["reason": "\(error)"])
        }
        context.close(promise: nil)
    }

    // MARK: - One piece after another

    private func canAnswer(_ context: ChannelHandlerContext) -> Bool {
        !isReviewing && context.channel.isWritable
    }

    private func takeWaiting(_ context: ChannelHandlerContext) {
        // A flush that fills the socket, or finds room, comes back here: the loop below goes on by itself.
        guard !isTaking else { return }
        isTaking = true
        defer { isTaking = false }
        while !isClosing, canAnswer(context), let part = waiting.popFirst() { take(part, context) }
        if let parserError, waiting.isEmpty, !isClosing, canAnswer(context) {
            server.metrics.refuse(.malformed)
            send(Answer(parserError), .linger, context)
        }
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        assembly.closesAfterAnswer = seat.isStanding || server.isDraining || client?.isOfAnotherTime == true
        switch assembly.take(part) {
        case .wait:
            break
        case .sendContinue:
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(staticString: Answer.continueLine)), promise: nil)
        case .answer(let answer, let afterwards):
            if answer.status == .contentTooLarge { server.metrics.refuse(.tooLarge) }
            if answer.status == .badRequest { server.metrics.refuse(.malformed) }
            send(answer, afterwards, context)
        case .review(let body, let terms, let afterwards):
            review(body, terms, afterwards, context)
        }
    }

    private func review(
        _ body: [UInt8], _ terms: CallerTerms, _ afterwards: RequestAssembly.Afterwards, _ context: ChannelHandlerContext
    ) {
        let job = ReviewJob(body: body, terms: terms, deadline: terms.timeout.map { deadlines.requestBegan + $0 }, server: server)
        if seat.isStanding {
            refuse(.connections, "too many connections are open", afterwards, context)
        } else if body.count <= server.configuration.limits.bodyInPlace {
            send(job.run(), afterwards, context)
        } else if !seat.hold(body.count, since: nil) {
            refuse(.bytesInFlight, "too many bytes are in flight", afterwards, context)
        } else {
            heldBytes = body.count
            let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
            let isTaken = server.pool.submit { [pool = server.pool] in
                let answer = job.run()
                pool.handBack(to: this.eventLoop) { this.value.0.finishReview(answer, afterwards, this.value.1) }
            }
            guard isTaken else {
                refuse(.reviewQueue, "too many reviews are waiting", afterwards, context)
                return
            }
            isReviewing = true
            deadlines.answerBegan()
        }
    }

    private func finishReview(_ answer: Answer, _ afterwards: RequestAssembly.Afterwards, _ context: ChannelHandlerContext) {
        isReviewing = false
        guard !isClosing, context.channel.isActive else { return }
        // The end may have begun while the review ran.
        let isLast = server.isDraining && afterwards == .keepAlive
        send(answer, isLast ? .close : afterwards, context)
        takeWaiting(context)
        settle(context)
    }

    private func refuse(
        _ refusal: ServerMetrics.Refusal, _ text: String, _ afterwards: RequestAssembly.Afterwards, _ context: ChannelHandlerContext
    ) {
        server.metrics.refuse(refusal)
        send(.text(.unavailable, text, retryAfter: 1), afterwards, context)
    }

    // MARK: - Between the pieces

    /// Flushes, and says what is held now. A request that came in one read was never held: no limit on bytes refuses it.
    private func settle(_ context: ChannelHandlerContext) {
        if !isReviewing && !isClosing {
            let held = assembly.heldBytes
            if held != heldBytes {
                heldBytes = held
                if !seat.hold(held, since: held == 0 ? nil : deadlines.requestBegan) { giveWay(context) }
            }
        }
        flush(context)
        // A client that asks without reading the answers is not read from any more; its idle time runs.
        let shouldRead = isClosing || (waiting.isEmpty && canAnswer(context))
        guard shouldRead != reads else { return }
        reads = shouldRead
        do {
            try context.channel.syncOptions?.setOption(.autoRead, value: shouldRead)
        } catch {
            errorCaught(context: context, error: error)
        }
    }

    /// The place, or the room for a body, has gone to another.
    private func giveWay(_ context: ChannelHandlerContext) {
        guard !isClosing, !isReviewing else { return }
        let refusal = Answer.text(.unavailable, "too many bytes are in flight, and this body arrives too slowly", retryAfter: 1)
        if case .answer(let answer, let afterwards)? = assembly.giveUp(refusal) {
            server.metrics.refuse(.bytesInFlight)
            send(answer, afterwards, context)
        } else {
            server.metrics.refuse(.connections)
            context.close(promise: nil)
            cut(context)
        }
    }

    /// Closes below TLS, which has said farewell: its wait for the client's own would keep as many more connections as newcomers come in that time.
    private func cut(_ context: ChannelHandlerContext) {
        do {
            try context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self).close(promise: nil)
        } catch {
            // The metrics' port has no TLS, and is closed already.
        }
    }

    private func closeIfIdle(_ context: ChannelHandlerContext) {
        if deadlines.isIdle && waiting.isEmpty && !isReviewing { close(context) }
    }

    // MARK: - What leaves

    private func send(_ answer: Answer, _ afterwards: RequestAssembly.Afterwards, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: answer.body.count + 256)
        answer.write(into: &buffer, date: date.now(), closes: afterwards != .keepAlive)
        if client != nil {
            // The metrics' own port does not count itself.
            server.metrics.respond(answer.status)
            server.metrics.send(buffer.readableBytes)
        }
        // Once a second is often enough, and spares most requests the lock.
        let now = NIODeadline.now()
        if !seat.isStanding, seatAsked.map({ now - $0 >= .seconds(1) }) ?? true {
            seatAsked = now
            seat.ask()
        }
        switch afterwards {
        case .keepAlive:
            unflushed += buffer.readableBytes
            context.write(wrapOutboundOut(buffer), promise: nil)
            deadlines.requestAnswered()
            // One read may bring hundreds of requests: whether anybody reads their answers shows only when they are sent.
            if unflushed >= Self.mostUnflushed { flush(context) }
        case .close:
            context.write(wrapOutboundOut(buffer), promise: nil)
            close(context)
        case .linger:
            beginToClose()
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            deadlines.linger()
        }
    }

    private static let mostUnflushed = 8 << 10

    private func flush(_ context: ChannelHandlerContext) {
        guard unflushed > 0 else { return }
        unflushed = 0
        context.flush()
    }

    /// Closes once everything written has left.
    private func close(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        beginToClose()
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        // A client that never reads would keep the last answer, and with it the connection, for ever.
        deadlines.linger()
    }

    private func beginToClose() {
        isClosing = true
        waiting.removeAll()
        // Lets go of a body that is not finished.
        assembly = RequestAssembly(bodyLimit: 0) { _ in .answer(.text(.unavailable, "")) }
        if heldBytes > 0 {
            heldBytes = 0
            _ = seat.hold(0, since: nil)
        }
    }
}

/// The Date header's value, made anew once a second.
private struct DateLine {
    private var second = 0
    private var text = ""

    mutating func now() -> String {
        let now = SystemClock.now().seconds
        if now != second {
            second = now
            text = UTCTime(secondsSinceEpoch: now).httpDate
        }
        return text
    }
}
