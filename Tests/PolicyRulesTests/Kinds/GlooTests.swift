import PolicyKinds
import PolicyRules
import Testing

/// What people with Gloo are told.
@Suite struct GlooTests {
    private func upstream(_ spec: String) -> String {
        "apiVersion: gloo.solo.io/v1\nkind: Upstream\nmetadata: {name: u}\nspec: {static: {hosts: []}, \(spec)}\n"
    }

    private func gateway(_ spec: String) -> String {
        "apiVersion: gateway.solo.io/v1\nkind: Gateway\nmetadata: {name: g}\nspec: {\(spec)}\n"
    }

    private static let recipe = """
        [{description: enable keepalive, level: 1, name: "9", intValue: 1}, {description: idle time, level: 6, name: 4, intValue: 60}, \
        {description: keepalive interval, level: 6, name: 5, intValue: 20}, {description: keepalive probes count, level: 6, name: 6, intValue: 3}]
        """

    @Test func soundConfigurationsEarnNothing() throws {
        #expect(
            try review(upstream("connectionConfig: {tcpKeepalive: {keepaliveTime: 60s, keepaliveInterval: 20s, keepaliveProbes: 3}}")).codes
                == [])
        #expect(try review(gateway("bindAddress: \"::\", httpGateway: {}, options: {socketOptions: \(Self.recipe)}")).codes == [])
        let option = """
            apiVersion: gateway.solo.io/v1
            kind: ListenerOption
            metadata: {name: l}
            spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}], options: {socketOptions: \(Self.recipe)}}
            """
        #expect(try review(option).codes == [])
        let proxy = """
            apiVersion: gloo.solo.io/v1
            kind: Proxy
            metadata: {name: p}
            spec: {listeners: [{name: http, bindAddress: "::", options: {socketOptions: \(Self.recipe)}}]}
            """
        #expect(try review(proxy).codes == [])
    }

    @Test(arguments: [
        (
            "keepaliveTime: 0s",
            "SW304 error spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is \"0s\", which comes to 0: Envoy 1.37 and later switch keepalive off, but Gloo ships older ones: the kernel refuses the socket option and every connection to the upstream fails; write 60s, or remove tcpKeepalive"
        ),
        (
            "keepaliveTime: 60.2s, keepaliveInterval: 20s, keepaliveProbes: 3",
            "SW306 warning spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is 60.2s, but the kernel takes whole seconds and Gloo rounds up: it is 61 s; write 60s or 61s"
        ),
        (
            "keepaliveTime: 60s, keepaliveInterval: 20s, keepaliveProbes: 0",
            "SW304 warning spec.connectionConfig.tcpKeepalive.keepaliveProbes: keepaliveProbes is 0: Gloo takes it as not set, and the kernel's default holds; write 3, or remove tcpKeepalive"
        ),
        (
            "keepaliveTime: 60s, keepaliveInterval: 20s, keepaliveProbes: 128",
            "SW305 error spec.connectionConfig.tcpKeepalive.keepaliveProbes: keepaliveProbes is 128, above the kernel's maximum of 127 probes: the kernel refuses the socket option and every connection to the upstream fails; write at most 127"
        ),
        (
            "keepaliveTime: 60",
            "SW302 error spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is 60, but it takes a duration with its unit; write 60s"
        ),
        (
            "keepAliveTime: 60s",
            "SW301 error spec.connectionConfig.tcpKeepalive.keepAliveTime: \"keepAliveTime\" is no field of this tcpKeepalive: did you mean `keepaliveTime`?"
        ),
        (
            "keepaliveTime: -5s",
            "SW303 error spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is -5s, less than nothing: write 1s or more, such as 60s, or leave it out"
        ),
        (
            "",
            "SW203 warning spec.connectionConfig.tcpKeepalive: tcpKeepalive without settings leaves the first probe to the kernel's default of 7200 s (2 h) of silence; add keepaliveTime, for example 60s"
        ),
    ])
    func aBlockThatIsWrong(fields: String, line: String) throws {
        let lines = try review(upstream("connectionConfig: {tcpKeepalive: {\(fields)}}")).lines("SW").filter { !$0.hasPrefix("SW204") }
        #expect(lines == [line])
    }

    /// With an Envoy of one's own a 0 is what that Envoy makes of it.
    @Test(arguments: [(36, "error"), (37, "warning")]) func aZeroWithAnotherEnvoy(minor: Int, severity: String) throws {
        let lines = try review(upstream("connectionConfig: {tcpKeepalive: {keepaliveTime: 0s}}")) {
            $0.releases["envoy"] = Release(1, minor)
        }
        .lines("SW304")
        #expect(lines.count == 1 && lines[0].hasPrefix("SW304 \(severity)"))
    }

    @Test(arguments: [
        ("tcpKeepalive: {keepaliveTime: 60s}", "tcpKeepalive", "`spec.connectionConfig.tcpKeepalive`"),
        ("connectionConfig: {keepaliveTime: 60s}", "connectionConfig.keepaliveTime", "`spec.connectionConfig.tcpKeepalive.keepaliveTime`"),
        ("connectionConfig: {tcpKeepAlive: {keepaliveTime: 60s}}", "connectionConfig.tcpKeepAlive", "did you mean `tcpKeepalive`?"),
        ("connectionconfig: {tcpKeepalive: {}}", "connectionconfig", "did you mean `connectionConfig`?"),
        ("socketOptions: []", "socketOptions", "Upstream has no such field; remove it"),
    ])
    func aFieldInAnUpstreamThatIsElsewhere(spec: String, path: String, words: String) throws {
        let lines = try review(upstream(spec)).lines("SW")
        #expect(lines.count == 1 && lines[0].hasPrefix("SW301 error spec.\(path): ") && lines[0].hasSuffix(words), "\(lines)")
    }

    @Test(arguments: [
        ("socketOptions: []", "socketOptions"), ("httpGateway: {options: {socketOptions: []}}", "httpGateway.options.socketOptions"),
        ("tcpGateway: {socketOptions: []}", "tcpGateway.socketOptions"),
    ])
    func optionsInAGatewayThatAreElsewhere(spec: String, path: String) throws {
        let lines = try review(gateway(spec)).lines("SW")
        #expect(lines.count == 1 && lines[0].hasPrefix("SW301 error spec.\(path): "))
        #expect(lines.first?.hasSuffix("write it as `spec.options.socketOptions`") == true)
    }

    @Test(arguments: ["type: {stream: {}}", "ip_version: 1"]) func aFilterIsNoField(field: String) throws {
        let item = "{description: idle time, level: 6, name: 4, intValue: 60, \(field)}"
        let lines = try review(gateway("options: {socketOptions: [\(item)]}")).lines("SW125")
        #expect(lines.count == 1)
        #expect(
            lines.first?.hasSuffix("remove it; the fields are description, level, name, intValue, bufValue and state") == true, "\(lines)")
    }

    @Test func theBoundAddressAndTheIdleTimeoutCount() throws {
        let tclass = "{description: traffic class, level: 41, name: 67, intValue: 184}"
        #expect(
            try review(gateway("bindAddress: 0.0.0.0, options: {socketOptions: [\(tclass)]}")).lines("SW113").first?.contains("error")
                == true)
        let timeout = "httpGateway: {options: {httpConnectionManagerSettings: {idleTimeout: 45s}}}"
        #expect(
            try review(gateway("\(timeout), options: {socketOptions: \(Self.recipe)}")).lines("SW213") == [
                "SW213 warning spec.options.socketOptions[1].intValue: TCP_KEEPIDLE (6/4) is 60 s, not below spec.httpGateway.options.httpConnectionManagerSettings.idleTimeout of 45 s: the proxy closes an idle connection before the first probe; write 44 or less, or a longer idleTimeout"
            ])
    }

    @Test func aListenerOptionNeedsItsRelease() throws {
        let option = """
            apiVersion: gateway.solo.io/v1
            kind: ListenerOption
            metadata: {name: l}
            spec: {targetRefs: [{kind: Gateway, name: http}], options: {socketOptions: \(Self.recipe)}}
            """
        #expect(try review(option) { $0.releases["gloo"] = Release(1, 16) }.codes == ["SW401"])
        #expect(try review(option) { $0.releases["gloo"] = Release(1, 17) }.codes == [])
    }
}
