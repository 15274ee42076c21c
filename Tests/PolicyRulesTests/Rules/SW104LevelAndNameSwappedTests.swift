import Testing

@Suite struct SW104LevelAndNameSwappedTests {
    @Test func swappedKeepalive() throws {
        let findings = try findings(
            """
            - {level: 9, name: 1, intValue: 1}
            """)
        #expect(
            findings == [
                "SW104 error spec.socketOptions[0].level: 9/1 is no option, and level and name look swapped: for SO_KEEPALIVE write level 1, name 9"
            ])
    }

    @Test func swappedIdle() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 4, name: 6, intValue: 60}
            - {level: 5, name: 6, intValue: 20}
            """)
        #expect(
            findings == [
                "SW104 error spec.socketOptions[1].level: 4/6 is no option, and level and name look swapped: for TCP_KEEPIDLE write level 6, name 4",
                "SW104 error spec.socketOptions[2].level: 5/6 is no option, and level and name look swapped: for TCP_KEEPINTVL write level 6, name 5",
            ])
    }

    @Test func theMirrorMustBeKnown() throws {
        let findings = try findings(
            """
            - {level: 150, name: 6, intValue: 1}
            """)
        #expect(
            findings == [
                "SW101 error spec.socketOptions[0].level: 150/6 is no socket option of linux: the kernel answers ENOPROTOOPT and Envoy rejects the listener; write the level and name of the option you mean"
            ])
    }
}
