import Testing

@Suite struct SW116DuplicateOptionTests {
    @Test func differentValues() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 60}
            - {level: 6, name: 4, intValue: 30}
            """)
        #expect(
            findings == [
                "SW116 error spec.socketOptions[1].level: TCP_KEEPIDLE (6/4) is set twice, to 60 and to 30: the last in Envoy's order (30) wins, and swapping them later is taken as no change; keep one"
            ])
    }

    @Test func equalValues() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 60}
            - {level: 6, name: 4, intValue: 60}
            """)
        #expect(
            findings == [
                "SW116 warning spec.socketOptions[1].level: TCP_KEEPIDLE (6/4) is set twice to the same value; keep one"
            ])
    }

    @Test func laterStateWins() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 60, state: STATE_BOUND}
            - {level: 6, name: 4, intValue: 30}
            """)
        #expect(
            findings == [
                "SW116 error spec.socketOptions[1].level: TCP_KEEPIDLE (6/4) is set twice, to 30 and to 60: the last in Envoy's order (60) wins, and swapping them later is taken as no change; keep one"
            ])
    }

    @Test func sameNameAtAnotherLevelPasses() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 6, name: 9, intValue: 1, description: defer accept}
            """)
        #expect(
            findings == [
                "SW118 warning spec.socketOptions[1].intValue: TCP_DEFER_ACCEPT (6/9) set to 1: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; leave it out unless you are sure"
            ])
    }
}
