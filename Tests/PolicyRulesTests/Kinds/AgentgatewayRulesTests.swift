import PolicyKinds
import PolicyRules
import Testing

/// What people with agentgateway are told: it is no Envoy, and what the kernel refuses breaks nothing there.
@Suite struct AgentgatewayRulesTests {
    private func policy(_ spec: String) -> String {
        """
        apiVersion: agentgateway.dev/v1alpha1
        kind: AgentgatewayPolicy
        metadata: {name: p}
        spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}], \(spec)}

        """
    }

    private static let traced =
        "nothing breaks, the refusal is only traced, but neither this nor what would be set after it takes effect: there the kernel's defaults hold (7200 s, 75 s, 9 probes)"

    @Test(arguments: ["frontend", "backend"]) func soundPoliciesEarnNothing(side: String) throws {
        #expect(try review(policy("\(side): {tcp: {keepalive: {time: 60s, interval: 20s, retries: 3}}}")).codes == [])
    }

    @Test(arguments: [
        (
            "time: 10h",
            "SW305 warning spec.frontend.tcp.keepalive.time: time is 36000 s (10 h), above the kernel's maximum of 32767 s: \(traced); write at most 32767s"
        ),
        (
            "time: 60s, interval: 40001s",
            "SW305 warning spec.frontend.tcp.keepalive.interval: interval is 40001 s (11 h 6 min), above the kernel's maximum of 32767 s: \(traced); write at most 32767s"
        ),
        (
            "time: 60s, interval: 20s, retries: 65",
            "SW305 error spec.frontend.tcp.keepalive.retries: retries is 65, above agentgateway's maximum of 64 probes: the API server refuses the object; write at most 64"
        ),
        (
            "time: 60s, interval: 20s, retries: 0",
            "SW304 error spec.frontend.tcp.keepalive.retries: retries is 0: the API server refuses the object; write 3, or remove keepalive"
        ),
        (
            "time: 999ms",
            "SW303 error spec.frontend.tcp.keepalive.time: time is 999ms, less than the minimum of 1 s: write 1s or more, such as 60s, or leave it out"
        ),
        (
            "time: 60500ms, interval: 20s, retries: 3",
            "SW306 warning spec.frontend.tcp.keepalive.time: time is 60500ms, but the kernel takes whole seconds and agentgateway cuts the rest: it is 60 s; write 60s or 61s"
        ),
        (
            "time: 60, interval: 20s, retries: 3",
            "SW302 error spec.frontend.tcp.keepalive.time: time is 60, but it takes a duration with its unit; write 60s"
        ),
        (
            "idleTime: 60s, interval: 20s, retries: 3",
            "SW301 error spec.frontend.tcp.keepalive.idleTime: \"idleTime\" is no field of this keepalive: did you mean `time`?"
        ),
        (
            "time: 60s, interval: 20s, probes: 3",
            "SW301 error spec.frontend.tcp.keepalive.probes: \"probes\" is no field of this keepalive: did you mean `retries`?"
        ),
    ])
    func aBlockThatIsWrong(fields: String, line: String) throws {
        #expect(try review(policy("frontend: {tcp: {keepalive: {\(fields)}}}")).lines("SW") == [line])
    }

    /// What is left out is the proxy's own, not the kernel's.
    @Test func theProxyHasDefaultsOfItsOwn() throws {
        let lines = try review(policy("frontend: {tcp: {keepalive: {}}}")).lines("SW")
        #expect(
            lines == [
                "SW204 info spec.frontend.tcp.keepalive: time, interval and retries are left out, so agentgateway's defaults fill in (180 s of silence, 180 s between probes and 9 probes): a dead peer is noticed after 1800 s (30 min); write them too, such as time 60s, interval 20s and retries 3",
                "SW210 warning spec.frontend.tcp.keepalive: a dead peer is noticed only after 1800 s (30 min): 180 s idle and 9 × 180 s of probes, more than 900 s (15 min); lower interval, such as to 20s",
            ])
        #expect(try review(policy("frontend: {tcp: {keepalive: {interval: 20s, retries: 3}}}")).codes == ["SW204"])
    }

    @Test(arguments: [
        ("frontend: {tcpKeepalive: {time: 60s}}", "frontend.tcpKeepalive", "spec.frontend.tcp.keepalive"),
        ("backend: {keepalive: {time: 60s}}", "backend.keepalive", "spec.backend.tcp.keepalive"),
        ("backend: {tcp: {keepaliveTime: 60s}}", "backend.tcp.keepaliveTime", "spec.backend.tcp.keepalive.time"),
    ])
    func aFieldThatIsElsewhere(spec: String, path: String, home: String) throws {
        let lines = try review(policy(spec)).lines("SW")
        #expect(
            lines.count == 1 && lines[0].hasPrefix("SW301 error spec.\(path): ") && lines[0].hasSuffix("write it as `\(home)`"), "\(lines)")
    }

    @Test func theIdleTimeoutClosesFirst() throws {
        let spec = "frontend: {http: {http1IdleTimeout: 30s}, tcp: {keepalive: {time: 60s, interval: 20s, retries: 3}}}"
        #expect(try review(policy(spec)).lines("SW").map { $0.prefix(13) } == ["SW213 warning"])
    }

    /// It applies keepalive to each connection that it accepts: no listener is drained.
    @Test func anUpdateDrainsNothing() throws {
        func spec(_ time: Int) -> String { policy("frontend: {tcp: {keepalive: {time: \(time)s, interval: 20s, retries: 3}}}") }
        #expect(
            try review(spec(90), old: spec(60)).lines("SW403") == [
                "SW403 warning spec.frontend.tcp.keepalive: this update changes time: open connections keep the old values until they close; apply it when that suits you"
            ])
    }

    @Test func whatIsInForceIsExplained() throws {
        let explanation = try review(policy("frontend: {tcp: {keepalive: {time: 60s, interval: 20s, retries: 3}}}")).review.explanations
            .first?.text
        #expect(
            explanation
                == "first probe after 60 s idle, then every 20 s, dead after 120 s; applies to every downstream connection of the gateway; "
                + "probes never reach the application, whose own idle timeout still applies (agentgateway's for HTTP/1 is 10 min by default, set by "
                + "spec.frontend.http.http1IdleTimeout)")
    }

    @Test func aProvidersTCPReplacesTheBackends() throws {
        let backend = """
            apiVersion: agentgateway.dev/v1alpha1
            kind: AgentgatewayBackend
            metadata: {name: b}
            spec:
              policies: {tcp: {keepalive: {time: 60s, interval: 20s, retries: 3}}}
              ai: {groups: [{providers: [{name: a, openai: {}, policies: {tcp: {connectTimeout: 5s}}}]}]}
            """
        #expect(
            try review(backend).lines("SW") == [
                "SW307 warning spec.ai.groups[0].providers[0].policies.tcp.keepalive: `tcp` of the provider \"a\" replaces that of spec.policies whole: its connections have the proxy's own keepalive (180 s, 180 s, 9 probes); repeat keepalive in it"
            ])
    }
}
