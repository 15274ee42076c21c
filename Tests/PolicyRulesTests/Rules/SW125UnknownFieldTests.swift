import Testing

@Suite struct SW125UnknownFieldTests {
    @Test func didYouMean() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, int_value: 1}
            """)
        #expect(
            findings == [
                "SW108 error spec.socketOptions[0].intValue: SO_KEEPALIVE (1/9) has neither intValue nor bufValue, and Envoy refuses the configuration; write intValue",
                "SW125 error spec.socketOptions[0].int_value: \"int_value\" is no field of a socket option: did you mean `intValue`?",
            ])
    }

    @Test func goesOn() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 0, optname: 4}
            """)
        #expect(
            findings == [
                "SW106 error spec.socketOptions[0].intValue: TCP_KEEPIDLE (6/4) takes 1 to 32767 seconds, and 0 is refused with EINVAL: Envoy rejects the listener; write 1 to 32767 seconds",
                "SW125 error spec.socketOptions[0].optname: \"optname\" is no field of a socket option: did you mean `name`?",
            ])
    }

    @Test func knownOnesPass() throws {
        let findings = try findings(
            """
            - {level: 6, name: 18, intValue: 30000, type: {stream: {}}, ipVersion: SOCKET_IP_VERSION_IPV6}
            """)
        #expect(findings == [])
    }
}
