import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW123SkippedOptionTests {
    @Test func datagram() throws {
        let findings = try findings(
            """
            - {level: 6, name: 18, intValue: 30000, type: {datagram: {}}}
            """)
        #expect(
            findings == [
                "SW123 warning spec.socketOptions[0].type: TCP_USER_TIMEOUT (6/18) is for datagram sockets only, and Envoy skips it on a TCP socket; leave `type` out, or write {stream: {}}"
            ])
    }

    @Test func otherFamily() throws {
        let findings = try findings(
            """
            - {level: 6, name: 18, intValue: 30000, ip_version: SOCKET_IP_VERSION_IPV4}
            """)
        #expect(
            findings == [
                "SW123 warning spec.socketOptions[0].ip_version: TCP_USER_TIMEOUT (6/18) is for another address family than the listener's (dual), and Envoy skips it; leave ip_version out, or write SOCKET_IP_VERSION_IPV6"
            ])
    }

    @Test func skippedIsAbsent() throws {
        let findings = try findings("- {level: 6, name: 9999, intValue: 1, ip_version: SOCKET_IP_VERSION_IPV4}") {
            $0.listenerFamily = .ipv6
        }
        #expect(
            findings == [
                "SW123 warning spec.socketOptions[0].ip_version: 6/9999 is for another address family than the listener's (ipv6), and Envoy skips it; leave ip_version out, or write SOCKET_IP_VERSION_IPV6"
            ])
    }

    /// A gateway that takes both families may bind IPv4 alone, and then the option is no longer skipped.
    @Test(arguments: [
        ("{level: 6, name: 9999, intValue: 1}", "SW101 error"), ("{level: 65535, name: 8, intValue: 1}", "SW102 error"),
        ("{level: 9, name: 1, intValue: 1}", "SW104 error"), ("{level: 6, name: 4, intValue: 0}", "SW106 error"),
        ("{level: 1, name: 13, intValue: 5}", "SW107 error"), ("{level: 1, name: 36, intValue: 1}", "SW114 error"),
        ("{level: 41, name: 67, intValue: 32}", "SW113 error"), ("{level: 6, name: 13, bufValue: YmJy}", "SW126 warning"),
        ("{level: 6, name: 18, intValue: 30000}", "SW123 warning"),
    ])
    func whatMayBeRefusedIsReported(option: String, expected: String) throws {
        let skipped = option.dropLast() + ", ip_version: SOCKET_IP_VERSION_IPV4}"
        let found = try findings("- \(skipped)")
        #expect(found.count == 1 && found[0].hasPrefix(expected), "\(found)")
        let sure = try findings("- \(skipped)") { $0.listenerFamily = .ipv6 }
        #expect(sure.map { $0.prefix(13) } == ["SW123 warning"])
        let always = try findings("- \(option.dropLast()), type: {datagram: {}}}")
        #expect(always.map { $0.prefix(13) } == ["SW123 warning"], "a TCP listener it always is")
    }

    @Test func ownFamilyPasses() throws {
        let findings = try findings(
            """
            - {level: 6, name: 18, intValue: 30000, ip_version: SOCKET_IP_VERSION_IPV6}
            - {level: 6, name: 8, intValue: 5, description: linger2, type: {stream: {}}}
            """)
        #expect(findings == [])
    }

    /// Envoy applies both, and exits: `type` is no oneof, and null is a member left out (measured, see the Envoy agreement tests).
    @Test func membersThatDoNotCountAreNotSkipped() throws {
        let findings = try findings(
            """
            - {level: 65535, name: 8, intValue: 1, type: {datagram: null}}
            - {level: 65535, name: 4, intValue: 1, type: {datagram: {}, stream: {}}}
            """)
        #expect(findings.map { $0.prefix(11) } == ["SW102 error", "SW102 error"])
    }

    /// On a listener whose name shows that it is for UDP or QUIC an option for datagram sockets is applied.
    @Test func anOptionForDatagramsIsAppliedToAListenerForThem() throws {
        let yaml = policy("- {level: 65535, name: 8, intValue: 1, type: {datagram: {}}}").replacing(
            "name: http}", with: "name: http, sectionName: dns-udp}")
        #expect(try review(yaml).lines("SW1").map { $0.prefix(11) } == ["SW102 error"])
    }
}
