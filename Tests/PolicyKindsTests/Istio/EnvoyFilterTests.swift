import Manifests
import PolicyKinds
import Testing

@Suite struct EnvoyFilterTests {
    private func filter(_ patches: String...) throws -> PolicyObject {
        try object(
            "{apiVersion: networking.istio.io/v1alpha3, kind: EnvoyFilter, metadata: {name: f}, spec: {configPatches: [\(patches.joined(separator: ", "))]}}"
        )
    }

    private static let option = "{level: 6, name: 4, int_value: 60}"

    @Test func eachPatchIsATargetOfItsOwn() throws {
        let filter = try filter(
            "{applyTo: LISTENER, match: {context: GATEWAY}, patch: {operation: MERGE, value: {socketOptions: [\(Self.option)], tcp_keepalive: {keepalive_time: 60}}}}",
            "{applyTo: CLUSTER, patch: {operation: ADD, value: {name: c, upstream_bind_config: {socket_options: [\(Self.option)]}}}}",
            "{applyTo: LISTENER, match: {listener: {name: udp_0.0.0.0_443}}, patch: {operation: INSERT_FIRST, value: {socket_options: [\(Self.option)]}}}"
        )
        #expect(
            filter.configurations.map(\.target.title) == [
                "the listeners of configPatches[0]", "the listeners of configPatches[0]", "the clusters of configPatches[1]",
                "the listeners of configPatches[2]",
            ])
        #expect(filter.configurations.map(\.role) == [.listener, .listener, .upstream, .listener])
        #expect(filter.configurations.map(\.target.transport.mayBeDatagrams) == [false, false, false, true])
        #expect(filter.configurations[0].target.overlaps(filter.configurations[1].target))
        #expect(!filter.configurations[0].target.overlaps(filter.configurations[3].target))
        #expect(filter.reading.notApplied.isEmpty)
    }

    /// What Istio passes over, and what is lost by it.
    @Test(arguments: [
        ("{applyTo: LISTENER, patch: {operation: REPLACE, value: {socket_options: []}}}", NotApplied.Loss.setting),
        ("{applyTo: CLUSTER, patch: {operation: REMOVE, value: {upstream_connection_options: {tcp_keepalive: {}}}}}", .setting),
        ("{applyTo: BOOTSTRAP, patch: {operation: MERGE, value: {admin: {socket_options: []}}}}", .setting),
        ("{applyTo: FILTER_CHAIN, patch: {operation: MERGE, value: {socket_options: []}}}", .setting),
        (
            "{applyTo: CLUSTER, patch: {operation: MERGE, value: {transport_socket: {}, upstream_connection_options: {tcp_keepalive: {}}}}}",
            .keepalive
        ),
    ])
    func whatIsNotApplied(patch: String, loses: NotApplied.Loss) throws {
        let filter = try filter(patch)
        #expect(filter.reading.notApplied.map(\.loses) == [loses] && filter.configurations.isEmpty)
    }

    @Test(arguments: [
        "{applyTo: HTTP_FILTER, patch: {operation: REPLACE, value: {name: x}}}", "{applyTo: LISTENER}", "{applyTo: LISTENER, patch: {}}",
        "{applyTo: CLUSTER, patch: {operation: MERGE, value: {transport_socket: {}}}}", "null", "text",
    ])
    func whatIsNoneOfOurs(patch: String) throws {
        let filter = try filter(patch)
        #expect(filter.reading.notApplied.isEmpty && filter.configurations.isEmpty)
    }
}
