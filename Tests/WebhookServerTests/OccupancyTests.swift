import NIOCore
import Testing

@testable import WebhookServer

/// Who gets a place, and who gives way.
@Suite struct OccupancyTests {
    private func second(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    private func occupancy(connections: Int = 2, standing: Int = 1, bytes: Int = 100) -> Occupancy<Int> {
        var limits = ServerConfiguration.Limits()
        (limits.connections, limits.standingConnections, limits.bytesInFlight) = (connections, standing, bytes)
        return Occupancy(limits, patience: .seconds(2))
    }

    @Test func seatsThenStandsThenRefuses() {
        var all = occupancy()
        #expect((1...4).map { all.enter($0, now: second(0)).place } == [.seated, .seated, .standing, .none])
        #expect((all.seated, all.standing) == (2, 1))
        all.leave(1)
        all.leave(1)
        all.leave(3)
        #expect((all.seated, all.standing) == (1, 0))
        #expect(all.enter(5, now: second(0)).place == .seated)
    }

    @Test func theLongestUnusedConnectionGivesWay() {
        var all = occupancy()
        _ = all.enter(1, now: second(0))
        _ = all.enter(2, now: second(1))
        // Nobody has been unused for two seconds yet.
        #expect(all.enter(3, now: second(1)) == (.standing, nil))
        all.leave(3)
        #expect(all.enter(4, now: second(9)) == (.seated, 1))
        // What has asked something stays for half a minute.
        all.ask(2, now: second(10))
        all.ask(4, now: second(9))
        #expect(all.enter(5, now: second(38)) == (.standing, nil))
        all.leave(5)
        #expect(all.enter(6, now: second(39)) == (.seated, 4))
        #expect(all.seated == 2)
    }

    @Test func bodiesShareTheirBytes() {
        var all = occupancy()
        _ = all.enter(1, now: second(0))
        _ = all.enter(2, now: second(0))
        #expect(all.hold(60, for: 1, since: second(0), now: second(0)) == (true, []))
        #expect(all.hold(40, for: 2, since: second(0), now: second(0)) == (true, []))
        #expect(all.hold(41, for: 2, since: second(0), now: second(0)) == (false, []))
        #expect(all.bytes == 100)
        // Less is always granted.
        #expect(all.hold(0, for: 1, since: nil, now: second(0)) == (true, []))
        #expect(all.hold(100, for: 2, since: second(0), now: second(0)) == (true, []))
        all.leave(2)
        #expect(all.bytes == 0)
    }

    @Test func theSlowestBodyGivesWay() {
        var all = occupancy(connections: 9)
        for id in 1...4 { _ = all.enter(id, now: second(0)) }
        _ = all.hold(30, for: 1, since: second(1), now: second(1))
        _ = all.hold(30, for: 2, since: second(0), now: second(1))
        // Complete, and being reviewed.
        _ = all.hold(40, for: 3, since: nil, now: second(1))
        #expect(all.hold(10, for: 4, since: second(3), now: second(3)) == (true, [2]))
        #expect(all.hold(60, for: 4, since: second(3), now: second(3)) == (true, [1]))
        #expect(all.hold(61, for: 4, since: second(3), now: second(99)) == (false, []))
        // Who gave way has no room any more.
        #expect(all.hold(1, for: 2, since: second(4), now: second(4)) == (false, []))
        #expect(all.bytes == 100)
    }

    @Test(arguments: [(1_048_576, nil), (1160, nil), (1100, (966, 64)), (256, (140, 46)), (64, (1, 1))] as [(Int, (Int, Int)?)])
    func connectionsFitTheOpenFiles(descriptors: Int, expected: (Int, Int)?) {
        let fitting = ServerConfiguration.Limits().fitting(descriptors: descriptors, eventLoops: 2)
        #expect(fitting.map { [$0.connections, $0.standing] } == expected.map { [$0.0, $0.1] })
    }
}
