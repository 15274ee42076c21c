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
        case review([UInt8], CallerTerms, Afterwards)
    }

    private struct Body {
        var bytes: [UInt8] = []
        /// As the head says it; nil for a chunked body.
        let length: Int?
        let terms: CallerTerms

        init(length: Int?, terms: CallerTerms) {
            self.length = length
            self.terms = terms
            // A claimed length is not trusted with more than an ordinary request needs.
            bytes.reserveCapacity(min(length ?? 0, 16 << 10))
        }

        mutating func append(_ piece: ByteBuffer) {
            // Once the claim is proven so far, memory is asked for as a whole: the pages that nothing arrives for stay untouched.
            if let length, bytes.count + piece.readableBytes > bytes.capacity { bytes.reserveCapacity(length) }
            bytes.append(contentsOf: piece.readableBytesView)
        }

        /// What the body takes in memory.
        var heldBytes: Int { length == nil ? bytes.capacity : bytes.count }
    }

    private enum State {
        case betweenRequests
        case collecting(Body, Afterwards)
        /// The answer stands; the body is read to its end, so that the connection can be used again.
        case skipping(Answer, bytesLeft: Int, Afterwards)
        case finished
    }

    private let bodyLimit: Int
    private let route: (HTTPRequestHead) -> Route
    private var state = State.betweenRequests
    private var isHEAD = false
    /// Whether every answer is the connection's last: the server is on its way out, or too many are connected.
    var closesAfterAnswer = false

    /// - Parameters:
    ///   - bodyLimit: the largest body, in bytes.
    ///   - route: what a head decides.
    init(bodyLimit: Int, route: @escaping (HTTPRequestHead) -> Route) {
        self.bodyLimit = bodyLimit
        self.route = route
    }

    /// What the incomplete body takes in memory, in bytes; 0 where there is none.
    var heldBytes: Int {
        if case .collecting(let body, _) = state { body.heldBytes } else { 0 }
    }

    /// Takes one piece of a request.
    mutating func take(_ part: HTTPServerRequestPart) -> Action {
        let action =
            switch part {
            case .head(let head): takeHead(head)
            case .body(let bytes): takeBody(bytes)
            case .end: takeEnd()
            }
        guard isHEAD, case .answer(var answer, let afterwards) = action else { return action }
        // A body would be read as the next answer.
        answer.omitsBody = true
        return .answer(answer, afterwards)
    }

    /// Gives the answer that a request gets before it is complete; nil where none is under way.
    mutating func giveUp(_ answer: Answer) -> Action? {
        switch state {
        case .betweenRequests, .finished: nil
        case .collecting, .skipping: finish(answer, .linger)
        }
    }

    private mutating func takeHead(_ head: HTTPRequestHead) -> Action {
        guard case .betweenRequests = state else { return .wait }
        isHEAD = head.method == .HEAD
        if let fault = head.fault {
            // Where such a request ends is anybody's guess.
            return finish(.text(.badRequest, "this is not a well-formed HTTP/1.1 request: \(fault)"), .linger)
        }
        let length = head.headers.first(name: "content-length").flatMap { Int($0) }
        let awaitsContinue = head.version == .http1_1 && head.headers.first(name: "expect")?.lowercased() == "100-continue"
        let tooLong = length.map { $0 > bodyLimit } ?? false
        // The parser stops at an upgrade, which is never granted here: what follows could not be read.
        let asksForUpgrade = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        // An HTTP/1.0 client would want to be told of keep-alive, and none is worth it.
        let mayStay = head.version == .http1_1 && head.isKeepAlive && !asksForUpgrade
        let afterwards: Afterwards = mayStay ? .keepAlive : .close

        switch route(head) {
        case .review where tooLong:
            return finish(tooLargeAnswer, .linger)
        case .review(let terms):
            // Without a length only a chunked body may come.
            let isChunked = length == nil && head.headers.contains(name: "transfer-encoding")
            state = .collecting(Body(length: isChunked ? nil : length ?? 0, terms: terms), afterwards)
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
            guard body.bytes.count + bytes.readableBytes <= bodyLimit else { return finish(tooLargeAnswer, .linger) }
            // The state lets go of the array first: otherwise each piece would copy all that came before it.
            state = .finished
            body.append(bytes)
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
            return .review(body.bytes, body.terms, complete(afterwards))
        case .skipping(let answer, _, let afterwards):
            return .answer(answer, complete(afterwards))
        }
    }

    /// A request has ended: what the connection does after its answer.
    private mutating func complete(_ afterwards: Afterwards) -> Afterwards {
        let last = closesAfterAnswer ? .close : afterwards
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
