import NIOCore
import Synchronization

/// Lets one line through in a while, and counts those that it keeps back.
final class LogThrottle: Sendable {
    private let state: Mutex<(next: NIODeadline?, keptBack: Int)> = Mutex((nil, 0))
    private let interval: TimeAmount

    init(every interval: TimeAmount) {
        self.interval = interval
    }

    /// Asks for a line.
    ///
    /// - Returns: how many were kept back since the last one; nil where this one is kept back as well.
    func take(now: NIODeadline = .now()) -> Int? {
        state.withLock { state in
            if let next = state.next, now < next {
                state.keptBack += 1
                return nil
            }
            defer { state = (now + interval, 0) }
            return state.keptBack
        }
    }
}
