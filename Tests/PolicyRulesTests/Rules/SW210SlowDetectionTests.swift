import Testing

@Suite struct SW210SlowDetectionTests {
    @Test func longProbes() throws {
        #expect(
            try review(policy(recipe(idle: 200, interval: 100, count: 8))).lines("SW21") == [
                "SW210 warning spec.socketOptions[2].intValue: a dead peer is noticed only after 1000 s (16 min): 200 s idle and 8 × 100 s of probes, more than 900 s (15 min); lower TCP_KEEPINTVL (6/5), such as to 20"
            ])
    }

    @Test func thresholdItselfIsAllowed() throws {
        #expect(try review(policy(recipe(idle: 200, interval: 100, count: 7))).lines("SW210").isEmpty)
        #expect(try review(policy(recipe(idle: 201, interval: 100, count: 7))).lines("SW210").count == 1)
    }

    @Test func longIdle() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 20m, keepAliveInterval: 20s, keepAliveProbes: 3}")).lines("SW210") == [
                "SW210 warning spec.default.tcpKeepalive.keepAliveTime: a dead peer is noticed only after 1260 s (21 min): 1200 s idle and 3 × 20 s of probes, more than 900 s (15 min); lower keepAliveTime, such as to 60s"
            ])
    }

    @Test func longUserTimeout() throws {
        #expect(
            try review(policy(recipe(userTimeout: 2_000_000))).lines("SW210") == [
                "SW210 warning spec.socketOptions[4].intValue: a dead peer is noticed only after 2000 s (33 min): 60 s idle and 97 × 20 s of probes, more than 900 s (15 min); lower TCP_USER_TIMEOUT (6/18)"
            ])
    }

    @Test func manyProbesWithTheDefaultInterval() throws {
        #expect(
            try review(policy(recipe(interval: nil, count: 30))).lines("SW210") == [
                "SW210 warning spec.socketOptions[2].intValue: a dead peer is noticed only after 2310 s (38 min): 60 s idle and 30 × 75 s of probes, more than 900 s (15 min); lower TCP_KEEPCNT (6/6), such as to 11"
            ])
    }
}
