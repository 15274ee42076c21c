import Testing

@Suite struct SW112StateRefusedTests {
    @Test func v6OnlyAfterBind() throws {
        let findings = try findings(
            """
            - {level: 41, name: 26, intValue: 0, state: STATE_BOUND}
            """)
        #expect(
            findings == [
                "SW112 error spec.socketOptions[0].state: IPV6_V6ONLY (41/26) is refused in STATE_BOUND (EINVAL) and taken in STATE_PREBIND; write STATE_PREBIND"
            ])
    }

    @Test func windowClampWhenListening() throws {
        let findings = try findings(
            """
            - {level: 6, name: 10, intValue: 0, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW112 error spec.socketOptions[0].state: TCP_WINDOW_CLAMP (6/10) is refused in STATE_LISTENING (EINVAL) and taken in STATE_PREBIND; write STATE_PREBIND: a failure in STATE_LISTENING drops the whole listener"
            ])
    }

    @Test func rightStatePasses() throws {
        let findings = try findings(
            """
            - {level: 41, name: 26, intValue: 0}
            """)
        #expect(findings == [])
    }
}
