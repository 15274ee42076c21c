import Testing

@Suite struct SW103SilentCollisionTests {
    @Test func keepaliveAtTheWrongLevel() throws {
        let findings = try findings(
            """
            - {description: enable keepalive, level: 6, name: 9, intValue: 1}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[0].level: 6/9 looks meant as SO_KEEPALIVE, but here it is TCP_DEFER_ACCEPT (hands a connection to the proxy only when its first data arrive), taken without a word: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; on linux write level 1, name 9"
            ])
    }

    @Test func intervalAtTheSocketLevel() throws {
        let findings = try findings(
            """
            - {description: keepalive interval, level: 1, name: 5, intValue: 20}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[0].level: 1/5 looks meant as TCP_KEEPINTVL, but here it is SO_DONTROUTE (sends only to hosts on directly connected networks), taken without a word: replies bypass the gateway, and every client off the local network times out; on linux write level 6, name 5"
            ])
    }

    @Test func constantOfAnother() throws {
        let findings = try findings(
            """
            - {description: SO_KEEPALIVE, level: 1, name: 8, intValue: 1}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[0].level: 1/8 looks meant as SO_KEEPALIVE, but here it is SO_RCVBUF (size of the receive buffer: doubled, at most twice net.core.rmem_max; switches autotuning off), taken without a word: each connection's receive buffer shrinks to a few KiB, and uploads collapse; on linux write level 1, name 9"
            ])
    }

    @Test func recipeThatLacksExactlyTheSwitch() throws {
        let findings = try findings(
            """
            - {level: 6, name: 9, intValue: 1}
            - {level: 6, name: 4, intValue: 60}
            - {level: 6, name: 5, intValue: 20}
            - {level: 6, name: 6, intValue: 2}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[0].level: 6/9 looks meant as SO_KEEPALIVE, but here it is TCP_DEFER_ACCEPT (hands a connection to the proxy only when its first data arrive), taken without a word: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; on linux write level 1, name 9"
            ])
    }

    @Test func recipeThatLacksExactlyTheInterval() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 6, name: 4, intValue: 60}
            - {level: 1, name: 5, intValue: 20}
            - {level: 6, name: 6, intValue: 2}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[2].level: 1/5 looks meant as TCP_KEEPINTVL, but here it is SO_DONTROUTE (sends only to hosts on directly connected networks), taken without a word: replies bypass the gateway, and every client off the local network times out; on linux write level 6, name 5"
            ])
    }

    @Test func twoCollisionsFillTwoGaps() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 6, name: 4, intValue: 60}
            - {level: 1, name: 5, intValue: 20}
            - {level: 1, name: 6, intValue: 2}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[2].level: 1/5 looks meant as TCP_KEEPINTVL, but here it is SO_DONTROUTE (sends only to hosts on directly connected networks), taken without a word: replies bypass the gateway, and every client off the local network times out; on linux write level 6, name 5",
                "SW103 error spec.socketOptions[3].level: 1/6 looks meant as TCP_KEEPCNT, but here it is SO_BROADCAST (allows datagrams to broadcast addresses; means nothing to TCP), taken without a word, which does nothing for keepalive; on linux write level 6, name 6",
            ])
    }

    @Test func notWhereTheRecipeIsWhole() throws {
        let findings = try findings(
            """
            - {level: 1, name: 9, intValue: 1}
            - {level: 6, name: 4, intValue: 60}
            - {level: 6, name: 5, intValue: 20}
            - {level: 6, name: 6, intValue: 2}
            - {level: 6, name: 9, intValue: 1}
            """)
        #expect(
            findings == [
                "SW118 warning spec.socketOptions[4].intValue: TCP_DEFER_ACCEPT (6/9) set to 1: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; leave it out unless you are sure"
            ])
    }

    @Test func neverWhereTheDescriptionNamesTheRealOption() throws {
        let findings = try findings(
            """
            - {description: TCP_DEFER_ACCEPT for keepalive clients, level: 6, name: 9, intValue: 1}
            - {description: defer accept of keepalive connections, level: 6, name: 9, intValue: 2}
            - {description: bigger receive buffer, level: 1, name: 8, intValue: 1024}
            """)
        #expect(
            findings == [
                "SW118 warning spec.socketOptions[0].intValue: TCP_DEFER_ACCEPT (6/9) set to 1: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; leave it out unless you are sure",
                "SW116 error spec.socketOptions[1].level: TCP_DEFER_ACCEPT (6/9) is set twice, to 1 and to 2: the last in Envoy's order (2) wins, and swapping them later is taken as no change; keep one",
                "SW118 warning spec.socketOptions[1].intValue: TCP_DEFER_ACCEPT (6/9) set to 2: Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first; leave it out unless you are sure",
                "SW118 error spec.socketOptions[2].intValue: SO_RCVBUF (1/8) set to 1024: each connection's receive buffer shrinks to a few KiB, and uploads collapse; remove it",
            ])
    }

    @Test func neverForARealReceiveBuffer() throws {
        let findings = try findings(
            """
            - {description: keepalive, level: 1, name: 8, intValue: 4096}
            """)
        #expect(findings == [])
    }

    @Test func thinStreamsWithOneOnly() throws {
        let findings = try findings(
            """
            - {description: keepalive idle, level: 6, name: 16, intValue: 1}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[0].level: 6/16 looks meant as TCP_KEEPIDLE, but here it is TCP_THIN_LINEAR_TIMEOUTS (retransmits thin streams at constant intervals), taken without a word, which does nothing for keepalive; on linux write level 6, name 4"
            ])
    }

    @Test func ipv6Level() throws {
        let findings = try findings(
            """
            - {description: keepalive idle time, level: 41, name: 4, intValue: 60}
            """)
        #expect(
            findings == [
                "SW103 error spec.socketOptions[0].level: 41/4 looks meant as TCP_KEEPIDLE, but here it is IPV6_2292DSTOPTS (reports destination options of packets (old number)), taken without a word, which does nothing for keepalive; on linux write level 6, name 4"
            ])
    }
}
