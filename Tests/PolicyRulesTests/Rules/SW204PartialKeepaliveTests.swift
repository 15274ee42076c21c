import PolicyRules
import Testing

@Suite struct SW204PartialKeepaliveTests {
    @Test func idleAlone() throws {
        #expect(
            try review(policy(recipe(interval: nil, count: nil))).lines("SW20") == [
                "SW204 info spec.socketOptions: TCP_KEEPINTVL (6/5) and TCP_KEEPCNT (6/6) are left out, so the kernel's defaults fill in (75 s between probes and 9 probes): a dead peer is noticed after 735 s (12 min); write them too, such as TCP_KEEPINTVL (6/5) 20 and TCP_KEEPCNT (6/6) 3"
            ])
    }

    @Test func typedWithoutInterval() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}")).lines("SW204") == [
                "SW204 info spec.default.tcpKeepalive: keepAliveInterval is left out, so the kernel's defaults fill in (75 s between probes): a dead peer is noticed after 285 s; write it too, such as keepAliveInterval 20s"
            ])
    }

    @Test func completeIsFine() throws {
        #expect(try review(policy(recipe())).lines("SW204").isEmpty)
    }

    @Test func nothingIsSaidOfAnUnusableValue() throws {
        let reviewed = try review(policy(recipe(idle: 70_000, interval: nil)))
        #expect(reviewed.lines("SW2").isEmpty)
        #expect(reviewed.codes.contains("SW106"))
    }
}
