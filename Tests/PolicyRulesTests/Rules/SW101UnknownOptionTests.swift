import PolicyRules
import SocketOptions
import Testing

@Suite struct SW101UnknownOptionTests {
    @Test func namesThePairAndTheErrno() throws {
        let findings = try findings(
            """
            - {level: 6, name: 9999, intValue: 1}
            """)
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: 6/9999 is no socket option of linux: the kernel answers ENOPROTOOPT and Envoy rejects the listener; write the level and name of the option you mean"
            ])
    }

    @Test func namesAnotherProtocol() throws {
        let findings = try findings(
            """
            - {level: 17, name: 103, intValue: 1}
            - {level: 132, name: 1, intValue: 1}
            """)
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: level 17 is UDP: a gateway's listener is a TCP socket and takes none of its options; remove it",
                "SW101 error spec.socketOptions[1].level: level 132 is SCTP: a gateway's listener is a TCP socket and takes none of its options; remove it",
            ])
    }

    @Test func negativeNumbersAreNoOption() throws {
        let findings = try findings(
            """
            - {level: -1, name: 1, intValue: 1}
            """)
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: -1/1 is no socket option of linux: the kernel answers ENOPROTOOPT and Envoy rejects the listener; write the level and name of the option you mean"
            ])
    }

    @Test func leftOutNumberIsZero() throws {
        let findings = try findings(
            """
            - {level: 6, intValue: 1}
            """)
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: 6/0 is no socket option of linux: the kernel answers ENOPROTOOPT and Envoy rejects the listener; write the level and name of the option you mean; name is left out, which Envoy reads as 0: write it"
            ])
    }

    @Test func listeningMakesItWorse() throws {
        let findings = try findings(
            """
            - {level: 6, name: 9999, intValue: 1, state: STATE_LISTENING}
            """)
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: 6/9999 is no socket option of linux: the kernel answers ENOPROTOOPT and Envoy drops the listener; write the level and name of the option you mean; STATE_LISTENING makes it worse, as the update itself is not refused: write STATE_PREBIND"
            ])
    }

    @Test func gvisorTakesItInSilence() throws {
        let findings = try findings(
            """
            - {level: 6, name: 9999, intValue: 1}
            """, environment: { $0.platforms = [.gvisor] })
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: 6/9999 is no socket option of gvisor: the kernel takes it in silence and does nothing; write the level and name of the option you mean"
            ])
    }

    @Test func knownOptionsPass() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            """)
        #expect(findings == [])
    }
}
