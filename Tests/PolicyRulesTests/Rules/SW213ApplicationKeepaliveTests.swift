import PolicyRules
import Testing

@Suite struct SW213ApplicationKeepaliveTests {
    private let block = "tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"

    @Test func proxyClosesFirst() throws {
        #expect(
            try review(listenerPolicy("httpSettings: {idleTimeout: 60s}, \(block)")).lines("SW2") == [
                "SW213 warning spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is 60 s, not below spec.default.httpSettings.idleTimeout of 60 s: the proxy closes an idle connection before the first probe; write 59s or less, or a longer idleTimeout"
            ])
    }

    @Test func timeoutAboveTheIdleTimeIsFine() throws {
        #expect(try review(listenerPolicy("httpSettings: {idleTimeout: 60001ms}, \(block)")).lines("SW2").isEmpty)
    }

    @Test func timeoutOfZeroIsOff() throws {
        #expect(try review(listenerPolicy("httpSettings: {idleTimeout: 0s}, \(block)")).lines("SW213").isEmpty)
    }

    @Test func rawOptionsBesideHTTPSettings() throws {
        let lines = try review(policy(recipe()) + "  default: {httpSettings: {idleTimeout: 30s}}\n").lines("SW213")
        #expect(
            lines == [
                "SW213 warning spec.socketOptions[1].intValue: TCP_KEEPIDLE (6/4) is 60 s, not below spec.default.httpSettings.idleTimeout of 30 s: the proxy closes an idle connection before the first probe; write 29 or less, or a longer idleTimeout"
            ])
    }

    @Test func timeoutShorterThanAnyIdleTime() throws {
        #expect(
            try review(backendConfigPolicy("commonHttpProtocolOptions: {idleTimeout: 500ms}\n\(block)")).lines("SW213") == [
                "SW213 warning spec.tcpKeepalive.keepAliveTime: keepAliveTime is 60 s, not below spec.commonHttpProtocolOptions.idleTimeout of 500 ms: the proxy closes an idle connection before the first probe; write a longer idleTimeout"
            ])
    }

    @Test func http2FindsItFirst() throws {
        let http2 = { (timeout: String) in
            try review(
                backendConfigPolicy("http2ProtocolOptions: {connectionKeepalive: {interval: 100s, timeout: \(timeout)}}\n" + self.block)
            ).lines("SW213")
        }
        #expect(
            try http2("19s") == [
                "SW213 info spec.tcpKeepalive: HTTP/2's connectionKeepalive finds a dead peer after 119 s, before TCP keepalive does (120 s): TCP keepalive only matters for HTTP/1 here"
            ])
        #expect(try http2("20s").isEmpty)
    }

    /// Where neither shows it is no finding, but a sentence of the explanation.
    @Test func whereNeitherShowsTheExplanationSaysSo() throws {
        let ports = "perPort:\n- {port: 80, listener: {\(block)}}"
        let reviewed = try review(listenerPolicy("httpSettings: {idleTimeout: 600s}, \(block)", ports))
        #expect(reviewed.lines("SW213").isEmpty)
        #expect(reviewed.review.explanations.map { $0.text.contains("probes never reach the application") } == [false, true])
        #expect(reviewed.review.explanations.last?.text.contains("spec.perPort[0].listener.httpSettings.idleTimeout") == true)
    }

    /// The proxy closes first: nothing else matters, and SW205 is silent.
    @Test func neverFiringSilencesTheMiddleboxes() throws {
        let slow = "httpSettings: {idleTimeout: 300s}, tcpKeepalive: {keepAliveTime: 400s, keepAliveInterval: 20s, keepAliveProbes: 3}"
        #expect(try review(listenerPolicy(slow)).codes == ["SW213"])
        let later = slow.replacing("300s", with: "500s")
        #expect(try review(listenerPolicy(later)).codes == ["SW205"])
    }

    @Test func keepaliveThatIsOffSaysNothing() throws {
        #expect(try review(listenerPolicy("tcpKeepalive: {keepAliveProbes: 0}")).lines("SW213").isEmpty)
    }
}
