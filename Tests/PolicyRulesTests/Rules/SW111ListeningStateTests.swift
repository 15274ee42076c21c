import Testing

@Suite struct SW111ListeningStateTests {
    @Test func warns() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW111 warning spec.socketOptions[0].state: SO_KEEPALIVE (1/9) in STATE_LISTENING: if it ever fails, Envoy drops the listener without refusing the update; write STATE_PREBIND"
            ])
    }

    @Test func asNumber() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: 2}
            """)
        #expect(
            findings == [
                "SW111 warning spec.socketOptions[0].state: SO_KEEPALIVE (1/9) in STATE_LISTENING: if it ever fails, Envoy drops the listener without refusing the update; write STATE_PREBIND"
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
}
