import Testing

@Suite struct SW106ValueOutOfRangeTests {
    @Test func zeroAndTooMuch() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 0}
            - {level: 6, name: 5, intValue: 32768}
            - {level: 6, name: 6, intValue: 128}
            """)
        #expect(
            findings == [
                "SW106 error spec.socketOptions[0].intValue: TCP_KEEPIDLE (6/4) takes 1 to 32767 seconds, and 0 is refused with EINVAL: Envoy rejects the listener; write 1 to 32767 seconds",
                "SW106 error spec.socketOptions[1].intValue: TCP_KEEPINTVL (6/5) takes 1 to 32767 seconds, and 32768 is refused with EINVAL: Envoy rejects the listener; write 1 to 32767 seconds",
                "SW106 error spec.socketOptions[2].intValue: TCP_KEEPCNT (6/6) takes 1 to 127 probes, and 128 is refused with EINVAL: Envoy rejects the listener; write 1 to 127 probes",
            ])
    }

    @Test func edgesPass() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 1}
            - {level: 6, name: 5, intValue: 32767}
            - {level: 6, name: 6, intValue: 127}
            """)
        #expect(findings == [])
    }

    @Test func millisecondsAreGuessed() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 60000}
            """)
        #expect(
            findings == [
                "SW106 error spec.socketOptions[0].intValue: TCP_KEEPIDLE (6/4) takes 1 to 32767 seconds, and 60000 is refused with EINVAL: Envoy rejects the listener; write 60 if you mean 60000 milliseconds"
            ])
    }

    @Test func optionThatTakesNothing() throws {
        let findings = try findings(
            """
            - {level: 0, name: 3, intValue: 1}
            """)
        #expect(
            findings == [
                "SW106 error spec.socketOptions[0].intValue: IP_HDRINCL (0/3) takes no value on a TCP listener, and 1 is refused with ENOPROTOOPT: Envoy rejects the listener; remove it"
            ])
    }
}
