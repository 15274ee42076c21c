import PolicyRules
import Testing

/// The keepalive guide's wrong turns with kgateway.
@Suite struct KgatewayTests {
    @Test func gloosKindInKgatewaysGroup() throws {
        let option = """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerOption
            metadata: {name: tcpkeepalive}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              options:
                socketOptions:

            """ + recipe().split(separator: "\n").map { "    \($0)\n" }.joined()
        #expect(
            try review(option).lines("SW") == [
                "SW408 error kind: ListenerOption is a kind of Gloo (gateway.solo.io/v1), and no release of kgateway has it; write a ListenerPolicy with spec.default.tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3} (kgateway 2.3 and later)"
            ])
        // Numbers are looked at all the same.
        #expect(try review(option.replacing("level: 6, name: 4", with: "level: 6, name: 400")).codes.contains("SW101"))
    }
}
