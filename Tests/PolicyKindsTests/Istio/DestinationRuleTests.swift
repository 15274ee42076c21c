import Manifests
import PolicyKinds
import SocketOptions
import Testing

@Suite struct DestinationRuleTests {
    private func rule(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: r}, spec: \(spec)}")
    }

    private static func pool(_ block: String) -> String { "connectionPool: {tcp: {tcpKeepalive: \(block)}}" }
    private static let keepalive = pool("{time: 60s, interval: 20s, probes: 3}")

    @Test func readsAllFourPlaces() throws {
        let rule = try rule(
            """
            {host: reviews, trafficPolicy: {\(Self.keepalive), portLevelSettings: [{port: {number: 80}, \(Self.keepalive)}]},
             subsets: [{name: v1, trafficPolicy: {\(Self.keepalive), portLevelSettings: [{port: {number: 81}, \(Self.keepalive)}]}}]}
            """)
        #expect(
            rule.configurations.map(\.target.title) == [
                "the service", "port 80", "the subset \"v1\"", "port 81 of the subset \"v1\"",
            ])
        #expect(rule.configurations.map(\.setting.path) == rule.kind.settings.map(\.path))
        #expect(rule.configurations.allSatisfy { $0.role == .upstream })
        #expect(rule.reading.replacedDefaults.isEmpty && rule.reading.strayFields.isEmpty)
        #expect(Set(rule.configurations.map(\.target.identity)).count == 4)
    }

    /// Go's durations, cut to whole seconds.
    @Test(arguments: [
        ("{time: 60s}", KeepaliveField.Reading.value(60, hasFraction: false)), ("{time: 1m0.5s}", .value(60, hasFraction: true)),
        ("{time: 999ms}", .zero), ("{time: 1ms}", .zero), ("{time: 0s}", .below("0s")), ("{time: 999us}", .below("999us")),
        ("{time: 60}", .wrongType("60")), ("{time: '60'}", .wrongType("\"60\"")), ("{time: soon}", .malformed("soon")),
        ("{time: 10h}", .above(36000)), ("{time: 32767s}", .value(32767, hasFraction: false)), ("{time: null}", .absent), ("{}", .absent),
        ("{time: '${IDLE}'}", .placeholder("${IDLE}")),
    ])
    func readsTimes(block: String, reading: KeepaliveField.Reading) throws {
        let rule = try rule("{host: a, trafficPolicy: {\(Self.pool(block))}}")
        #expect(rule.configurations.first?.keepalive?.idle.reading == reading)
    }

    @Test(arguments: [
        // A pool of its own replaces the one above; a policy without one does not.
        ("subsets: [{name: v1, trafficPolicy: {connectionPool: {http: {}}}}]", ["tcp.tcpKeepalive"]),
        ("subsets: [{name: v1, trafficPolicy: {loadBalancer: {}}}]", []),
        ("subsets: [{name: v1}]", []),
        ("subsets: [{name: v1, trafficPolicy: {\(keepalive)}}]", []),
        // A port's entry replaces everything, also what a subset inherits.
        ("subsets: [{name: v1, trafficPolicy: {portLevelSettings: [{port: {number: 80}}]}}]", ["connectionPool.tcp.tcpKeepalive"]),
        (
            "subsets: [{name: v1, trafficPolicy: {connectionPool: {}, portLevelSettings: [{port: {number: 80}}]}}]", ["tcp.tcpKeepalive"]
        ),
    ])
    func whatReplacesTheKeepalive(subsets: String, missing: [String]) throws {
        let rule = try rule("{host: a, trafficPolicy: {\(Self.keepalive)}, \(subsets)}")
        #expect(rule.reading.replacedDefaults.map(\.missing) == missing)
    }

    @Test func aPortReplacesThePolicyOfTheService() throws {
        let rule = try rule("{host: a, trafficPolicy: {\(Self.keepalive), portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE}}]}}")
        let replaced = try #require(rule.reading.replacedDefaults.first)
        #expect(replaced.clause == "the entry for port 80 replaces everything of spec.trafficPolicy")
        #expect(rule.reading.overrides == ["service port 80"])
    }

    @Test(arguments: [
        ("{host: a, trafficPolicy: {connectionPool: {tcpKeepalive: {time: 60s}}}}", "tcpKeepalive"),
        ("{host: a, trafficPolicy: {tcpKeepalive: {time: 60s}}}", "tcpKeepalive"),
        ("{host: a, trafficPolicy: {connectionPool: {tcp: {tcpKeepAlive: {time: 60s}}}}}", "tcpKeepAlive"),
        ("{host: a, trafficPolicy: {connectionPool: {tcp: {tcpKeepalive: {idleTime: 60s}}}}}", "idleTime"),
    ])
    func whatLeadsNowhere(spec: String, name: String) throws {
        #expect(try rule(spec).reading.strayFields.map(\.name) == [name])
    }

    @Test func theTimeoutsBesideIt() throws {
        let tcp = try rule("{host: a, trafficPolicy: {connectionPool: {tcp: {idleTimeout: 30s, tcpKeepalive: {time: 60s}}}}}")
        let application = try #require(tcp.configurations.first).application
        #expect(application.idleTimeoutPath == "spec.trafficPolicy.connectionPool.tcp.idleTimeout")
        #expect(application.idleTimeout.value?.wholeSeconds == 30)
        let http = try rule(
            "{host: a, trafficPolicy: {connectionPool: {http: {idleTimeout: 40s, http2KeepAlive: {interval: 5s, timeout: 1s}}, tcp: {tcpKeepalive: {}}}}}"
        )
        let other = try #require(http.configurations.first).application
        #expect(
            other.idleTimeoutPath == "spec.trafficPolicy.connectionPool.http.idleTimeout" && other.idleTimeout.value?.wholeSeconds == 40)
        #expect(other.http2PingInterval.value?.wholeSeconds == 5)
    }
}
