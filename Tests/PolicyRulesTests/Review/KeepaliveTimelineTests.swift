import PolicyRules
import Testing

/// What a drawing of a keepalive setting is made of.
@Suite struct KeepaliveTimelineTests {
    @Test func probesComeAfterTheIdleTimeAndDetectionAfterTheLast() {
        let timeline = KeepaliveTimeline(keepalive: Keepalive(idle: 60, interval: 20, count: 3))
        #expect(timeline.probeTimes(atMost: 10) == [60, 80, 100])
        #expect(timeline.probeTimes(atMost: 2) == [60, 80])
        #expect(timeline.detection == 120 && timeline.end == 120 && timeline.marks.isEmpty)
    }

    @Test func aUserTimeoutTakesTheCountsPlace() {
        let timeline = KeepaliveTimeline(keepalive: Keepalive(idle: 60, interval: 20, count: 9, userTimeout: 100_000))
        #expect(timeline.count == 2 && timeline.probeTimes(atMost: 10) == [60, 80])
        let long = KeepaliveTimeline(keepalive: Keepalive(idle: 1, interval: 1, count: 1, userTimeout: Int64(Int32.max)))
        #expect(long.count > 2_000_000 && long.probeTimes(atMost: 5) == [1, 2, 3, 4, 5])
    }

    @Test func allClocksOnTheWayAreMarkedTheShortestFirst() throws {
        let yaml = listenerPolicy(
            "httpSettings: {idleTimeout: 4m30s}, tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}")
        let reviewed = try review(yaml) { $0.middleboxes.append(Middlebox(name: "proxy", idleTimeout: 30, probesReset: false)) }
        let timeline = try #require(reviewed.review.explanations.first).timeline
        #expect(timeline.marks.map(\.label) == ["proxy", "azure-lb", "idleTimeout", "aws-nlb", "gcp-firewall"])
        #expect(timeline.marks.map(\.seconds) == [30, 240, 270, 350, 600])
        #expect(timeline.marks.map(\.owner) == [.proxy, .middlebox, .application, .middlebox, .middlebox])
        #expect(timeline.end == 600 && timeline.packetLoss == 0.001 && timeline.falseDropsLimit == 0.01)
    }

    @Test func theFalseDropsAreTheKeepalivesOwn() {
        let keepalive = Keepalive(idle: 60, interval: 20, count: 2)
        let timeline = KeepaliveTimeline(keepalive: keepalive)
        #expect(timeline.falseDropsPerDay(loss: 0.01) == keepalive.falseDropsPerDay(loss: 0.01))
    }
}
