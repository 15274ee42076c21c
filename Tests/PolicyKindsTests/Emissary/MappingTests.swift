import Manifests
import PolicyKinds
import Testing

@Suite struct EmissaryMappingTests {
    private func mapping(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: getambassador.io/v3alpha1, kind: Mapping, metadata: {name: m}, spec: \(spec)}")
    }

    @Test(arguments: ["v1", "v2", "v3alpha1"]) func everyVersionIsRead(version: String) throws {
        let mapping = try object("{apiVersion: getambassador.io/\(version), kind: Mapping, spec: {keepalive: {interval: 20, probes: 3}}}")
        let block = try keepalive(mapping)
        #expect(
            "\(block.interval.reading)" == "value(20, hasFraction: false)" && "\(block.count.reading)" == "value(3, hasFraction: false)")
    }

    /// The block is on, and its idle time is nobody's.
    @Test(arguments: [
        ("{idle_time: 60}", "spec.keepalive.idle_time"), ("{interval: 20}", "spec.keepalive"), ("{}", "spec.keepalive"),
    ])
    func theIdleTimeIsNotApplied(block: String, path: String) throws {
        let mapping = try mapping("{keepalive: \(block)}")
        #expect(mapping.reading.notApplied.map { $0.place.path(in: mapping.node) } == [path])
        #expect(mapping.reading.notApplied.first?.loses == .setting)
        #expect(try keepalive(mapping).idle.form.isApplied == false)
    }

    @Test(arguments: ["null", "5", "[]"]) func whatIsNoBlockSaysNothingOfIt(block: String) throws {
        #expect(try mapping("{keepalive: \(block)}").reading.notApplied.isEmpty)
    }

    @Test(arguments: [("30000", "30"), ("0", "-"), ("-5", "-"), ("x", "-"), ("9223372036854775807", "-"), ("1500", "1")])
    func theIdleTimeoutIsInMilliseconds(written: String, seconds: String) throws {
        let application = try #require(try mapping("{cluster_idle_timeout_ms: \(written), keepalive: {}}").configurations.first).application
        #expect(application.idleTimeoutPath == "spec.cluster_idle_timeout_ms")
        #expect(application.idleTimeout.value.map { "\($0.wholeSeconds)" } ?? "-" == seconds)
    }

    @Test func theFieldsOfAMappingAreNoneOfOurs() throws {
        let fields = """
            ambassador_id, add_request_headers, bypass_auth, cluster_idle_timeout_ms, cluster_max_connection_lifetime_ms, connect_timeout_ms, \
            circuit_breakers, hostname, idle_timeout_ms, load_balancer, outlier_detection, precedence, prefix, regex_rewrite, resolver, retry_policy, \
            rewrite, service, stats_name, timeout_ms, use_websocket, v2ExplicitTLS, weight
            """
        let spec = fields.split(separator: ", ").map { "\($0): 1" }.joined(separator: ", ")
        #expect(try mapping("{\(spec), keepalive: {}}").reading.strayFields.isEmpty)
    }
}
