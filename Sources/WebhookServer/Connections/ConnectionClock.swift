import NIOCore

/// What a connection is waiting for, and until when. Pure: the time is passed in.
///
/// A timer set and cancelled for each request would cost more than the request. The clock only notes the deadline; the one timer of the
/// connection asks now and then whether it has passed, often enough never to be late.
struct ConnectionClock {
    enum Phase: Equatable {
        case handshake
        case idle
        /// A request is arriving.
        case request
        /// A request is complete, and its answer is being made.
        case answer
    }

    enum Verdict: Equatable {
        case expired(Phase)
        case ask(again: NIODeadline)
    }

    private let deadlines: ServerConfiguration.Deadlines
    private(set) var phase: Phase
    private var deadline: NIODeadline
    /// When the latest request began to arrive.
    private(set) var requestBegan: NIODeadline

    init(_ deadlines: ServerConfiguration.Deadlines, now: NIODeadline, shakesHands: Bool = true) {
        self.deadlines = deadlines
        phase = shakesHands ? .handshake : .idle
        deadline = now + (shakesHands ? deadlines.handshake : deadlines.idle)
        requestBegan = now
    }

    mutating func handshakeCompleted(now: NIODeadline) {
        phase = .idle
        deadline = now + deadlines.idle
    }

    /// A request's time runs from its first byte: later bytes, however many, do not prolong it.
    mutating func bytesArrived(now: NIODeadline) {
        guard phase == .idle else { return }
        phase = .request
        deadline = now + deadlines.request
        requestBegan = now
    }

    /// The request is complete, and its answer takes a while.
    mutating func answerBegan(now: NIODeadline) {
        phase = .answer
        deadline = now + deadlines.request
    }

    mutating func requestAnswered(now: NIODeadline) {
        phase = .idle
        deadline = now + deadlines.idle
    }

    /// Whether the time is up; if not, when to ask again: whatever begins before then cannot expire before then.
    func verdict(now: NIODeadline) -> Verdict {
        guard now < deadline else { return .expired(phase) }
        return .ask(again: min(deadline, now + min(deadlines.request, deadlines.idle)))
    }
}
