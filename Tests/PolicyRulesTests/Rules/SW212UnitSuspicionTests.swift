import PolicyRules
import Testing

@Suite struct SW212UnitSuspicionTests {
    @Test func thousandsOfSeconds() throws {
        #expect(
            try review(policy(recipe(idle: 1000, interval: 30_000))).lines("SW212") == [
                "SW212 warning spec.socketOptions[1].intValue: TCP_KEEPIDLE (6/4) is in seconds, and 1000 looks like milliseconds: it is 1000 s (16 min); write 1 for 1 s",
                "SW212 warning spec.socketOptions[2].intValue: TCP_KEEPINTVL (6/5) is in seconds, and 30000 looks like milliseconds: it is 30000 s (8 h 20 min); write 30 for 30 s",
            ])
    }

    @Test(arguments: [999, 1001, 1500, 7200]) func noMultipleOfAThousand(value: Int) throws {
        #expect(try review(policy(recipe(idle: value))).lines("SW212").isEmpty)
    }

    @Test func typedDurationsHaveTheirUnit() throws {
        #expect(try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 2000s}")).lines("SW212").isEmpty)
        #expect(try review(backend("{keepaliveTime: 2000}")).lines("SW212").isEmpty)
    }

    @Test func moreThanTheKernelTakesIsAnotherRulesBusiness() throws {
        let reviewed = try review(policy(recipe(idle: 60_000)))
        #expect(reviewed.lines("SW212").isEmpty)
        #expect(reviewed.codes.contains("SW106"))
    }
}
