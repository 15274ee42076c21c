import Manifests
import PolicyKinds
import Testing

@Suite struct GlooUpstreamTests {
    private func upstream(_ connection: String) throws -> PolicyObject {
        try object("{apiVersion: gloo.solo.io/v1, kind: Upstream, metadata: {name: u}, spec: {connectionConfig: \(connection)}}")
    }

    /// math.Round(seconds + 0.4999).
    @Test(arguments: [
        ("60s", "value(60, hasFraction: false)"), ("60.2s", "value(61, hasFraction: true)"), ("1ms", "value(1, hasFraction: true)"),
        ("59.0001s", "value(60, hasFraction: true)"), ("59.00009s", "value(59, hasFraction: false)"), ("1ns", "zero"), ("0s", "zero"),
        ("1h30m", "value(5400, hasFraction: false)"), ("32767s", "value(32767, hasFraction: false)"),
        ("32766.5s", "value(32767, hasFraction: true)"), ("32767.5s", "above(32768)"), ("-1s", "below(\"-1s\")"),
        ("1 min", "malformed(\"1 min\")"),
        ("60", "wrongType(\"60\")"), ("\"60\"", "wrongType(\"\\\"60\\\"\")"), ("null", "absent"), ("true", "wrongType(\"true\")"),
        ("\"${IDLE}\"", "placeholder(\"${IDLE}\")"),
    ])
    func roundsUp(written: String, reading: String) throws {
        let block = try keepalive(try upstream("{tcpKeepalive: {keepaliveTime: \(written), keepaliveInterval: \(written)}}"))
        #expect("\(block.idle.reading)" == reading && "\(block.interval.reading)" == reading)
    }

    @Test(arguments: [
        ("0", "zero"), ("1", "value(1, hasFraction: false)"), ("127", "value(127, hasFraction: false)"), ("128", "above(128)"),
        ("4294967295", "above(4294967295)"), ("-1", "below(\"-1\")"), ("\"3\"", "wrongType(\"\\\"3\\\"\")"), ("3.5", "wrongType(\"3.5\")"),
    ])
    func probes(written: String, reading: String) throws {
        #expect("\(try keepalive(try upstream("{tcpKeepalive: {keepaliveProbes: \(written)}}")).count.reading)" == reading)
    }

    @Test func theIdleTimeoutStandsBesideIt() throws {
        let upstream = try upstream("{commonHttpProtocolOptions: {idleTimeout: 30s}, tcpKeepalive: {}}")
        let configuration = try #require(upstream.configurations.first)
        #expect(configuration.application.idleTimeout.value?.wholeSeconds == 30)
        #expect(configuration.setting.becomes == .clusterKeepalive && upstream.reading.strayFields.isEmpty)
    }

    @Test(arguments: ["null", "{}", "{connectTimeout: 5s, http1ProtocolOptions: {}}"]) func nothingIsRead(connection: String) throws {
        let upstream = try upstream(connection)
        #expect(upstream.configurations.isEmpty && upstream.reading.strayFields.isEmpty && upstream.reading.malformed.isEmpty)
    }
}
