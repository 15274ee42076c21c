import PolicyRules
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

    /// bufValue is base64, and a name looks much like it.
    @Test func namesWrittenAsTheyAre() throws {
        let source = policy("- {level: 1, name: 25, bufValue: eth0}\n- {level: 6, name: 13, bufValue: bbr}")
        let reviewed = try review(source)
        #expect(
            reviewed.lines("SW1") == [
                "SW106 error spec.socketOptions[0].bufValue: SO_BINDTODEVICE (1/25) takes a name, and bufValue is base64: eth0 decodes to the bytes 7a d8 74, which is no name (ENODEV), and Envoy rejects the listener; for the name eth0 write ZXRoMAA=",
                "SW106 error spec.socketOptions[1].bufValue: TCP_CONGESTION (6/13) takes a name, and bufValue is base64: bbr decodes to the bytes 6d ba, which is no name (ENOENT), and Envoy rejects the listener; for the name bbr write YmJyAA==",
            ])
        var mended = source
        for fix in reviewed.review.findings.compactMap(\.fix).reversed() { mended = fix.applied(to: mended) }
        #expect(mended.contains("bufValue: ZXRoMAA=}") && mended.contains("bufValue: YmJyAA==}"))
        #expect(try review(mended).lines("SW1").map { $0.prefix(13) } == ["SW126 warning", "SW126 warning"])
        let cubic = try findings("- {level: 6, name: 13, bufValue: cubic}")
        #expect(
            cubic == [
                "SW124 error spec.socketOptions[0].bufValue: `bufValue` is base64, and \"cubic\" is none; for the name cubic write Y3ViaWMA"
            ])
    }
}
