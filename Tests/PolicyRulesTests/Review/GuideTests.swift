import PolicyRules
import Testing

/// The keepalive guide's own examples, as users copy them.
@Suite struct GuideTests {
    private let listener = """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata: {name: tcpkeepalive, namespace: kgateway-system}
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
          socketOptions:
          - {description: "enable keepalive", level: 1, name: 9, intValue: 1, state: STATE_PREBIND}
          - {description: "idle time before first keepalive probe is sent", level: 6, name: 4, intValue: 60, state: STATE_PREBIND}
          - {description: "keepalive interval", level: 6, name: 5, intValue: 20, state: STATE_PREBIND}
          - {description: "keepalive probes count", level: 6, name: 6, intValue: 2, state: STATE_PREBIND}
        """

    @Test func listenerInAFile() throws {
        let found = try review(listener).review.findings
        #expect(found.map { "\($0.rule.code) \($0.severity.word)" } == ["SW401 warning"])
    }

    @Test func listenerAtAdmission() throws {
        let found = try review(listener, origin: .admission).review.findings
        #expect(found.map(\.message) == [])
    }

    @Test func backendInAFile() throws {
        let found = try review(backend("{keepaliveInterval: 20, keepaliveProbes: 2, keepaliveTime: 60}")).review.findings
        #expect(found.map { "\($0.rule.code) \($0.severity.word)" } == ["SW401 warning"])
    }

    private func application(_ path: String) -> String {
        "probes never reach the application, whose own idle timeout still applies (Envoy's for HTTP is 1 h by default, set by \(path))"
    }

    @Test func whatItDoes() throws {
        #expect(
            try review(listener).review.explanations.map(\.text) == [
                "first probe after 60 s idle, then every 20 s, dead after 100 s; applies to every downstream connection of the listener; \(application("spec.default.httpSettings.idleTimeout"))"
            ])
        #expect(
            try review(backend("{keepaliveInterval: 20, keepaliveProbes: 2, keepaliveTime: 60}")).review.explanations.map(\.text) == [
                "first probe after 60 s idle, then every 20 s, dead after 100 s; applies to every connection to the backend; \(application("spec.connectionConfig.commonHttpProtocolOptions.idleTimeout"))"
            ])
        #expect(
            try review(listenerPolicy("", "perPort: [{port: 8443, listener: {tcpKeepalive: {}}}]")).review.explanations.map(\.text) == [
                "first probe after 7200 s (2 h) idle, then every 75 s, dead after 7875 s (2 h 11 min); applies to every downstream connection of the listener on port 8443; \(application("spec.perPort[0].listener.httpSettings.idleTimeout"))"
            ])
        #expect(try review(policy(recipe(enable: 0))).review.explanations.isEmpty)
    }
}
