import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

@Suite struct SW118TrafficHazardTests {
    @Test func eachOfTheHazards() throws {
        let findings = try findings(
            """
            - {level: 1, name: 5, intValue: 1}
            - {level: 6, name: 3, intValue: 1}
            - {level: 1, name: 18, intValue: 2}
            - {level: 0, name: 21, intValue: 33}
            - {level: 41, name: 73, intValue: 33}
            - {level: 41, name: 26, intValue: 1}
            - {level: 1, name: 8, intValue: 4095}
            - {level: 1, name: 7, intValue: 0}
            - {level: 6, name: 18, intValue: 999}
            - {level: 6, name: 10, intValue: 4095}
            """)
        #expect(
            findings == [
                "SW118 error spec.socketOptions[0].intValue: SO_DONTROUTE (1/5) set to 1: replies bypass the gateway, and every client off the local network times out; remove it",
                "SW118 error spec.socketOptions[1].intValue: TCP_CORK (6/3) set to 1: every response waits about 200 ms; remove it",
                "SW118 error spec.socketOptions[2].intValue: SO_RCVLOWAT (1/18) set to 2: requests hang when fewer bytes than that are left to read; remove it",
                "SW118 error spec.socketOptions[3].intValue: IP_MINTTL (0/21) set to 33: packets that travelled farther are dropped, and most clients time out; remove it",
                "SW118 error spec.socketOptions[4].intValue: IPV6_MINHOPCOUNT (41/73) set to 33: packets that travelled farther are dropped, and most clients time out; remove it",
                "SW118 error spec.socketOptions[5].intValue: IPV6_V6ONLY (41/26) set to 1: a listener on \"::\" refuses every IPv4 client; remove it",
                "SW118 error spec.socketOptions[6].intValue: SO_RCVBUF (1/8) set to 4095: each connection's receive buffer shrinks to a few KiB, and uploads collapse; remove it",
                "SW118 error spec.socketOptions[7].intValue: SO_SNDBUF (1/7) set to 0: each connection's send buffer shrinks to about 4 KiB, and throughput collapses; remove it",
                "SW118 error spec.socketOptions[8].intValue: TCP_USER_TIMEOUT (6/18) set to 999: a connection is closed when one packet is lost for less than a second (it counts milliseconds); remove it",
                "SW118 error spec.socketOptions[9].intValue: TCP_WINDOW_CLAMP (6/10) set to 4095: the kernel offers clients a window of one or two packets, and uploads crawl; remove it",
            ])
    }

    @Test func harmlessValuesPass() throws {
        let findings = try findings(
            """
            - {level: 1, name: 5, intValue: 0}
            - {level: 6, name: 3, intValue: 0}
            - {level: 1, name: 18, intValue: 1}
            - {level: 0, name: 21, intValue: 32}
            - {level: 41, name: 73, intValue: 32}
            - {level: 41, name: 26, intValue: 0}
            - {level: 6, name: 18, intValue: 1000}
            - {level: 6, name: 10, intValue: 4096}
            """)
        #expect(findings == [])
    }

    @Test func v6OnlyOnAnIPv6ListenerPasses() throws {
        let findings = try findings(
            """
            - {level: 41, name: 26, intValue: 1}
            """, environment: { $0.listenerFamily = .ipv6 })
        #expect(findings == [])
    }

    @Test func repairWithTheCapability() throws {
        let findings = try findings(
            """
            - {level: 6, name: 19, intValue: 1}
            """, environment: { $0.capabilities = .all })
        #expect(
            findings == [
                "SW118 error spec.socketOptions[0].intValue: TCP_REPAIR (6/19) set to 1: accepted connections cannot exchange data (EPERM); remove it"
            ])
    }

    @Test func buffersBeyondTheSysctls() throws {
        let findings = try findings("- {level: 1, name: 8, intValue: 16777216}\n- {level: 1, name: 7, intValue: 212992}")
        #expect(
            findings == [
                "SW118 warning spec.socketOptions[0].intValue: SO_RCVBUF (1/8) set to 16777216: the kernel cuts it to net.core.rmem_max (212992 unless the node raises it) and no longer tunes the buffer itself; leave it out unless you are sure"
            ])
    }

    /// Whoever writes 1/7 for TCP_NODELAY is told where that is, not only to remove it.
    @Test func saysWhereTheNamedOptionIs() throws {
        let spelled = try findings("- {description: TCP_NODELAY, level: 1, name: 7, intValue: 1}")
        #expect(spelled.count == 1 && spelled[0].hasPrefix("SW105 error") && spelled[0].contains("on linux write level 6, name 1"))
        let lower = try findings("- {description: tcp_nodelay, level: 1, name: 7, intValue: 1}")
        #expect(lower.count == 1 && lower[0].hasPrefix("SW105 error") && lower[0].contains("on linux write level 6, name 1"))
        let spoken = try findings("- {description: turn Nagle off, level: 1, name: 7, intValue: 1}")
        #expect(spoken.count == 1 && spoken[0].hasSuffix("remove it; for TCP_NODELAY on linux write level 6, name 1"))
    }

    /// More bytes than the kernel reads are no way around: SO_RCVLOWAT is 60, whatever stands behind.
    @Test func eightBytesAreTheIntOfTheFirstFour() throws {
        #expect(try findings("- {level: 1, name: 18, bufValue: PAAAAAAAAAA=}").map { $0.prefix(11) } == ["SW118 error"])
        #expect(try findings("- {level: 1, name: 18, bufValue: AQAAAAAAAAA=}") == [])
    }
}
