import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW125UnknownFieldTests {
    @Test func didYouMean() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, int_value: 1}
            """)
        #expect(
            findings == [
                "SW125 error spec.socketOptions[0].int_value: \"int_value\" is no field of a socket option: did you mean `intValue`?"
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

    /// The value is looked at: with it the recipe is whole, and nothing else is to be said of it.
    @Test(arguments: ["int_value", "value", "IntValue", "intvalue"])
    func whatIsPlainlyMeantIsRead(key: String) throws {
        let reviewed = try review(
            policy(
                """
                - {level: 1, name: 9, \(key): 1}
                - {level: 6, name: 4, \(key): 60}
                - {level: 6, name: 5, \(key): 20}
                - {level: 6, name: 6, \(key): 3}
                """))
        #expect(reviewed.lines("SW1").map { $0.prefix(5) } == Array(repeating: "SW125", count: 4))
        #expect(reviewed.lines("SW2").filter { $0.contains("error") || $0.contains("warning") } == [])
        let bad = try review(policy("- {level: 6, name: 4, \(key): 60000}\n- {level: 1, name: 9, intValue: 1}"))
        #expect(
            bad.lines("SW1").map { $0.prefix(5) } == ["SW106", "SW125"] || bad.lines("SW1").map { $0.prefix(5) } == ["SW125", "SW106"])
    }

    @Test func otherNamesOfTheNumbers() throws {
        let findings = try findings("- {optlevel: 6, optname: 4, value: 60}\n- {level: 1, name: 9, intValue: 1}")
        #expect(
            findings == [
                "SW125 error spec.socketOptions[0].optlevel: \"optlevel\" is no field of a socket option (nor is \"optname\" and \"value\"): did you mean `level`?"
            ])
    }

    @Test func ipVersionIsTooNewForAnOlderEnvoy() throws {
        let option = "- {level: 6, name: 18, intValue: 30000, ip_version: SOCKET_IP_VERSION_IPV6}"
        func findings(_ envoy: Release) throws -> [String] {
            try PolicyRulesTests.findings(option) { environment in
                environment.listenerFamily = .ipv6
                environment.releases["envoy"] = envoy
            }
        }
        #expect(try findings(Release(1, 38)).isEmpty)
        #expect(
            try findings(Release(1, 37)) == [
                "SW125 error spec.socketOptions[0].ip_version: \"ip_version\" is a field of a socket option since Envoy 1.38, and 1.37 does not know it: remove it"
            ])
    }
}
