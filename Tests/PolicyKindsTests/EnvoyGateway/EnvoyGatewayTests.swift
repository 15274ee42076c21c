import Manifests
import PolicyKinds
import SocketOptions
import Testing

/// Envoy Gateway's typed fields: what is read, and what the product makes of it.
@Suite struct EnvoyGatewayTests {
    private static let fields: [(field: String, reading: KeepaliveField.Reading)] = [
        ("idleTime: 60s", .value(60, hasFraction: false)), ("idleTime: 1m", .value(60, hasFraction: false)),
        ("idleTime: 1500ms", .value(1, hasFraction: true)), ("idleTime: 500ms", .zero), ("idleTime: 0s", .zero),
        ("idleTime: null", .absent),
        ("idleTime: 32767s", .value(32767, hasFraction: false)), ("idleTime: 32768s", .above(32768)), ("idleTime: 10h", .above(36000)),
        ("idleTime: 1.5s", .malformed("1.5s")), ("idleTime: 100000s", .malformed("100000s")), ("idleTime: -1s", .malformed("-1s")),
        ("idleTime: ''", .malformed("")), ("idleTime: 60", .wrongType("60")), ("idleTime: '60'", .wrongType("\"60\"")),
        ("idleTime: true", .wrongType("true")), ("idleTime: '${IDLE}'", .placeholder("${IDLE}")),
        ("probes: 3", .value(3, hasFraction: false)), ("probes: 0", .zero), ("probes: 127", .value(127, hasFraction: false)),
        ("probes: 128", .above(128)), ("probes: -1", .below("-1")), ("probes: '3'", .wrongType("\"3\"")),
        ("probes: 2.5", .wrongType("2.5")),
        ("interval: 20s", .value(20, hasFraction: false)), ("interval: 999ms", .zero), ("interval: 20", .wrongType("20")),
    ]

    @Test(arguments: fields.indices, ["ClientTrafficPolicy", "BackendTrafficPolicy"]) func fieldIsRead(index: Int, kind: String) throws {
        let policy = try policy(kind, "tcpKeepalive: {\(Self.fields[index].field)}")
        let block = try keepalive(policy)
        let read = block.fields.map(\.reading).filter { $0 != .absent }
        #expect(read == (Self.fields[index].reading == .absent ? [] : [Self.fields[index].reading]))
    }

    @Test func whatBecomesOfThem() throws {
        let client = try #require(try policy("ClientTrafficPolicy", "tcpKeepalive: {probes: 0}").configurations.first)
        #expect(client.setting.becomes == .listenerOptions && client.keepalive?.count.form.zero == .refusedByKernel)
        let backend = try #require(try policy("BackendTrafficPolicy", "tcpKeepalive: {probes: 0}").configurations.first)
        #expect(backend.setting.becomes == .clusterKeepalive)
        #expect(backend.keepalive?.count.form.zero == .switchesOff(sinceEnvoy: Release(1, 37)))
        #expect(try keepalive(policy("ClientTrafficPolicy", "tcpKeepalive: {}")).form.whenEmpty == .kernelDefaults)
        #expect(try policy("ClientTrafficPolicy", "tcpKeepalive: null").configurations.first?.keepalive?.isNull == true)
        #expect(backend.setting.availability == .since(Release(1, 0)))
        let product = try #require(PolicyKinds.products.first { $0.name == "envoy-gateway" })
        #expect((6...9).map { product.envoy(of: Release(1, $0)) } == [Release(1, 36), Release(1, 37), Release(1, 38), Release(1, 39)])
    }

    @Test(
        arguments: [
            ("timeout: {http: {idleTimeout: 45s}}", "spec.timeout.http.idleTimeout", 45),
            ("timeout: {tcp: {idleTimeout: 30s}}", "spec.timeout.tcp.idleTimeout", 30),
            ("timeout: {http: {idleTimeout: 45s}, tcp: {idleTimeout: 30s}}", "spec.timeout.http.idleTimeout", 45),
            ("timeout: {http: {idleTimeout: 30s}, tcp: {idleTimeout: 45s}}", "spec.timeout.tcp.idleTimeout", 45),
            ("timeout: {http: {idleTimeout: 30s}, tcp: {idleTimeout: 0s}}", "spec.timeout.tcp.idleTimeout", 0),
            ("connection: {}", "spec.timeout.http.idleTimeout", nil),
        ] as [(String, String, Int64?)]) func idleTimeoutOfClients(lines: String, path: String, seconds: Int64?) throws
    {
        let policy = try policy("ClientTrafficPolicy", "\(lines)\n  tcpKeepalive: {idleTime: 60s}")
        let application = try #require(policy.configurations.first?.application)
        #expect(application.idleTimeoutPath == path && application.idleTimeout.value?.wholeSeconds == seconds)
    }

    @Test(arguments: ["ClientTrafficPolicy", "BackendTrafficPolicy"]) func pingsAreRead(kind: String) throws {
        let policy = try policy(
            kind,
            "http2: {connectionKeepalive: {interval: 30s, timeout: 5s}}\n  timeout: {http: {connectionIdleTimeout: 50s}}\n  tcpKeepalive: {}"
        )
        let application = try #require(policy.configurations.first?.application)
        #expect(application.http2PingInterval.value?.wholeSeconds == 30 && application.http2PingTimeout.value?.wholeSeconds == 5)
        #expect(application.idleTimeout.value?.wholeSeconds == (kind == "BackendTrafficPolicy" ? 50 : nil))
    }

    /// A target of a ClientTrafficPolicy, and whether it selects UDP listeners alone.
    @Test(arguments: [
        ("targetRefs: [{name: eg, sectionName: udp-53}]", true), ("targetRef: {name: eg, sectionName: dns-udp}", true),
        ("targetRefs: [{name: eg, sectionName: udp}, {name: eg, sectionName: tcp}]", false), ("targetRefs: [{name: eg}]", false),
        ("targetRefs: [{name: eg, sectionName: https}]", false),
    ]) func udpListenersGetNothing(target: String, isUDP: Bool) throws {
        let policy = try object(
            "{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: ClientTrafficPolicy, spec: {\(target), tcpKeepalive: {idleTime: 60s}}}")
        #expect(policy.reading.notApplied.count == (isUDP ? 1 : 0) && policy.reading.gaps.isEmpty && !policy.reading.attachments.isEmpty)
    }

    @Test(arguments: [
        ("ClientTrafficPolicy", "{targetRef: {name: eg}}", ["this ClientTrafficPolicy sets nothing (was a field misspelt or pruned?)"]),
        ("ClientTrafficPolicy", "{tcpKeepalive: {}, timeout: {http: {}}}", ["this ClientTrafficPolicy is attached to nothing"]),
        ("BackendTrafficPolicy", "{targetSelectors: [{kind: Gateway}], retry: {numRetries: 1}}", []),
        (
            "BackendTrafficPolicy", "{mergeType: StrategicMerge, targetRefs: []}",
            [
                "this BackendTrafficPolicy sets nothing (was a field misspelt or pruned?)",
                "this BackendTrafficPolicy is attached to nothing",
            ]
        ),
    ]) func gaps(kind: String, spec: String, clauses: [String]) throws {
        let policy = try object("{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: \(kind), spec: \(spec)}")
        #expect(policy.reading.gaps.map(\.clause) == clauses)
    }

    /// Every `backendSettings`: the kind, its spec, whose connections, the idle timeout's path.
    private static let backends: [(kind: String, spec: String, title: String, path: String)] = [
        (
            "SecurityPolicy", "extAuth: {grpc: {backendRefs: [{name: auth}], SETTINGS}}", #"the external authorization service "auth""#,
            "spec.extAuth.grpc"
        ),
        ("SecurityPolicy", "extAuth: {http: {SETTINGS}}", "the external authorization service", "spec.extAuth.http"),
        (
            "SecurityPolicy", "jwt: {providers: [{name: a}, {name: b, remoteJWKS: {SETTINGS}}]}", "the JWKS server",
            "spec.jwt.providers[1].remoteJWKS"
        ),
        ("SecurityPolicy", "oidc: {provider: {SETTINGS}}", "the OIDC provider", "spec.oidc.provider"),
        (
            "EnvoyExtensionPolicy", "extProc: [{backendRefs: [{name: proc}], SETTINGS}]", #"the external processor "proc""#,
            "spec.extProc[0]"
        ),
        ("EnvoyExtensionPolicy", "backends: [{name: callout, SETTINGS}]", #"the backend of extensions "callout""#, "spec.backends[0]"),
        (
            "EnvoyProxy", "telemetry: {accessLog: {settings: [{}, {sinks: [{als: {SETTINGS}}]}]}}", "the access log service",
            "spec.telemetry.accessLog.settings[1].sinks[0].als"
        ),
        (
            "EnvoyProxy", "telemetry: {accessLog: {settings: [{sinks: [{openTelemetry: {SETTINGS}}]}]}}", "the access log collector",
            "spec.telemetry.accessLog.settings[0].sinks[0].openTelemetry"
        ),
        (
            "EnvoyProxy", "telemetry: {metrics: {sinks: [{openTelemetry: {SETTINGS}}]}}", "the metrics collector",
            "spec.telemetry.metrics.sinks[0].openTelemetry"
        ),
        ("EnvoyProxy", "telemetry: {tracing: {provider: {SETTINGS}}}", "the tracing collector", "spec.telemetry.tracing.provider"),
    ]

    @Test(arguments: backends.indices) func backendSettingsAreRead(index: Int) throws {
        let (kind, spec, title, path) = Self.backends[index]
        let settings = "backendSettings: {tcpKeepalive: {idleTime: 60s, probes: 0}, timeout: {http: {connectionIdleTimeout: 50s}}}"
        let policy = try policy(kind, spec.replacing("SETTINGS", with: settings))
        #expect(policy.configurations.map(\.target.title) == [title] && policy.reading.strayFields.isEmpty)
        let configuration = try #require(policy.configurations.first)
        #expect(configuration.role == .upstream && configuration.keepalive?.idle.reading == .value(60, hasFraction: false))
        #expect(configuration.application.idleTimeoutPath == "\(path).backendSettings.timeout.http.connectionIdleTimeout")
        #expect(Place(configuration.node).path(in: policy.node) == "\(path).backendSettings.tcpKeepalive")
        // One level too high, and a list for the map.
        let misplaced = try self.policy(kind, spec.replacing("SETTINGS", with: "tcpKeepalive: {idleTime: 60s}"))
        #expect(misplaced.reading.strayFields.map(\.name) == ["tcpKeepalive"] && misplaced.configurations.isEmpty)
        let malformed = try self.policy(kind, spec.replacing("SETTINGS", with: "backendSettings: []"))
        #expect(malformed.reading.malformed.map(\.field) == ["`backendSettings`"])
    }

    @Test func bootstrapIsRead() throws {
        let policy = try object(
            """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: EnvoyProxy
            spec:
              bootstrap:
                value: |
                  admin: {socket_options: [{level: 1, name: 9, int_value: 1}]}
                  static_resources:
                    listeners: [{name: x, tcp_keepalive: {keepalive_time: 60}}]
                jsonPatches:
                - {op: add, path: /static_resources/clusters/0/upstream_connection_options/tcp_keepalive/keepalive_time, value: 61}
                - {op: add, path: /static_resources/clusters/0/upstream_connection_options/tcp_keepalive/keepalive_probes, value: 3}
                - {op: add, path: /cluster_manager/upstream_bind_config/socket_options/-, value: {level: 1, name: 36, int_value: 7}}
            """)
        #expect(
            policy.configurations.map { Place($0.node, .key).path(in: policy.node) } == [
                "spec.bootstrap.value: admin.socket_options", "spec.bootstrap.value: static_resources.listeners[0].tcp_keepalive",
                "spec.bootstrap.jsonPatches[2].path", "spec.bootstrap.jsonPatches[0].path",
            ])
        #expect(policy.configurations.last?.keepalive?.fields.map(\.meaning) == [.number(61), .nothing, .number(3)])
    }

    @Test(arguments: [
        ("value: 'a: ['", "`value`"), ("value: [1]", "`value`"), ("value: text", "`value`"), ("jsonPatches: {}", "`jsonPatches`"),
    ])
    func malformedBootstrap(line: String, field: String) throws {
        #expect(try policy("EnvoyProxy", "bootstrap: {\(line)}").reading.malformed.map(\.field) == [field])
    }

    private func policy(_ kind: String, _ line: String) throws -> PolicyObject {
        let target = kind == "EnvoyProxy" ? "" : "  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: eg}]\n"
        return try object("apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: \(kind)\nmetadata: {name: p}\nspec:\n\(target)  \(line)\n")
    }
}
