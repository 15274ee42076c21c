import Dispatch
import NIOEmbedded
import Synchronization
import Testing

@testable import WebhookServer

@Suite struct ReviewPoolTests {
    @Test func takesSoManyAndNoMore() {
        let pool = ReviewPool(atATime: 1, waiting: 1)
        let mayEnd = DispatchSemaphore(value: 0)
        let done = DispatchGroup()
        for _ in 0..<2 {
            done.enter()
            #expect(
                pool.submit {
                    mayEnd.wait()
                    done.leave()
                })
        }
        #expect(!pool.submit {})
        for _ in 0..<2 { mayEnd.signal() }
        done.wait()
        pool.stop()
    }

    /// An event loop that has ended takes nothing: NIO says that it will crash one day.
    @Test func handsNothingBackOnceItIsStopped() {
        let pool = ReviewPool(atATime: 1, waiting: 1)
        let loop = EmbeddedEventLoop()
        let count = Atomic(0)
        pool.handBack(to: loop) { count.add(1, ordering: .relaxed) }
        loop.run()
        #expect(count.load(ordering: .relaxed) == 1)
        pool.stop()
        pool.handBack(to: loop) { count.add(1, ordering: .relaxed) }
        loop.run()
        #expect(count.load(ordering: .relaxed) == 1)
    }
}
