import Testing

@Suite struct SW124MalformedFieldTests {
    @Test func fraction() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 60.5}
            """)
        #expect(
            findings == [
                "SW124 error spec.socketOptions[0].intValue: `intValue` is 60.5, a fraction; socket options are whole numbers: write one"
            ])
    }

    @Test func moreThan64Bits() throws {
        let findings = try findings(
            """
            - {level: 6, name: 4, intValue: 9223372036854775808}
            """)
        #expect(
            findings == [
                "SW124 error spec.socketOptions[0].intValue: `intValue` is 9223372036854775808, more than 64 bits hold; write a number of at most 32 bits"
            ])
    }

    @Test func boolAndNull() throws {
        let findings = try findings(
            """
            - {level: true, name: 4, intValue: 60}
            - {level: 6, name: null, intValue: 60}
            """)
        #expect(
            findings == [
                "SW124 error spec.socketOptions[0].level: `level` is true; write a whole number",
                "SW124 error spec.socketOptions[1].name: `name` is null, which Envoy reads as left out; write a whole number",
            ])
    }

    @Test func notBase64() throws {
        let findings = try findings(
            """
            - {level: 6, name: 13, bufValue: '%%'}
            """)
        #expect(
            findings == [
                "SW124 error spec.socketOptions[0].bufValue: `bufValue` is \"%%\", which is no base64; write the option's bytes in base64, or use intValue"
            ])
    }

    @Test func nullItem() throws {
        let findings = try findings(
            """
            - null
            """)
        #expect(
            findings == [
                "SW124 error spec.socketOptions[0]: an item of `socketOptions` is null; write a socket option, a map with level, name and intValue"
            ])
    }

    @Test func wholeNumbersInOtherClothesPass() throws {
        let findings = try findings(
            """
            - {level: '6', name: 4.0, intValue: '60'}
            """)
        #expect(findings == [])
    }

    @Test func versionsAndTypesThatEnvoyDoesNotKnow() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1, ip_version: IPV6}
            - {level: 6, name: 4, intValue: 60, type: {datagram: true}}
            - {level: 6, name: 5, intValue: 20, type: {tcp: {}}}
            """)
        #expect(
            findings == [
                "SW124 error spec.socketOptions[0].ip_version: `ip_version` is \"IPV6\"; write SOCKET_IP_VERSION_IPV4 or SOCKET_IP_VERSION_IPV6",
                "SW124 error spec.socketOptions[1].type.datagram: `type` is true; write an empty map, {}",
                "SW124 error spec.socketOptions[2].type.tcp: `type` is a map with \"tcp\"; write {stream: {}} or {datagram: {}}",
            ])
    }

    /// Protobuf reads null as a field left out, and so it is where nobody could mean anything else.
    @Test func nullIsLeftOut() throws {
        #expect(try findings("- {level: 6, name: 18, intValue: 30000, state: null, description: null, type: null, ip_version: null}") == [])
    }

    /// What stands below something that is no list or map is not read: it must not pass for sound.
    @Test func somethingElseOnTheWayToASetting() throws {
        let ports = listenerPolicy("httpSettings: {}", "perPort: {port: 80, listener: {tcpKeepalive: {keepAliveTime: 0s}}}")
        #expect(try review(ports).lines("SW124") == ["SW124 error spec.perPort: `perPort` is a map; write a list"])
        let spec = "{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, metadata: {name: p}, spec: [{tcpKeepalive: {}}]}"
        #expect(try review(spec).lines("SW") == ["SW124 error spec: `spec` is a list; write a map"])
    }
}
