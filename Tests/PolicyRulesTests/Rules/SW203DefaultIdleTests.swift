import PolicyRules
import Testing

@Suite struct SW203DefaultIdleTests {
    @Test func switchAlone() throws {
        #expect(
            try review(policy(recipe(idle: nil, interval: nil, count: nil))).lines("SW20") == [
                "SW203 warning spec.socketOptions[0].intValue: SO_KEEPALIVE (1/9) alone leaves the first probe to the kernel's default of 7200 s (2 h) of silence; add TCP_KEEPIDLE (6/4), for example 60"
            ])
    }

    @Test func emptyTypedBlock() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {}")).lines("SW20") == [
                "SW203 warning spec.default.tcpKeepalive: tcpKeepalive without settings leaves the first probe to the kernel's default of 7200 s (2 h) of silence; add keepAliveTime, for example 60s"
            ])
    }

    /// A null block is no block to the API server.
    @Test func nullTypedBlock() throws {
        #expect(
            try review(backendConfigPolicy("tcpKeepalive:")).lines("SW") == [
                "SW203 warning spec.tcpKeepalive: tcpKeepalive is null, which sets nothing: there is no keepalive at all; write tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}, or remove it"
            ])
    }

    @Test func suggestionSuitsTheMiddleboxes() throws {
        let lines = try review(listenerPolicy("tcpKeepalive: {}")) {
            $0.middleboxes = [Middlebox(name: "edge", idleTimeout: 40, probesReset: true)]
        }.lines("SW203")
        #expect(lines.first?.hasSuffix("add keepAliveTime, for example 20s") == true)
    }

    @Test func swallowsWhatFollowsFromIt() throws {
        let codes = try review(policy(recipe(idle: nil, interval: nil, count: nil))).codes
        #expect(Set(codes).isDisjoint(with: ["SW204", "SW205", "SW210"]))
    }

    @Test func anyOfTheThreeIsEnoughForAnotherRule() throws {
        #expect(try review(policy(recipe(idle: nil, interval: nil))).lines("SW203").isEmpty)
    }
}
