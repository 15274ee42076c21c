import Testing

@Suite struct SW119NoEffectTests {
    @Test func notInherited() throws {
        let findings = try findings(
            """
            - {level: 1, name: 12, intValue: 6}
            """)
        #expect(
            findings == [
                "SW119 warning spec.socketOptions[0].level: SO_PRIORITY (1/12) does nothing for the listener's connections: accepted connections do not inherit it from the listener; remove it"
            ])
    }

    @Test func noOps() throws {
        let findings = try findings(
            """
            - {level: 1, name: 14, intValue: 1}
            - {level: 6, name: 17, intValue: 1, description: thin dupack}
            """)
        #expect(
            findings == [
                "SW119 warning spec.socketOptions[0].level: SO_BSDCOMPAT (1/14) does nothing for the listener's connections: the kernel ignores it; remove it",
                "SW119 warning spec.socketOptions[1].level: TCP_THIN_DUPACK (6/17) does nothing for the listener's connections: the kernel ignores it since Linux 4.13; remove it",
            ])
    }

    @Test func listenerOptionsPass() throws {
        let findings = try findings(
            """
            - {level: 6, name: 9, intValue: 1, description: defer accept}
            - {level: 6, name: 23, intValue: 16}
            """)
        #expect(
            findings == [
                "SW118 warning spec.socketOptions[0].intValue: TCP_DEFER_ACCEPT (6/9) set to 1: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; leave it out unless you are sure",
                "SW118 info spec.socketOptions[1].intValue: TCP_FASTOPEN (6/23) set to 16: it needs bit 2 of the sysctl net.ipv4.tcp_fastopen on the node; leave it out unless you are sure",
            ])
    }

    @Test func optionsOfTheOtherSide() throws {
        let findings = try findings(
            """
            - {level: 0, name: 24, intValue: 1}
            - {level: 6, name: 30, intValue: 1}
            """)
        #expect(
            findings == [
                "SW119 warning spec.socketOptions[0].level: IP_BIND_ADDRESS_NO_PORT (0/24) does nothing for the listener's connections: it is for sockets that connect, not for those that listen; remove it",
                "SW119 warning spec.socketOptions[1].level: TCP_FASTOPEN_CONNECT (6/30) does nothing for the listener's connections: it is for sockets that connect, not for those that listen; remove it",
            ])
    }
}
