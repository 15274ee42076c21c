import PolicyRules
import Testing

@Suite struct SW207SingleProbeTests {
    @Test func countOfOne() throws {
        #expect(
            try review(policy(recipe(count: 1))).lines("SW20") == [
                "SW207 warning spec.socketOptions[3].intValue: TCP_KEEPCNT (6/6) is 1: one lost packet cuts a healthy connection (at 0.1 % loss 94 % of those idle all day); write at least 3"
            ])
    }

    @Test func typedCount() throws {
        #expect(
            try review(backend("{keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbes: 1}")) { $0.packetLoss = 0.01 }.lines("SW207")
                == [
                    "SW207 warning spec.connectionConfig.tcpKeepalive.keepaliveProbes: keepaliveProbes is 1: one lost packet cuts a healthy connection (at 1 % loss 100 % of those idle all day); write at least 4"
                ])
    }

    @Test func userTimeoutThatIsUpAtTheFirstProbe() throws {
        #expect(
            try review(policy(recipe(userTimeout: 80_000))).lines("SW20") == [
                "SW207 warning spec.socketOptions[4].intValue: TCP_USER_TIMEOUT (6/18) is 80000 ms, over before a second probe is due: one lost packet cuts a healthy connection (at 0.1 % loss 94 % of those idle all day); write 120000 for 3 probes"
            ])
        #expect(try review(policy(recipe(userTimeout: 80_001))).lines("SW207").isEmpty)
    }

    @Test func countOfOneThatIsNotInForce() throws {
        let reviewed = try review(policy(recipe(count: 1, userTimeout: 120_000)))
        #expect(reviewed.lines("SW207").isEmpty)
        #expect(reviewed.codes.contains("SW211"))
    }

    @Test func swallowsFalseDrops() throws {
        #expect(try review(policy(recipe(count: 1))) { $0.packetLoss = 0.01 }.lines("SW208").isEmpty)
    }

    @Test func twoAreFine() throws {
        #expect(try review(policy(recipe(count: 2))).lines("SW207").isEmpty)
    }
}
