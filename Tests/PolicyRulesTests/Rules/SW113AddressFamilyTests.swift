import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW113AddressFamilyTests {
    @Test func ipv6OptionOnIPv4() throws {
        let findings = try findings(
            """
            - {level: 41, name: 67, intValue: 32}
            """, environment: { $0.listenerFamily = .ipv4 })
        #expect(
            findings == [
                "SW113 error spec.socketOptions[0].level: IPV6_TCLASS (41/67) is an IPv6 option and the gateway binds IPv4: the kernel answers ENOPROTOOPT and Envoy rejects the listener; on linux write level 0, name 1 (IP_TOS)"
            ])
    }

    @Test func ipv6OptionOnIPv6Passes() throws {
        let findings = try findings(
            """
            - {level: 41, name: 67, intValue: 32}
            """, environment: { $0.listenerFamily = .ipv6 })
        #expect(findings == [])
    }

    @Test func tosAloneOnDual() throws {
        let findings = try findings(
            """
            - {level: 0, name: 1, intValue: 32}
            """)
        #expect(
            findings == [
                "SW113 warning spec.socketOptions[0].level: IP_TOS (0/1) on a listener that takes both families reaches IPv4 connections only; for IPv6 add IPV6_TCLASS: on linux write level 41, name 67"
            ])
    }

    @Test func tosWithItsTwinPasses() throws {
        let findings = try findings(
            """
            - {level: 0, name: 1, intValue: 32}
            - {level: 41, name: 67, intValue: 32}
            """)
        #expect(findings == [])
    }

    @Test func tosOnIPv4Passes() throws {
        let findings = try findings(
            """
            - {level: 0, name: 1, intValue: 32}
            """, environment: { $0.listenerFamily = .ipv4 })
        #expect(findings == [])
    }
}
