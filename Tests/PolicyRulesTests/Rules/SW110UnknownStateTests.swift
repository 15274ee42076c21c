import Testing

@Suite struct SW110UnknownStateTests {
    @Test func withoutThePrefix() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: PREBIND}
            """)
        #expect(
            findings == [
                "SW110 error spec.socketOptions[0].state: state \"PREBIND\" is none of STATE_PREBIND, STATE_BOUND or STATE_LISTENING, and Envoy refuses the configuration; write STATE_PREBIND"
            ])
    }

    @Test func number() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: 3}
            """)
        #expect(
            findings == [
                "SW110 error spec.socketOptions[0].state: state \"3\" is none of STATE_PREBIND, STATE_BOUND or STATE_LISTENING, and Envoy refuses the configuration; write STATE_PREBIND"
            ])
    }

    @Test func knownOnesPass() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, state: 0}
            - {level: 6, name: 4, intValue: 60, state: STATE_BOUND}
            """)
        #expect(findings == [])
    }
}
