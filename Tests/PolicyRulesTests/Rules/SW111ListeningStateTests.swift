import PolicyRules
import Testing

@Suite struct SW111ListeningStateTests {
    @Test func warns() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW111 warning spec.socketOptions: SO_KEEPALIVE (1/9) in STATE_LISTENING: if it ever fails, Envoy drops the listener without refusing the update; write STATE_PREBIND"
            ])
    }

    @Test func asNumber() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: 2}
            """)
        #expect(
            findings == [
                "SW111 warning spec.socketOptions: SO_KEEPALIVE (1/9) in STATE_LISTENING: if it ever fails, Envoy drops the listener without refusing the update; write STATE_PREBIND"
            ])
    }

    @Test func failingOptionsSayItThemselves() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 0, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW106 error spec.socketOptions[0].intValue: TCP_KEEPIDLE (6/4) takes 1 to 32767 seconds, and 0 is refused with EINVAL: Envoy drops the listener; write 1 to 32767 seconds; STATE_LISTENING makes it worse, as the update itself is not refused: write STATE_PREBIND"
            ])
    }

    @Test func onceAList() throws {
        let source = policy(
            """
            - {level: 1, name: 9, intValue: 1, state: STATE_LISTENING}
            - {level: 6, name: 4, intValue: 60, state: STATE_LISTENING}
            - {level: 6, name: 5, intValue: 0, state: STATE_LISTENING}
            - {level: 6, name: 6, intValue: 3, state: 2}
            - {level: 6, name: 6, intValue: 3, state: STATE_BOUND}
            """)
        let findings = try review(source).review.findings.filter { $0.rule.code == "SW111" }
        #expect(
            findings.map(\.message) == [
                "SO_KEEPALIVE (1/9), TCP_KEEPIDLE (6/4) and TCP_KEEPCNT (6/6) in STATE_LISTENING: if one of them ever fails, Envoy drops the listener without refusing the update; write STATE_PREBIND"
            ])
        let mended = try #require(findings.first?.fix).applied(to: source)
        #expect(mended.split(separator: "\n").count { $0.contains("STATE_PREBIND") } == 3)
        #expect(try review(mended).codes.contains("SW111") == false)
    }
}
