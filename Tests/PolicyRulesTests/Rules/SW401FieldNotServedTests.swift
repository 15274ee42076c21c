import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW401FieldNotServedTests {
    @Test func rawOptionsInAFile() throws {
        #expect(
            try review(policy(recipe(count: 2))).lines("SW4") == [
                "SW401 warning spec.socketOptions: no released kgateway serves `spec.socketOptions`: the API server refuses it, or prunes it in silence; write spec.default.tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 2} (kgateway 2.3 and later)"
            ])
    }

    @Test func errorWhereTheReleaseIsKnown() throws {
        let lines = try review(policy(recipe())) { $0.releases["kgateway"] = Release(2, 3) }.lines("SW401")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("SW401 error spec.socketOptions: no released kgateway serves") == true)
    }

    @Test func aReplacementThatTheReleaseDoesNotServeEither() throws {
        let lines = try review(policy(recipe())) { $0.releases["kgateway"] = Release(2, 2) }.lines("SW401")
        #expect(lines.map { $0.contains("; upgrade kgateway to 2.3 or later first, then write spec.default.tcpKeepalive: {") } == [true])
    }

    @Test func optionsThatAreNoKeepalive() throws {
        #expect(
            try review(policy("- {description: fast open queue, level: 6, name: 23, intValue: 16}")).lines("SW4") == [
                "SW401 warning spec.socketOptions: no released kgateway serves `spec.socketOptions`: the API server refuses it, or prunes it in silence; kgateway has no field for TCP_FASTOPEN (6/23): remove it"
            ])
    }

    @Test func connectionConfigOfABackend() throws {
        #expect(
            try review(backend("{keepaliveInterval: 20, keepaliveProbes: 2, keepaliveTime: 60}")).lines("SW4") == [
                "SW401 warning spec.connectionConfig: no released kgateway serves `spec.connectionConfig`: the API server refuses it, or prunes it in silence; write spec.tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 2} of a BackendConfigPolicy"
            ])
    }

    @Test func typedKeepaliveBeforeItsRelease() throws {
        let policy = listenerPolicy("tcpKeepalive: {keepAliveTime: 60s}")
        #expect(
            try review(policy) { $0.releases["kgateway"] = Release(2, 2) }.lines("SW4") == [
                "SW401 error spec.default.tcpKeepalive: kgateway 2.2 does not serve tcpKeepalive on a ListenerPolicy, 2.3 and later do: the API server refuses it, or prunes it in silence; upgrade first"
            ])
        #expect(try review(policy) { $0.releases["kgateway"] = Release(2, 3) }.lines("SW4").isEmpty)
        #expect(try review(policy).lines("SW4").isEmpty)
        let backend = backendConfigPolicy("tcpKeepalive: {keepAliveTime: 60s}")
        #expect(try review(backend) { $0.releases["kgateway"] = Release(2, 2) }.lines("SW4").isEmpty)
    }

    @Test func fieldThatArrivesIsServed() throws {
        #expect(try review(policy(recipe()), origin: .admission).lines("SW4").isEmpty)
        #expect(try review(policy(recipe()), origin: .admission) { $0.releases["kgateway"] = Release(2, 3) }.lines("SW4").isEmpty)
    }

    /// What kubectl leaves behind with `--validate=warn`: measured, see the rule's documentation.
    private func pruned(applied spec: String, stored: String = "") -> String {
        let applied = #"{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","metadata":{"name":"p"},"spec":{\#(spec)}}"#
        return """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata:
              name: p
              annotations:
                kubectl.kubernetes.io/last-applied-configuration: '\(applied)'
            spec:
              targetRefs:
              - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
            \(stored)

            """
    }

    private let guide = #""socketOptions":[{"level":1,"name":9,"intValue":1},{"level":6,"name":4,"intValue":60}]"#

    @Test func fieldThatWasThrownAway() throws {
        #expect(
            try review(pruned(applied: guide), origin: .admission).lines("SW4") == [
                "SW401 warning spec.socketOptions: `spec.socketOptions`, as you applied it, was thrown away: the API server does not serve it; write spec.default.tcpKeepalive: {keepAliveTime: 60s} (kgateway 2.3 and later)"
            ])
    }

    @Test func typedFieldThatWasThrownAway() throws {
        let typed = #""default":{"tcpKeepalive":{"keepAliveTime":"60s"}}"#
        #expect(
            try review(pruned(applied: typed), origin: .admission).lines("SW4") == [
                "SW401 warning spec.default.tcpKeepalive: `spec.default.tcpKeepalive`, as you applied it, was thrown away: the API server does not serve it; kgateway 2.3 and later do, so upgrade first"
            ])
    }

    @Test func fieldThatWasKept() throws {
        #expect(
            try review(pruned(applied: guide, stored: "  socketOptions: [{level: 1, name: 9, intValue: 1}]"), origin: .admission).lines(
                "SW4"
            ).isEmpty)
    }

    @Test func fieldThatItsAuthorTookOut() throws {
        let old = pruned(applied: guide, stored: "  socketOptions: [{level: 1, name: 9, intValue: 1}]")
        #expect(try review(pruned(applied: guide), old: old, origin: .admission).lines("SW401").isEmpty)
    }

    @Test func annotationIsNothingInAFile() throws {
        #expect(try review(pruned(applied: guide)).lines("SW401").isEmpty)
    }

    @Test func annotationThatNobodyCanRead() throws {
        let broken = pruned(applied: guide).replacing("{\"apiVersion\"", with: "\"apiVersion\"")
        #expect(try review(broken, origin: .admission).lines("SW4").map { $0.prefix(5) } == ["SW402"])
    }
}
