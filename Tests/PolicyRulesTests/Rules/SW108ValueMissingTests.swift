import Testing

@Suite struct SW108ValueMissingTests {
    @Test func neither() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9}
            """)
        #expect(
            findings == [
                "SW108 error spec.socketOptions[0].intValue: SO_KEEPALIVE (1/9) has neither intValue nor bufValue, and Envoy refuses the configuration; write intValue"
            ])
    }

    @Test func both() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, bufValue: AQAAAA==}
            """)
        #expect(
            findings == [
                "SW108 error spec.socketOptions[0].bufValue: SO_KEEPALIVE (1/9) has both intValue and bufValue, and Envoy refuses the configuration; keep one of them"
            ])
    }
}
