import NIOCore
import Testing

@testable import WebhookServer

@Suite struct ConnectionClockTests {
    private func second(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private func clock(at start: Int64 = 0) -> ConnectionClock {
        // Handshake 10 s, request 30 s, idle 120 s.
        ConnectionClock(ServerConfiguration.Deadlines(), now: second(start))
    }

    @Test func limitsTheHandshake() {
        let clock = clock()
        #expect(clock.verdict(now: second(0)) == .ask(again: second(10)))
        #expect(clock.verdict(now: second(9)) == .ask(again: second(10)))
        #expect(clock.verdict(now: second(10)) == .expired(.handshake))
    }

    @Test func givesIdleConnectionsLongerThanTheAPIServer() {
        var clock = clock()
        clock.handshakeCompleted(now: second(1))
        // The API server closes at 90 s.
        #expect(clock.verdict(now: second(92)) == .ask(again: second(121)))
        #expect(clock.verdict(now: second(121)) == .expired(.idle))
    }

    @Test func laterBytesBuyNoTime() {
        var clock = clock()
        clock.handshakeCompleted(now: second(0))
        for now in Int64(100)..<130 {
            clock.bytesArrived(now: second(now))
            #expect(clock.verdict(now: second(now)) == .ask(again: second(130)))
        }
        #expect(clock.verdict(now: second(130)) == .expired(.request))
    }

    @Test func eachAnswerBeginsAnew() {
        var clock = clock()
        clock.handshakeCompleted(now: second(0))
        clock.bytesArrived(now: second(5))
        clock.requestAnswered(now: second(6))
        #expect(clock.phase == .idle)
        #expect(clock.verdict(now: second(40)) == .ask(again: second(70)))
        clock.bytesArrived(now: second(50))
        #expect(clock.verdict(now: second(79)) == .ask(again: second(80)))
        #expect(clock.verdict(now: second(80)) == .expired(.request))
    }

    /// The timer asks at the time it was last told: whatever began in between must not have expired unseen before then.
    @Test(arguments: [(30, 120), (30, 1), (1, 120)] as [(Int64, Int64)])
    func isNeverAskedLate(request: Int64, idle: Int64) {
        var deadlines = ServerConfiguration.Deadlines()
        (deadlines.request, deadlines.idle) = (.seconds(request), .seconds(idle))
        for delay in Int64(0)...130 {
            var clock = ConnectionClock(deadlines, now: second(0))
            clock.handshakeCompleted(now: second(0))
            guard case .ask(let next) = clock.verdict(now: second(0)), second(delay) < next else { continue }
            clock.bytesArrived(now: second(delay))
            #expect(next <= second(delay + request))
            clock.requestAnswered(now: second(delay))
            #expect(next <= second(delay + idle))
        }
    }
}
