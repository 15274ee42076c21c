import NIOCore
import NIOPosix
import Synchronization

/// Reviews large bodies away from the event loops, a few at a time, and refuses more than it should keep waiting.
final class ReviewPool: Sendable {
    private let threads: NIOThreadPool
    private let capacity: Int
    private let taken = Atomic(0)
    private let isStopped = Mutex(false)

    /// - Parameters:
    ///   - atATime: how many reviews run at a time.
    ///   - waiting: how many more may wait.
    init(atATime: Int, waiting: Int) {
        threads = NIOThreadPool(numberOfThreads: atATime)
        threads.start()
        capacity = atATime + waiting
    }

    /// Runs `work` when its turn comes.
    ///
    /// - Returns: false where too much waits already.
    func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
        guard taken.add(1, ordering: .relaxed).newValue <= capacity else {
            taken.subtract(1, ordering: .relaxed)
            return false
        }
        threads.submit { state in
            if state == .active { work() }
            self.taken.subtract(1, ordering: .relaxed)
        }
        return true
    }

    /// Takes what a review came to back to an event loop, unless the loops are about to end: none of them may be given anything then.
    func handBack(to loop: any EventLoop, _ work: @escaping @Sendable () -> Void) {
        isStopped.withLock { isStopped in
            if !isStopped { loop.execute(work) }
        }
    }

    /// Forgets what waits. A review under way is not waited for: it may be what holds the end up.
    func stop() {
        isStopped.withLock { $0 = true }
        threads.shutdownGracefully { _ in }
    }
}
