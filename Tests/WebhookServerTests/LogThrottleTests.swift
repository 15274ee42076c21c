import NIOCore
import Testing

@testable import WebhookServer

@Suite struct LogThrottleTests {
    @Test func letsOneLineThroughInAWhileAndCountsTheOthers() {
        let throttle = LogThrottle(every: .seconds(10))
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
        #expect(throttle.take(now: start) == 0)
        for second in 0..<10 { #expect(throttle.take(now: start + .seconds(Int64(second))) == nil) }
        #expect(throttle.take(now: start + .seconds(10)) == 10)
        #expect(throttle.take(now: start + .seconds(19)) == nil)
        #expect(throttle.take(now: start + .seconds(40)) == 1)
        #expect(throttle.take(now: start + .seconds(50)) == 0)
    }
}
