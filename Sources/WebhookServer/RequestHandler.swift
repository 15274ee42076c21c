import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Answers one connection's requests, in their order: the review runs here, on the event loop, and takes microseconds.
final class RequestHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private let review: @Sendable ([UInt8]) -> Reply
    private let logger: Logger
    private let deadlines: DeadlineHandler
    private var assembly: RequestAssembly
    private var date = DateLine()
    private var needsFlush = false
    /// Whether the last answer of the connection has been given.
    private var isClosing = false

    init(
        bodyLimit: Int, deadlines: DeadlineHandler, review: @escaping @Sendable ([UInt8]) -> Reply, logger: Logger
    ) {
        assembly = RequestAssembly(bodyLimit: bodyLimit)
        self.deadlines = deadlines
        self.review = review
        self.logger = logger
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        switch assembly.take(unwrapInboundIn(data)) {
        case .wait:
            break
        case .sendContinue:
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(staticString: Answer.continueLine)), promise: nil)
        case .answer(let answer, let afterwards):
            send(answer, afterwards, context)
        case .review(let body, let afterwards):
            let reviewed = review(body)
            if let record = reviewed.logRecord { logger.log(record) }
            send(Answer(reviewed), afterwards, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if needsFlush {
            needsFlush = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    /// A client that asks without reading the answers is not read from any more; its idle time runs.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        do {
            try context.channel.syncOptions?.setOption(.autoRead, value: context.channel.isWritable)
        } catch {
            errorCaught(context: context, error: error)
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event as? ConnectionEvent {
        case .expired(let phase):
            logger.debug("connection took too long", metadata: ["phase": "\(phase)"])
            if phase == .request && !isClosing {
                send(.text(.requestTimeout, "the request took too long to arrive"), .close, context)
            } else {
                context.close(promise: nil)
            }
        case .draining:
            assembly.isDraining = true
            if deadlines.isIdle { close(context) }
        case nil:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let parserError = error as? HTTPParserError, !isClosing, context.channel.isActive {
            send(Answer(parserError), .linger, context)
            return
        }
        if case .handshakeFailed(let reason) = error as? NIOSSLError {
            logger.logHandshakeFailure("\(reason)")
        } else {
            logger.debug("connection failed", metadata: ["reason": "\(error)"])
        }
        context.close(promise: nil)
    }

    private func send(_ answer: Answer, _ afterwards: RequestAssembly.Afterwards, _ context: ChannelHandlerContext) {
        var buffer = context.channel.allocator.buffer(capacity: answer.body.count + 256)
        answer.write(into: &buffer, date: date.now(), closes: afterwards != .keepAlive)
        switch afterwards {
        case .keepAlive:
            context.write(wrapOutboundOut(buffer), promise: nil)
            needsFlush = true
            deadlines.requestAnswered()
        case .close:
            context.write(wrapOutboundOut(buffer), promise: nil)
            close(context)
        case .linger:
            isClosing = true
            context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
            deadlines.linger()
        }
    }

    /// Closes once everything written has left.
    private func close(_ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        isClosing = true
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        // A client that never reads would keep the last answer, and with it the connection, for ever.
        deadlines.linger()
    }
}

extension Answer {
    fileprivate init(_ reviewed: Reply) {
        self.init(status: Status(rawValue: reviewed.status) ?? .internalError, contentType: reviewed.contentType, body: reviewed.body)
    }

    /// What malformed HTTP is answered.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow: self = .text(.headersTooLarge, "the request's headers are too large or too many")
        case .invalidVersion: self = .text(.versionNotSupported, "this server speaks HTTP/1.1 only")
        default: self = .text(.badRequest, "this is not a well-formed HTTP/1.1 request: \(error)")
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
