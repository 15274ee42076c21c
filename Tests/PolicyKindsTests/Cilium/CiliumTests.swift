import Manifests
import PolicyKinds
import Testing

@Suite struct CiliumReadingTests {
    @Test func readsListenersAndClusters() throws {
        let object = try object(
            """
            apiVersion: cilium.io/v2
            kind: CiliumEnvoyConfig
            metadata: {name: c}
            spec:
              services: [{name: a}, {name: b}]
              nodeSelector: {matchLabels: {a: b}}
              resources:
              - {"@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration, name: r}
              - {"@type": type.googleapis.com/envoy.config.listener.v3.Listener, name: l, socketOptions: [{level: 1, name: 9, intValue: 1}]}
              - "@type": type.googleapis.com/envoy.config.listener.v3.Listener
                name: m
                address: {socketAddress: {address: "::", ipv4Compat: true, portValue: 80}}
                socket_options: []
              - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: c, upstreamConnectionOptions: {tcpKeepalive: {}}}
            """)
        #expect(object.configurations.map(\.target.identity) == ["listener l", "listener m", "cluster c"])
        // Without an address the agent binds the node's loopback.
        #expect(object.configurations.map(\.target.family) == [.ipv4, .dual, nil])
        #expect(object.configurations.map { $0.setting.own?.moment } == [.accepted, .accepted, nil])
        #expect(object.reading.attachments.count == 3 && object.reading.notApplied.isEmpty && object.reading.malformed.isEmpty)
    }

    @Test(arguments: ["5", "null", "[]", "text"]) func anItemThatIsNoResource(item: String) throws {
        let object = try object("{apiVersion: cilium.io/v2, kind: CiliumEnvoyConfig, spec: {resources: [\(item)]}}")
        #expect(object.reading.malformed.map(\.field) == ["an item of `resources`"])
    }

    /// An Ingress without the annotations is none of ours.
    @Test func anIngressIsAHost() throws {
        #expect(throws: NoObject.self) { try object("{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {annotations: {a: b}}}") }
        let ingress = try object(
            "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {annotations: {ingress.cilium.io/tcp-keep-alive: enabled}}}")
        #expect(ingress.reading.notApplied.count == 1 && ingress.kind.isHost)
    }
}
