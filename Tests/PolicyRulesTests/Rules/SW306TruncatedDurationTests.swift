import PolicyRules
import Testing

@Suite struct SW306TruncatedDurationTests {
    @Test func fractionIsCut() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 1999ms}")).lines("SW3") == [
                "SW306 warning spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is 1999ms, but the kernel takes whole seconds and kgateway cuts the rest: it is 1 s; write 10s"
            ])
    }

    /// Advice never earns a finding: 32768s would be SW305.
    @Test func atTheKernelsMaximumOnlyTheLesserIsAdvised() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 32767s500ms}")).lines("SW306").map { $0.hasSuffix("; write 32767s") }
                == [true])
    }

    @Test func restOfTheReviewUsesWhatIsLeft() throws {
        let explanation = try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 61500ms, keepAliveInterval: 20s, keepAliveProbes: 2}"))
            .review
            .explanations.first
        #expect(explanation?.keepalive.idle == 61)
    }

    @Test func wholeSecondsAreFine() throws {
        #expect(try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60000ms, keepAliveInterval: 1m}")).lines("SW3").isEmpty)
    }
}
