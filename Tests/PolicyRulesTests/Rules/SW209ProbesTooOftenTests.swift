import Testing

@Suite struct SW209ProbesTooOftenTests {
    @Test func idleBelowTheThreshold() throws {
        #expect(
            try review(policy(recipe(idle: 5, count: 5))).lines("SW20") == [
                "SW209 warning spec.socketOptions[1].intValue: TCP_KEEPIDLE (6/4) is 5 s: 10,000 idle connections make 14,400,000 packets an hour; write 10 or more"
            ])
    }

    @Test func intervalBelowTheThreshold() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 1s, keepAliveProbes: 3}")).lines("SW20") == [
                "SW209 warning spec.default.tcpKeepalive.keepAliveInterval: keepAliveInterval is 1 s: an outage of 3 s cuts every idle connection, and while it lasts 10,000 of them send 36,000,000 packets an hour; write 2s or more"
            ])
    }

    @Test func bothAreSaid() throws {
        #expect(try review(policy(recipe(idle: 9, interval: 1))).lines("SW209").count == 2)
    }

    @Test func thresholdsThemselvesAreAllowed() throws {
        #expect(try review(policy(recipe(idle: 10, interval: 2))).lines("SW209").isEmpty)
    }

    @Test func nothingIsSentWhileKeepaliveIsOff() throws {
        #expect(try review(policy(recipe(enable: nil, idle: 5))).lines("SW209").isEmpty)
    }
}
