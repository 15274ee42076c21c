import Testing

@Suite struct SW109NumberTruncatedTests {
    @Test func saysWhatItBecomes() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 4294967356}
            """)
        #expect(
            findings == [
                "SW109 error spec.socketOptions[0].intValue: intValue 4294967356 does not fit in 32 bits, and Envoy cuts it to 60 without a word; write the number you mean"
            ])
    }

    @Test func goesOnWithTheTruncatedNumbers() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 4294967296}
            """)
        #expect(
            findings == [
                "SW106 error spec.socketOptions[0].intValue: TCP_KEEPIDLE (6/4) takes 1 to 32767 seconds, and 0 is refused with EINVAL: Envoy rejects the listener; write 1 to 32767 seconds",
                "SW109 error spec.socketOptions[0].intValue: intValue 4294967296 does not fit in 32 bits, and Envoy cuts it to 0 without a word; write the number you mean",
            ])
    }

    @Test func levelAndName() throws {
        let findings = try findings(
            """
            - {level: 4294967302, name: 4, intValue: 60}
            - {level: 6, name: 4294967301, intValue: 60}
            """)
        #expect(
            findings == [
                "SW109 error spec.socketOptions[0].level: level 4294967302 does not fit in 32 bits, and Envoy cuts it to 6 without a word; write the number you mean",
                "SW109 error spec.socketOptions[1].name: name 4294967301 does not fit in 32 bits, and Envoy cuts it to 5 without a word; write the number you mean",
            ])
    }

    @Test func thirtyTwoBitsPass() throws {
        let findings = try findings(
            """
            - {level: 6, name: 25, intValue: 2147483647}
            - {level: 6, name: 25, intValue: -2147483648}
            """)
        #expect(
            findings == [
                "SW116 error spec.socketOptions[1].level: TCP_NOTSENT_LOWAT (6/25) is set twice, to 2147483647 and to -2147483648: the last in Envoy's order (-2147483648) wins, and swapping them later is taken as no change; keep one"
            ])
    }
}
