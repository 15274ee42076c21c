import PolicyRules
import Testing

@Suite struct SW301MisspeltFieldTests {
    @Test(arguments: [
        ("keepaliveTime: 60s", "keepaliveTime", "keepAliveTime"), ("idle_time: 60s", "idle_time", "keepAliveTime"),
        ("idleTime: 60s", "idleTime", "keepAliveTime"), ("interval: 20s", "interval", "keepAliveInterval"),
        ("probes: 3", "probes", "keepAliveProbes"), ("keepalive_probes: 3", "keepalive_probes", "keepAliveProbes"),
        ("keepAliveProbe: 3", "keepAliveProbe", "keepAliveProbes"), ("keepaliveTime: 60", "keepaliveTime", "keepAliveTime: 60s"),
    ])
    func didYouMean(written: String, name: String, meant: String) throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {\(written)}")).lines("SW3") == [
                "SW301 error spec.default.tcpKeepalive.\(name): \"\(name)\" is no field of this tcpKeepalive: did you mean `\(meant)`?"
            ])
    }

    @Test func otherProductTheOtherWayRound() throws {
        #expect(
            try review(backend("{keepAliveTime: 60}")).lines("SW3") == [
                "SW301 error spec.connectionConfig.tcpKeepalive.keepAliveTime: \"keepAliveTime\" is no field of this tcpKeepalive: did you mean `keepaliveTime`?"
            ])
    }

    @Test func besideTheRightOne() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepaliveTime: 60}")).lines("SW3") == [
                "SW301 error spec.default.tcpKeepalive.keepaliveTime: \"keepaliveTime\" is no field of this tcpKeepalive, and keepAliveTime is there already: remove it"
            ])
    }

    @Test func nothingLikeIt() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {enabled: true}")).lines("SW3") == [
                "SW301 error spec.default.tcpKeepalive.enabled: \"enabled\" is no field of tcpKeepalive: its fields are keepAliveTime, keepAliveInterval and keepAliveProbes"
            ])
    }

    @Test func blockItself() throws {
        #expect(
            try review(listenerPolicy("tcpKeepAlive: {}", "socket_options: []\ntcpKeepalive: {}")).lines("SW3") == [
                "SW301 error spec.default.tcpKeepAlive: \"tcpKeepAlive\" is no field of ListenerPolicy: did you mean `tcpKeepalive`?",
                "SW301 error spec.socket_options: \"socket_options\" is no field of ListenerPolicy: did you mean `socketOptions`?",
                "SW301 error spec.tcpKeepalive: \"tcpKeepalive\" is no field of `spec` in a ListenerPolicy: write it as `spec.default.tcpKeepalive`",
            ])
        #expect(
            try review(backendConfigPolicy("connectionConfig: {tcpKeepalive: {}}")).lines("SW3") == [
                "SW301 error spec.connectionConfig: \"connectionConfig\" is no field of `spec` in a BackendConfigPolicy: write its keepalive as `spec.tcpKeepalive`"
            ])
    }

    /// The lines below an empty block that were not indented: one finding, and nothing of the block.
    @Test func besideAnEmptyBlock() throws {
        #expect(
            try review(backendConfigPolicy("tcpKeepalive:\nkeepAliveTime: 60s")).lines("SW") == [
                "SW301 error spec.keepAliveTime: \"keepAliveTime\" belongs into `spec.tcpKeepalive`, which stands here with nothing in it: indent it below"
            ])
    }

    @Test func oneLevelTooHigh() throws {
        #expect(
            try review(backendConfigPolicy("keepAliveTime: 60s")).lines("SW") == [
                "SW301 error spec.keepAliveTime: \"keepAliveTime\" is no field of `spec` in a BackendConfigPolicy: write it as `spec.tcpKeepalive.keepAliveTime`"
            ])
        #expect(
            try review(listenerPolicy("keepAliveTime: 60s, keepAliveProbes: 3")).lines("SW3") == [
                "SW301 error spec.default.keepAliveTime: \"keepAliveTime\" is no field of `spec.default` in a ListenerPolicy: write it as `spec.default.tcpKeepalive.keepAliveTime`",
                "SW301 error spec.default.keepAliveProbes: \"keepAliveProbes\" is no field of `spec.default` in a ListenerPolicy: write it as `spec.default.tcpKeepalive.keepAliveProbes`",
            ])
    }

    /// No field is sent where no release serves it.
    @Test func whereNoReleaseServesTheHome() throws {
        #expect(
            try review(listenerPolicy("socketOptions: []")).lines("SW3") == [
                "SW301 error spec.default.socketOptions: \"socketOptions\" is no field of `spec.default` in a ListenerPolicy, and no release serves `spec.socketOptions`: write spec.default.tcpKeepalive (kgateway 2.3 and later)"
            ])
    }

    /// A port's settings stand in its listener.
    @Test func besideTheListenerOfAPort() throws {
        #expect(
            try review(listenerPolicy("httpSettings: {}", "perPort:\n- {port: 80, tcpKeepalive: {keepAliveTime: 60s}, listener: {}}"))
                .lines("SW3") == [
                    "SW301 error spec.perPort[0].tcpKeepalive: \"tcpKeepalive\" is no field of `spec.perPort[0]` in a ListenerPolicy: write it as `spec.perPort[].listener.tcpKeepalive`"
                ])
    }

    @Test func fieldsOfNoInterestAreLeftAlone() throws {
        #expect(try review(listenerPolicy("proxyProtocol: {}, somethingNew: 1", "whatever: 2")).lines("SW3").isEmpty)
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}")).lines("SW3")
                .isEmpty)
    }

    @Test func fixRenamesTheKeyAndMendsTheValue() throws {
        let yaml = listenerPolicy("tcpKeepalive: {keepaliveTime: 60}")
        let fix = try #require(try review(yaml).review.findings.first { $0.rule.code == "SW301" }?.fix)
        let mended = fix.applied(to: yaml)
        #expect(mended == listenerPolicy("tcpKeepalive: {keepAliveTime: 60s}"))
    }

    @Test func fixKeepsJSONValid() throws {
        let json =
            #"{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"BackendConfigPolicy","spec":{"tcpKeepalive":{"keepaliveTime":60}}}"#
        let fix = try #require(try review(json).review.findings.first { $0.rule.code == "SW301" }?.fix)
        #expect(fix.applied(to: json).hasSuffix(#"{"tcpKeepalive":{"keepAliveTime":"60s"}}}"#))
    }
}
