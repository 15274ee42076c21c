import Manifests
import PolicyKinds
import SocketOptions
import Testing

@Suite struct KeepaliveBlockTests {
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
        #expect(backend.kind.kind == "Backend" && backend.configurations.count == 1 && backend.reading.strayFields.isEmpty)
        #expect(backend.configurations.map(\.role) == [.upstream] && backend.reading.gaps.isEmpty)
        #expect(block.fields.map(\.name) == ["keepaliveTime", "keepaliveInterval", "keepaliveProbes"])
        #expect(
            block.fields.map(\.reading) == [.value(60, hasFraction: false), .value(20, hasFraction: false), .value(2, hasFraction: false)])
        #expect(Place(block.node, .key).path(in: backend.node) == "spec.connectionConfig.tcpKeepalive")
    }

    @Test func readsBackendConfigPolicy() throws {
        let policy = try Self.config(
            """
            {targetRefs: [{name: a}], tcpKeepalive: {keepAliveTime: 60s, keepaliveInterval: 20s}, commonHttpProtocolOptions: {idleTimeout: 5m}, \
            http2ProtocolOptions: {connectionKeepalive: {interval: 30s, timeout: 5}}, tcpkeepalive: {}}
            """)
        let block = try keepalive(policy)
        #expect(policy.kind.kind == "BackendConfigPolicy" && policy.configurations.map(\.role) == [.upstream])
        #expect(block.idle.reading == .value(60, hasFraction: false))
        #expect(block.interval.reading == .absent && block.interval.node == nil && block.misspeltRoles == [.interval])
        #expect(policy.reading.strayFields.map(\.name) == ["tcpkeepalive", "keepaliveInterval"])
        #expect(policy.reading.attachments.count == 1)
        let application = try #require(policy.configurations.first).application
        #expect(application.idleTimeout.value?.wholeSeconds == 300 && application.http2PingInterval.value?.wholeSeconds == 30)
        #expect(short(application.http2PingTimeout) == #"!wrongType(expected: "a duration such as 60s", found: "5")"#)
    }

    @Test(
        arguments: [
            ("60", .value(60, hasFraction: false)), ("60.0", .value(60, hasFraction: false)), ("60.5", .wrongType("60.5")),
            ("1e99", .wrongType("1e99")), ("\"60\"", .wrongType("\"60\"")), ("60s", .wrongType("\"60s\"")), ("true", .wrongType("true")),
            ("off", .wrongType("false")), ("null", .absent), ("[]", .wrongType("a list or a map")), ("{}", .wrongType("a list or a map")),
            ("0", .zero), ("-1", .below("-1")), ("127", .value(127, hasFraction: false)), ("128", .above(128)),
            ("\"${PROBES}\"", .placeholder("${PROBES}")), ("\"$(PROBES)\"", .placeholder("$(PROBES)")),
        ] as [(String, KeepaliveField.Reading)])
    func readsACount(written: String, reading: KeepaliveField.Reading) throws {
        let block = try keepalive(try Self.config("{tcpKeepalive: {keepAliveProbes: \(written)}}"))
        #expect(block.count.reading == reading && block.idle.reading == .absent)
    }

    @Test(
        arguments: [
            ("60s", .value(60, hasFraction: false)), ("1m30s", .value(90, hasFraction: false)), ("1500ms", .value(1, hasFraction: true)),
            ("1s", .value(1, hasFraction: false)), ("999ms", .below("999ms")), ("0s", .below("0s")), ("60", .wrongType("60")),
            ("\"60\"", .wrongType("\"60\"")), ("1.5h", .malformed("1.5h")), ("60 s", .malformed("60 s")), ("-5s", .malformed("-5s")),
            ("1h1h1h1h1h", .malformed("1h1h1h1h1h")), ("100000s", .malformed("100000s")), ("32767s", .value(32767, hasFraction: false)),
            ("32768s", .above(32768)), ("\"${IDLE}\"", .placeholder("${IDLE}")), ("\"{{ .idle }}\"", .placeholder("{{ .idle }}")),
        ] as [(String, KeepaliveField.Reading)])
    func readsADuration(written: String, reading: KeepaliveField.Reading) throws {
        #expect(try keepalive(try Self.config("{tcpKeepalive: {keepAliveTime: \(written)}}")).idle.reading == reading)
    }

    @Test(arguments: [("{}", nil), ("null", nil), ("5", "5"), ("true", "true"), ("[a]", "a list"), ("\"60s\"", "\"60s\"")])
    func aBlockIsReadWhateverStandsThere(written: String, found: String?) throws {
        for object in [
            try Self.config("{tcpKeepalive: \(written)}"), try Self.backend("{connectionConfig: {tcpKeepalive: \(written)}}"),
            try listenerPolicy("{default: {tcpKeepalive: \(written)}}"),
        ] {
            let expected = found.map { Malformation.wrongType(expected: "a map of keepalive settings", found: $0) }
            let block = try keepalive(object)
            #expect(block.malformed == expected && block.isNull == (written == "null"))
        }
    }

    @Test(arguments: ["{}", "null", "[]", "{connectionConfig: 5}", "7"])
    func withoutABlockThereIsNothing(spec: String) throws {
        #expect(try Self.config(spec).configurations.isEmpty && Self.backend(spec).configurations.isEmpty)
    }

    /// Fields of the block that stand one level off, and another product's.
    @Test(
        arguments: [
            ("{keepAliveTime: 60s}", "keepAliveTime", .misplaced(home: "spec.tcpKeepalive.keepAliveTime", isBeside: false)),
            (
                "{tcpKeepalive: null, keepAliveTime: 60s}", "keepAliveTime",
                .misplaced(home: "spec.tcpKeepalive.keepAliveTime", isBeside: true)
            ),
            ("{keepalive_probes: 3}", "keepalive_probes", .misplaced(home: "spec.tcpKeepalive.keepAliveProbes", isBeside: false)),
            ("{socketOptions: []}", "socketOptions", .nowhere("socketOptions", block: nil)),
            ("{connectionConfig: {tcpKeepalive: {}}}", "connectionConfig", .nowhere("connectionConfig", block: "spec.tcpKeepalive")),
            ("{tcpKeepalive: {idleTime: 60}}", "idleTime", .spelling(of: "keepAliveTime", value: "60s")),
            ("{tcpKeepalive: {keepAliveTime: 60s, time: 60}}", "time", .repetition(of: "keepAliveTime")),
            (
                "{tcpKeepalive: {colour: red}}", "colour",
                .unknown(fields: ["keepAliveTime", "keepAliveInterval", "keepAliveProbes"])
            ),
        ] as [(String, String, StrayField.Meaning)])
    func knowsWhereAStrayFieldBelongs(spec: String, name: String, meaning: StrayField.Meaning) throws {
        let stray = try Self.config(spec).reading.strayFields
        #expect(stray.map(\.name) == [name] && stray.map(\.meaning) == [meaning])
    }

    /// A field whose home no release serves is not sent there.
    @Test(arguments: [
        ("{tcpKeepalive: {keepaliveTime: 60}}", "spec.connectionConfig.tcpKeepalive"),
        ("{keepaliveTime: 60}", "spec.connectionConfig.tcpKeepalive.keepaliveTime"),
    ])
    func noFieldIsSentWhereNoReleaseServesIt(spec: String, home: String) throws {
        let stray = try Self.backend(spec).reading.strayFields
        #expect(stray.map(\.meaning) == [.unserved(home: home, instead: "spec.tcpKeepalive of a BackendConfigPolicy")])
    }

    /// `time` or `count` of something else is nobody's.
    @Test(arguments: ["{time: 60s}", "{interval: 5s, count: 3}", "{probes: 3}", "{loadBalancer: {}}", "{keeper: 1}"])
    func aFieldThatSaysNothingOfKeepaliveIsNotOurs(spec: String) throws {
        #expect(try Self.config(spec).reading.strayFields.isEmpty)
    }
}
