import PolicyRules
import Testing

@Suite struct SW302DurationTypeTests {
    @Test func numbersWhereDurationsAreDue() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60, keepAliveInterval: \"20\", keepAliveProbes: \"3\"}")).lines("SW3")
                == [
                    "SW302 error spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is 60, but it takes a duration with its unit; write 60s",
                    "SW302 error spec.default.tcpKeepalive.keepAliveInterval: keepAliveInterval is \"20\", but it takes a duration with its unit; write 20s",
                    "SW302 error spec.default.tcpKeepalive.keepAliveProbes: keepAliveProbes is \"3\", but it takes a whole number; write 3",
                ])
    }

    @Test func durationsWhereNumbersAreDue() throws {
        #expect(
            try review(backend("{keepaliveTime: 1m, keepaliveInterval: \"20\", keepaliveProbes: 2.5}")).lines("SW3") == [
                "SW302 error spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is \"1m\", but it takes a whole number of seconds; write 60",
                "SW302 error spec.connectionConfig.tcpKeepalive.keepaliveInterval: keepaliveInterval is \"20\", but it takes a whole number of seconds; write 20",
                "SW302 error spec.connectionConfig.tcpKeepalive.keepaliveProbes: keepaliveProbes is 2.5, but it takes a whole number; write for example 3",
            ])
    }

    @Test func whatNobodyCanGuess() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: true, keepAliveInterval: 60000, keepAliveProbes: [3]}")).lines("SW3")
                == [
                    "SW302 error spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is true, but it takes a duration with its unit; write for example 60s",
                    "SW302 error spec.default.tcpKeepalive.keepAliveInterval: keepAliveInterval is 60000, but it takes a duration with its unit; write for example 20s",
                    "SW302 error spec.default.tcpKeepalive.keepAliveProbes: keepAliveProbes is a list or a map, but it takes a whole number; write for example 3",
                ])
    }

    @Test func blockThatIsNoMap() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: 60")).lines("SW3") == [
                "SW302 error spec.default.tcpKeepalive: tcpKeepalive is 60, not a map of keepalive settings: write for example {keepAliveTime: 60s}"
            ])
    }

    @Test func rightTypesAndNullsAreFine() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: null, keepAliveProbes: 3}")).lines("SW3")
                .isEmpty)
        #expect(try review(backend("{keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbes: 2}")).lines("SW3").isEmpty)
    }

    @Test(arguments: [
        ("keepAliveTime: 60", "keepAliveTime: 60s"), ("keepAliveTime: \"60\"", "keepAliveTime: \"60s\""),
        ("keepAliveTime: '60'", "keepAliveTime: '60s'"), ("keepAliveProbes: \"3\"", "keepAliveProbes: 3"),
    ])
    func fixes(written: String, mended: String) throws {
        let yaml = listenerPolicy("tcpKeepalive: {\(written)}")
        let fix = try #require(try review(yaml).review.findings.first { $0.rule.code == "SW302" }?.fix)
        #expect(fix.applied(to: yaml) == listenerPolicy("tcpKeepalive: {\(mended)}"))
    }

    @Test func fixOfADurationWhereANumberIsDue() throws {
        let yaml = backend("{keepaliveTime: 60s}")
        let fix = try #require(try review(yaml).review.findings.first { $0.rule.code == "SW302" }?.fix)
        #expect(fix.applied(to: yaml) == backend("{keepaliveTime: 60}"))
    }

    @Test func noSafeFixOfWhatTheKernelWouldRefuse() throws {
        let finding = try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60000}")).review.findings.first { $0.rule.code == "SW302" }
        #expect(finding != nil)
        #expect(finding?.fix?.safety == .unsafe && finding?.fix?.title == "write 60s")
    }
}
