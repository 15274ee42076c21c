import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW304ZeroKeepaliveTests {
    @Test func zeroProbes() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveProbes: 0}")).lines("SW") == [
                "SW304 warning spec.default.tcpKeepalive.keepAliveProbes: keepAliveProbes is 0: Envoy 1.37 and later switch keepalive off altogether, older ones fail; write 3, or remove tcpKeepalive"
            ])
    }

    @Test func olderEnvoyFails() throws {
        let policy = backendConfigPolicy("tcpKeepalive: {keepAliveProbes: 0}")
        #expect(
            try review(policy) { $0.releases["kgateway"] = Release(2, 2) }.lines("SW") == [
                "SW304 error spec.tcpKeepalive.keepAliveProbes: keepAliveProbes is 0: with the Envoy of kgateway 2.2 the kernel refuses the socket option and every connection to the backend fails; write 3, or remove tcpKeepalive"
            ])
        #expect(
            try review(policy) { $0.releases["kgateway"] = Release(2, 3) }.lines("SW304").map { $0.prefix(14) } == ["SW304 warning "])
    }

    @Test func zeroInIntegerFields() throws {
        #expect(try review(backend("{keepaliveTime: 0, keepaliveInterval: 0, keepaliveProbes: 0}")).lines("SW304").count == 3)
    }

    @Test func oneIsFine() throws {
        #expect(try review(backend("{keepaliveTime: 1, keepaliveInterval: 1, keepaliveProbes: 1}")).lines("SW3").isEmpty)
    }
}
