import Testing

@Suite struct SW305OverKernelMaximumTests {
    @Test func moreThanTheKernelTakes() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 10h, keepAliveInterval: 32768s, keepAliveProbes: 128}")).lines("SW")
                == [
                    "SW305 error spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is 36000 s (10 h), above the kernel's maximum of 32767 s: the kernel refuses the socket option and Envoy rejects the listener; write at most 32767s",
                    "SW305 error spec.default.tcpKeepalive.keepAliveInterval: keepAliveInterval is 32768 s (9 h 6 min), above the kernel's maximum of 32767 s: the kernel refuses the socket option and Envoy rejects the listener; write at most 32767s",
                    "SW305 error spec.default.tcpKeepalive.keepAliveProbes: keepAliveProbes is 128, above the kernel's maximum of 127 probes: the kernel refuses the socket option and Envoy rejects the listener; write at most 127",
                ])
    }

    /// Hours and minutes are meant; only bare seconds may be milliseconds.
    @Test(arguments: [("60000s", true), ("\"60000s\"", true), ("10h", false), ("600m", false), ("9h3600s", false), ("60001s", false)])
    func secondsMayBeMilliseconds(time: String, mayBe: Bool) throws {
        let lines = try review(listenerPolicy("tcpKeepalive: {keepAliveTime: \(time)}")).lines("SW305")
        #expect(lines.map { $0.contains("milliseconds") } == [mayBe])
    }

    @Test func upstreamConnectionsFail() throws {
        #expect(
            try review(backend("{keepaliveTime: 32768}")).lines("SW3") == [
                "SW305 error spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is 32768 s (9 h 6 min), above the kernel's maximum of 32767 s: the kernel refuses the socket option and every connection to the backend fails; write at most 32767"
            ])
    }

    @Test func maximaThemselvesAreTaken() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 9h6m7s, keepAliveInterval: 32767s, keepAliveProbes: 127}")).lines(
                "SW3"
            ).isEmpty)
    }
}
