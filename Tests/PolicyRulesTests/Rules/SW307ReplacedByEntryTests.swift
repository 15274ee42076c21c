import Testing

@Suite struct SW307PerPortDropsKeepaliveTests {
    @Test func entryWithout() throws {
        #expect(
            try review(
                listenerPolicy("tcpKeepalive: {}", "perPort:\n- {port: 80, listener: {tcpKeepalive: {}}}\n- {port: 8443, listener: {}}")
            ).lines("SW3") == [
                "SW307 warning spec.perPort[1].listener.tcpKeepalive: the perPort entry of port 8443 replaces spec.default whole: its connections have no TCP keepalive; repeat tcpKeepalive in its listener"
            ])
    }

    @Test func nothingToLose() throws {
        let ports = "perPort:\n- {port: 8443, listener: {}}"
        #expect(try review(listenerPolicy("httpSettings: {}", ports)).lines("SW3").isEmpty)
        #expect(try review(listenerPolicy("tcpKeepalive: {keepAliveProbes: 0}", ports)).lines("SW307").isEmpty)
    }

    @Test func oneFindingAnEntry() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {}", "perPort:\n- {port: 1, listener: {}}\n- {listener: {}}")).lines("SW307").count
                == 2)
    }
}
