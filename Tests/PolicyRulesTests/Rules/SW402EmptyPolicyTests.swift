import PolicyRules
import Testing

@Suite struct SW402EmptyPolicyTests {
    private func policy(_ spec: String) -> String {
        "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: p}\n\(spec)\n"
    }
    private let targets = "targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]"

    @Test func setsNothing() throws {
        #expect(
            try review(policy("spec: {\(targets)}")).lines("SW") == [
                "SW402 warning spec: this ListenerPolicy sets nothing (was a field misspelt or pruned?): write what it should set, for example spec.default.tcpKeepalive"
            ])
    }

    @Test func selectsNothing() throws {
        #expect(
            try review(policy("spec: {default: {proxyProtocol: {}}}")).lines("SW") == [
                "SW402 warning spec.targetRefs: this ListenerPolicy selects no Gateway: write targetRefs (or targetSelectors) with the Gateway that it is for"
            ])
        #expect(try review(policy("spec: {targetRefs: [], default: {proxyProtocol: {}}}")).lines("SW402").count == 1)
    }

    @Test func withoutSpec() throws {
        #expect(
            try review(policy("")).lines("SW") == [
                "SW402 warning spec: this ListenerPolicy sets nothing (was a field misspelt or pruned?): write what it should set, for example spec.default.tcpKeepalive",
                "SW402 warning spec.targetRefs: this ListenerPolicy selects no Gateway: write targetRefs (or targetSelectors) with the Gateway that it is for",
            ])
    }

    @Test(arguments: ["default: {}", "socketOptions: []", "perPort: []"]) func emptySettingsAreNothing(setting: String) throws {
        #expect(try review(policy("spec: {\(targets), \(setting)}")).lines("SW402").count == 1)
    }

    @Test func setsAndSelects() throws {
        #expect(try review(policy("spec: {\(targets), default: {proxyProtocol: {}}}")).lines("SW").isEmpty)
        let selectors = "targetSelectors: [{group: gateway.networking.k8s.io, kind: Gateway, matchLabels: {a: b}}]"
        #expect(try review(policy("spec: {\(selectors), perPort: [{port: 80, listener: {}}]}")).lines("SW").isEmpty)
    }

    @Test func otherKindsAreNotAsked() throws {
        #expect(try review(backendConfigPolicy("")).lines("SW402").isEmpty)
    }
}
