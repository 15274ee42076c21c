import PolicyKinds
import PolicyRules
import Testing

/// What people with Istio are told, in its own words.
@Suite struct IstioTests {
    private static let sound = "{time: 60s, interval: 20s, probes: 3}"

    private func rule(_ spec: String) -> String {
        "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r}\nspec: {host: reviews, \(spec)}\n"
    }

    private func pool(_ block: String) -> String { rule("trafficPolicy: {connectionPool: {tcp: {tcpKeepalive: \(block)}}}") }

    private func filter(_ applyTo: String, _ value: String, operation: String = "MERGE") -> String {
        "apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: f}\nspec:\n  configPatches:\n"
            + "  - {applyTo: \(applyTo), match: {context: GATEWAY}, patch: {operation: \(operation), value: \(value)}}\n"
    }

    private func told(_ yaml: String, releases: [String: Release] = [:]) throws -> [String] {
        try review(yaml) { $0.releases = releases }.lines("SW").filter { !$0.contains(" info ") }
    }

    private static let options =
        "[{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: 60}, {level: 6, name: 5, int_value: 20}, {level: 6, name: 6, int_value: 3}]"

    @Test func soundConfigurationsEarnNothing() throws {
        #expect(try told(pool(Self.sound)) == [])
        #expect(try told(filter("LISTENER", "{socket_options: \(Self.options)}")) == [])
        #expect(try told(filter("CLUSTER", "{upstream_bind_config: {socketOptions: \(Self.options)}}")) == [])
        let mesh = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: istio}\ndata:\n  mesh: |\n    tcpKeepalive: \(Self.sound)\n"
        #expect(try told(mesh) == [])
    }

    private static let path = "spec.trafficPolicy.connectionPool.tcp.tcpKeepalive"

    @Test(arguments: [
        (
            "{time: 500ms, interval: 20s, probes: 3}",
            "SW304 warning \(path).time: time is \"500ms\", which Istio cuts to 0: Envoy 1.37 and later switch keepalive off altogether, older ones fail; write 60s, or remove tcpKeepalive"
        ),
        (
            "{time: 0s, interval: 20s, probes: 3}",
            "SW303 error \(path).time: time is 0s, less than the minimum of 1 ms: write 1s or more, such as 60s, or leave it out"
        ),
        (
            "{time: 60s, interval: 20s, probes: 0}",
            "SW304 warning \(path).probes: probes is 0: Istio takes it as not set, and the kernel's default holds; write 3, or remove tcpKeepalive"
        ),
        (
            "{time: 60.5s, interval: 20s, probes: 3}",
            "SW306 warning \(path).time: time is 60.5s, but the kernel takes whole seconds and Istio cuts the rest: it is 60 s; write 60s or 61s"
        ),
        (
            "{time: 32768s, interval: 20s, probes: 3}",
            "SW305 error \(path).time: time is 32768 s (9 h 6 min), above the kernel's maximum of 32767 s: the kernel refuses the socket option and every connection to the service fails; write at most 32767s"
        ),
        ("{time: 60, interval: 20s, probes: 3}", "SW302 error \(path).time: time is 60, but it takes a duration with its unit; write 60s"),
        (
            "{idleTime: 60s, interval: 20s, probes: 3}",
            "SW301 error \(path).idleTime: \"idleTime\" is no field of this tcpKeepalive: did you mean `time`?"
        ),
    ])
    func aBlockThatIsWrong(block: String, line: String) throws { #expect(try told(pool(block)) == [line]) }

    @Test func withAnOlderReleaseEveryConnectionFails() throws {
        let lines = try told(pool("{time: 500ms, interval: 20s, probes: 3}"), releases: ["istio": Release(1, 28)])
        #expect(lines.count == 1 && lines.first?.hasPrefix("SW304 error ") == true && lines.first?.contains("Istio 1.28") == true)
    }

    @Test func aSubsetThatLosesTheKeepalive() throws {
        let lines = try told(
            rule(
                "trafficPolicy: {connectionPool: {tcp: {tcpKeepalive: \(Self.sound)}}}, subsets: [{name: v2, trafficPolicy: {connectionPool: {http: {}}}}]"
            ))
        #expect(
            lines == [
                "SW307 warning spec.subsets[0].trafficPolicy.connectionPool.tcp.tcpKeepalive: the connectionPool of the subset \"v2\" replaces that of spec.trafficPolicy whole: its connections have no TCP keepalive; repeat tcpKeepalive in it"
            ])
    }

    /// Where only kgateway is installed, it is the one that reads the rule.
    @Test func kgatewayReadsItOnlyBesideOutlierDetection() throws {
        let kgateway = ["kgateway": Release(2, 3)]
        #expect(try told(pool(Self.sound), releases: kgateway).map { $0.prefix(11) } == ["SW408 error"])
        #expect(try told(pool(Self.sound), releases: ["kgateway": Release(2, 3), "istio": Release(1, 30)]) == [])
        let detecting = rule("trafficPolicy: {outlierDetection: {}, connectionPool: {tcp: {tcpKeepalive: \(Self.sound)}}}")
        #expect(try told(detecting, releases: kgateway) == [])
    }

    @Test(arguments: [
        (
            "LISTENER", "{tcp_keepalive: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}}", "REPLACE",
            "SW408 warning spec.configPatches[0].patch.value.tcp_keepalive: Istio ignores REPLACE for a LISTENER; write operation: MERGE"
        ),
        (
            "NETWORK_FILTER", "{socket_options: []}", "MERGE",
            "SW408 warning spec.configPatches[0].patch.value.socket_options: a patch of \"NETWORK_FILTER\" cannot hold socket options or keepalive; write applyTo: LISTENER or CLUSTER, and the field in it"
        ),
        (
            "LISTENER", "{socketOptions: [{level: 65535, name: 8, intValue: 1, description: SO_KEEPALIVE}]}", "ADD",
            "SW102 error spec.configPatches[0].patch.value.socketOptions[0].level: 65535/8 is SO_KEEPALIVE on macOS and BSD; on linux write level 1, name 9 (Windows and linux on alpha, mips, parisc and sparc64 number it so too)"
        ),
        (
            "CLUSTER", "{socket_options: [{level: 6, name: 4, int_value: 60}]}", "MERGE",
            "SW301 error spec.configPatches[0].patch.value.socket_options: \"socket_options\" is no field of `spec.configPatches[0].patch.value` in an EnvoyFilter: write it as `spec.configPatches[].patch.value.upstream_bind_config.socket_options`"
        ),
    ])
    func aPatchThatIsWrong(applyTo: String, value: String, operation: String, line: String) throws {
        #expect(try told(filter(applyTo, value, operation: operation)).first == line)
    }

    @Test func keepaliveOfListenersNeedsARelease() throws {
        let patch = filter("LISTENER", "{tcp_keepalive: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}}")
        let lines = try told(patch, releases: ["istio": Release(1, 28)])
        #expect(lines.contains { $0.hasPrefix("SW401 error ") && $0.contains("Istio drops a field that it does not know") })
        #expect(try told(patch, releases: ["istio": Release(1, 29)]) == [])
    }
}
