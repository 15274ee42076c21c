import NIOCore
import NIOHTTP1

/// Puts one connection's requests together and says what each piece calls for. It does no I/O and keeps no time.
struct RequestAssembly {
    /// What the connection does after an answer.
    enum Afterwards: Equatable {
        /// It waits for the next request.
        case keepAlive
        /// It closes: the request is complete.
        case close
        /// It closes as well, but the client is still sending: closing now would reset the connection, and the answer could be lost
        /// on its way.
        case linger
    }

    /// What a piece calls for.
    enum Action: Equatable {
        case wait
        case sendContinue
        case answer(Answer, Afterwards)
        case review([UInt8], Afterwards)
    }

    private enum State {
        case betweenRequests
        case collecting([UInt8], Afterwards)
        /// The answer stands; the body is read to its end, so that the connection can be used again.
        case skipping(Answer, bytesLeft: Int, Afterwards)
        case finished
    }

    private let bodyLimit: Int
    private var state = State.betweenRequests
    /// Whether the server is on its way out: every answer is then the connection's last.
    var isDraining = false

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    /// Takes one piece of a request.
    mutating func take(_ part: HTTPServerRequestPart) -> Action {
        switch part {
        case .head(let head): takeHead(head)
        case .body(let bytes): takeBody(bytes)
        case .end: takeEnd()
        }
    }

    private mutating func takeHead(_ head: HTTPRequestHead) -> Action {
        guard case .betweenRequests = state else { return .wait }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) }
        let awaitsContinue = head.version == .http1_1 && head.headers.first(name: "expect")?.lowercased() == "100-continue"
        let tooLong = length.map { $0 > bodyLimit } ?? false
        // The parser stops at an upgrade, which is never granted here: what follows could not be read.
        let asksForUpgrade = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        // An HTTP/1.0 client would want to be told of keep-alive, and none is worth it.
        let mayStay = head.version == .http1_1 && head.isKeepAlive && !asksForUpgrade
        let afterwards: Afterwards = mayStay ? .keepAlive : .close

        switch Route(head, isDraining: isDraining) {
        case .review where tooLong:
            return finish(tooLargeAnswer, .linger)
        case .review:
            var body: [UInt8] = []
            // A claimed length is not trusted with more than an ordinary request needs.
            body.reserveCapacity(min(length ?? 0, 64 << 10))
            state = .collecting(body, afterwards)
            return awaitsContinue && length != 0 ? .sendContinue : .wait
        case .answer(let answer) where tooLong || awaitsContinue:
            return finish(answer, .linger)
        case .answer(let answer):
            state = .skipping(answer, bytesLeft: bodyLimit, afterwards)
            return .wait
        }
    }

    private mutating func takeBody(_ bytes: ByteBuffer) -> Action {
        switch state {
        case .betweenRequests, .finished:
            return .wait
        case .collecting(var body, let afterwards):
            guard body.count + bytes.readableBytes <= bodyLimit else { return finish(tooLargeAnswer, .linger) }
            // The state lets go of the array first: otherwise each piece would copy all that came before it.
            state = .finished
            body.append(contentsOf: bytes.readableBytesView)
            state = .collecting(body, afterwards)
            return .wait
        case .skipping(let answer, let bytesLeft, let afterwards):
            guard bytes.readableBytes <= bytesLeft else { return finish(answer, .linger) }
            state = .skipping(answer, bytesLeft: bytesLeft - bytes.readableBytes, afterwards)
            return .wait
        }
    }

    private mutating func takeEnd() -> Action {
        switch state {
        case .betweenRequests, .finished:
            return .wait
        case .collecting(let body, let afterwards):
            return .review(body, complete(afterwards))
        case .skipping(let answer, _, let afterwards):
            return .answer(answer, complete(afterwards))
        }
    }

    /// A request has ended: what the connection does after its answer.
    private mutating func complete(_ afterwards: Afterwards) -> Afterwards {
        let last = isDraining ? .close : afterwards
        state = last == .keepAlive ? .betweenRequests : .finished
        return last
    }

    private mutating func finish(_ answer: Answer, _ afterwards: Afterwards) -> Action {
        state = .finished
        return .answer(answer, afterwards)
    }

    private var tooLargeAnswer: Answer {
        .text(.contentTooLarge, "the body is larger than \(bodyLimit) bytes, which no AdmissionReview of the API server's is")
    }
}
