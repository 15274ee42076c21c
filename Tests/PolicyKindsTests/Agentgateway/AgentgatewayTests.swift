import Manifests
import PolicyKinds
import Testing

@Suite struct AgentgatewayTests {
    private func read(_ kind: String, _ spec: String) throws -> PolicyObject {
        try object("{apiVersion: agentgateway.dev/v1alpha1, kind: \(kind), metadata: {name: a}, spec: \(spec)}")
    }

    @Test func aPolicySpeaksOfBothSides() throws {
        let policy = try read(
            "AgentgatewayPolicy",
            """
            {targetRefs: [{kind: Gateway, name: g}], frontend: {http: {http1IdleTimeout: 30s, http2KeepaliveInterval: 10s, http2KeepaliveTimeout: 5s},
             tcp: {keepalive: {time: 60s}}}, backend: {tcp: {keepalive: {retries: 3}},
             ai: {promptGuard: {request: [{openAIModeration: {policies: {tcp: {keepalive: {}}}}}]}}}}
            """)
        #expect(policy.configurations.map(\.setting.becomes) == [.acceptedConnections, .backendConnections, .backendConnections])
        #expect(policy.configurations.map(\.role) == [.listener, .upstream, .upstream])
        let application = try #require(policy.configurations.first).application
        #expect(application.idleTimeout.value?.wholeSeconds == 30 && application.http2PingTimeout.value?.wholeSeconds == 5)
        #expect(policy.configurations.last?.target.title == "the backend of `openAIModeration`")
        #expect(policy.reading.attachments.count == 1 && policy.reading.strayFields.isEmpty)
    }

    @Test func aBackendsPartsAreTargetsOfTheirOwn() throws {
        let backend = try read(
            "AgentgatewayBackend",
            """
            {policies: {tcp: {keepalive: {time: 60s}}},
             ai: {groups: [{providers: [{name: a, policies: {tcp: {connectTimeout: 5s}}}, {name: b, policies: {tcp: {keepalive: {time: 90s}}}}, {name: c}]}]},
             mcp: {targets: [{name: m, static: {host: h, policies: {tcp: {keepalive: {}}}}}]}}
            """)
        #expect(backend.configurations.map(\.target.title) == ["the backend", "the provider \"b\"", "the target \"m\""])
        #expect(backend.reading.overrides == ["the provider \"a\"", "the provider \"b\"", "the target \"m\""])
        #expect(backend.reading.replacedDefaults.map(\.clause) == ["`tcp` of the provider \"a\" replaces that of spec.policies whole"])
        #expect(
            backend.configurations.map(\.setting.path) == [
                "spec.policies.tcp.keepalive", "spec.ai.groups[].providers[].policies.tcp.keepalive",
                "spec.mcp.targets[].static.policies.tcp.keepalive",
            ])
    }

    @Test func aUnixSocketHasNoKeepalive() throws {
        let backend = try read("AgentgatewayBackend", "{static: {unixPath: /run/x}, policies: {tcp: {keepalive: {time: 60s}}}}")
        #expect(backend.configurations.isEmpty && backend.reading.notApplied.count == 1)
    }

    @Test(arguments: ["{policies: {tcp: {keepalive: {}}}}", "{a: [{b: {policies: {tcp: {keepalive: {}}}}}]}"])
    func aModelIsReadWhereverItsPoliciesStand(spec: String) throws {
        #expect(try read("AgentgatewayModel", spec).configurations.count == 1)
    }

    @Test(arguments: [
        ("time: 60s", "value(60, hasFraction: false)"), ("time: 1500ms", "value(1, hasFraction: true)"),
        ("time: 999ms", "below(\"999ms\")"),
        ("time: 0s", "below(\"0s\")"), ("time: 1.5s", "malformed(\"1.5s\")"), ("time: 60", "wrongType(\"60\")"),
        ("time: 10h", "above(36000)"),
    ])
    func durations(field: String, reading: String) throws {
        let policy = try read("AgentgatewayPolicy", "{frontend: {tcp: {keepalive: {\(field)}}}}")
        #expect("\(try keepalive(policy).idle.reading)" == reading)
    }

    @Test(arguments: [("0", "zero"), ("64", "value(64, hasFraction: false)"), ("65", "above(65)"), ("\"3\"", "wrongType(\"\\\"3\\\"\")")])
    func retries(written: String, reading: String) throws {
        let count = try keepalive(try read("AgentgatewayPolicy", "{backend: {tcp: {keepalive: {retries: \(written)}}}}")).count
        #expect("\(count.reading)" == reading && count.maximum == 64 && count.isLimitedByProduct && count.spelling(of: 65) == nil)
    }

    @Test func morePartsThanAreReadAreNoted() throws {
        let providers = (0..<ReadingLimits.configurations + 3).map { "{name: p\($0), policies: {tcp: {keepalive: {}}}}" }.joined(
            separator: ", ")
        let backend = try read("AgentgatewayBackend", "{ai: {groups: [{providers: [\(providers)]}]}}")
        #expect(backend.configurations.count == ReadingLimits.configurations && backend.reading.unread.map(\.count) == [3])
    }

    @Test func deepNestingIsNoTrouble() throws {
        let depth = 500
        let spec = String(repeating: "{a: ", count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try read("AgentgatewayModel", spec).configurations.isEmpty)
    }
}
