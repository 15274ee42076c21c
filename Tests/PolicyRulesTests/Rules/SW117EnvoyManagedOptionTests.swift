import Testing

@Suite struct SW117EnvoyManagedOptionTests {
    @Test func reusePortOff() throws {
        let findings = try findings(
            """
            - {level: 1, name: 15, intValue: 0}
            """)
        #expect(
            findings == [
                "SW117 error spec.socketOptions[0].intValue: SO_REUSEPORT (1/15) set to 0 undoes what Envoy sets for its worker threads: the second one fails with EADDRINUSE and the listener is gone; remove it"
            ])
    }

    @Test func reusePortOffWhenListening() throws {
        let findings = try findings(
            """
            - {level: 1, name: 15, intValue: 0, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW117 warning spec.socketOptions[0].intValue: SO_REUSEPORT (1/15) set to 0 in STATE_LISTENING does nothing any more, as every worker listens by then; remove it"
            ])
    }

    @Test func nodelayOff() throws {
        let findings = try findings(
            """
            - {level: 6, name: 1, intValue: 0}
            """)
        #expect(
            findings == [
                "SW117 warning spec.socketOptions[0].intValue: TCP_NODELAY (6/1) set to 0 does nothing: Envoy sets it to 1 on every connection it accepts; remove it"
            ])
    }

    @Test func reuseAddressOff() throws {
        let findings = try findings(
            """
            - {level: 1, name: 2, intValue: 0}
            """)
        #expect(
            findings == [
                "SW117 warning spec.socketOptions[0].intValue: SO_REUSEADDR (1/2) set to 0 undoes what Envoy sets: a restarted proxy can fail to bind (EADDRINUSE) while old connections linger in TIME_WAIT; remove it"
            ])
    }

    @Test func onPasses() throws {
        let findings = try findings(
            """
            - {level: 1, name: 15, intValue: 1}
            - {level: 6, name: 1, intValue: 1}
            - {level: 1, name: 2, intValue: 1}
            """)
        #expect(findings == [])
    }
}
