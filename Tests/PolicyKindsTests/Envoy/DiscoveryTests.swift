import Manifests
import PolicyKinds
import Testing

/// Listeners and clusters on their own, and in what a discovery file holds.
@Suite struct DiscoveryTests {
    private static let listener = "type.googleapis.com/envoy.config.listener.v3.Listener"
    private static let cluster = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
    private static let wrapper = "type.googleapis.com/envoy.service.discovery.v3.Resource"

    @Test func resourcesAreReadByTheirTypes() throws {
        let object = try object(
            """
            version_info: "1"
            resources:
            - {"@type": \(Self.listener), name: a, socket_options: [{level: 6, name: 4, int_value: 60}]}
            - {"@type": \(Self.wrapper), name: b, resource: {"@type": \(Self.cluster), name: b, upstreamConnectionOptions: {tcpKeepalive: {}}}}
            - {"@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration, socket_options: [{level: 1}]}
            - {socket_options: [{level: 1}]}
            - none
            """)
        #expect(object.kind.kind == "DiscoveryResponse" && object.isClean)
        #expect(
            object.read == [
                "resources[0].socket_options: the listener \"a\", Listener.socket_options",
                "resources[1].resource.upstreamConnectionOptions.tcpKeepalive: the cluster \"b\", Cluster.upstream_connection_options.tcp_keepalive",
            ])
    }

    /// A wrapper around a wrapper is none that Envoy sends, and would be a way to make a reader call itself.
    @Test func wrappersDoNotNest() throws {
        var inner = "{\"@type\": \(Self.listener), tcp_keepalive: {}}"
        for _ in 0..<20 { inner = "{\"@type\": \(Self.wrapper), resource: \(inner)}" }
        #expect(try object("resources: [\(inner)]").configurations.isEmpty)
    }

    @Test func singleMessagesAreReadByTheirTypes() throws {
        let listener = try object("{\"@type\": \(Self.listener), name: a, tcp_keepalive: {keepalive_time: 60}}")
        #expect(listener.kind.kind == "Listener" && listener.name == "a")
        #expect(listener.read == ["tcp_keepalive: the listener \"a\", Listener.tcp_keepalive"])
        let cluster = try object("{\"@type\": \(Self.cluster), tcp_keepalive: {}, upstream_bind_config: {socket_options: []}}")
        #expect(cluster.kind.kind == "Cluster" && cluster.name == nil)
        #expect(
            cluster.read == [
                "upstream_bind_config.socket_options: the cluster without a name, Cluster.upstream_bind_config.socket_options"
            ])
        #expect(
            cluster.strays == [#"tcp_keepalive: misplaced(home: "upstream_connection_options.tcp_keepalive", isBeside: false)"#])
        #expect(throws: NoObject.self) { try object("{\"@type\": type.googleapis.com/envoy.config.route.v3.RouteConfiguration}") }
    }
}
