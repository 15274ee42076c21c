import Manifests
import PolicyKinds
import Testing

@Suite struct TypedKeepaliveTests {
    static func backend(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: gateway.kgateway.dev/v1alpha1, kind: Backend, metadata: {name: b}, spec: \(spec)}")
    }

    static func config(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: gateway.kgateway.dev/v1alpha1, kind: BackendConfigPolicy, metadata: {name: b}, spec: \(spec)}")
    }

    @Test func readsTheGuidesBackend() throws {
        let backend = try Self.backend(
            "{static: {hosts: []}, connectionConfig: {tcpKeepalive: {keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbes: 2}}}")
        let block = try keepalive(backend)
        #expect(backend.kind == .backend && backend.configurations.count == 1 && backend.otherFields.isEmpty)
        #expect(backend.setsAnything == nil && backend.selectsAnything == nil)
        #expect(backend.configurations.map(\.subject) == [.upstream] && backend.configurations.map(\.direction) == [.upstream])
        #expect(block.dialect == .connectionConfig)
        #expect([block.idle, block.interval, block.count].map(\.fieldName) == ["keepaliveTime", "keepaliveInterval", "keepaliveProbes"])
        #expect([block.idle, block.interval, block.count].map(\.scalar) == [.integer(60), .integer(20), .integer(2)])
        #expect(Place(block.node, .key).path(in: backend.node) == "spec.connectionConfig.tcpKeepalive")
    }

    @Test func readsBackendConfigPolicy() throws {
        let policy = try Self.config(
            """
            {targetRefs: [{name: a}], tcpKeepalive: {keepAliveTime: 60s, keepaliveInterval: 20s}, commonHttpProtocolOptions: {idleTimeout: 5m}, \
            http2ProtocolOptions: {connectionKeepalive: {interval: 30s, timeout: 5}}, tcpkeepalive: {}}
            """)
        let block = try keepalive(policy)
        #expect(policy.kind == .backendConfigPolicy && policy.configurations.map(\.subject) == [.upstream])
        #expect(block.dialect == .kgateway && block.idle.scalar == .string("60s"))
        #expect(block.interval.scalar == .absent && block.interval.node == nil && block.otherFields.map(\.name) == ["keepaliveInterval"])
        #expect(policy.otherFields.map(\.name) == ["tcpkeepalive"])
        let application = try #require(policy.configurations.first).application
        #expect(application.idleTimeout.value?.wholeSeconds == 300 && application.http2KeepaliveInterval.value?.wholeSeconds == 30)
        #expect(short(application.http2KeepaliveTimeout) == #"!wrongType(expected: "a duration such as 60s", found: "5")"#)
    }

    @Test(
        arguments: [
            ("60", .integer(60)), ("60.0", .integer(60)), ("60.5", .otherNumber("60.5")), ("1e99", .otherNumber("1e99")),
            ("\"60\"", .string("60")),
            ("60s", .string("60s")), ("true", .bool(true)), ("off", .bool(false)), ("null", .null), ("[]", .collection),
            ("{}", .collection),
        ] as [(String, TypedField.Scalar)])
    func keepsAScalarAsItIsWritten(written: String, scalar: TypedField.Scalar) throws {
        let block = try keepalive(try Self.config("{tcpKeepalive: {keepAliveProbes: \(written)}}"))
        #expect(block.count.scalar == scalar && block.idle.scalar == .absent)
    }

    @Test(arguments: [("{}", nil), ("5", "5"), ("true", "true"), ("[a]", "a list"), ("\"60s\"", "\"60s\"")])
    func aBlockIsReadWhateverStandsThere(written: String, found: String?) throws {
        for object in [
            try Self.config("{tcpKeepalive: \(written)}"), try Self.backend("{connectionConfig: {tcpKeepalive: \(written)}}"),
            try listenerPolicy("{default: {tcpKeepalive: \(written)}}"),
        ] {
            let expected = found.map { Malformation.wrongType(expected: "a map of keepalive settings", found: $0) }
            #expect(try keepalive(object).malformed == expected)
        }
    }

    @Test(arguments: ["{}", "null", "[]", "{tcpKeepalive: null}", "{connectionConfig: {tcpKeepalive: null}}", "{connectionConfig: 5}", "7"])
    func withoutABlockThereIsNothing(spec: String) throws {
        #expect(try Self.config(spec).configurations.isEmpty && Self.backend(spec).configurations.isEmpty)
    }
}
