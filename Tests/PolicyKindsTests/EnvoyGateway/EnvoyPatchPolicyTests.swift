import Manifests
import PolicyKinds
import Testing

/// What an EnvoyPatchPolicy's JSON patches come to, as far as they show it.
@Suite struct EnvoyPatchPolicyTests {
    private static let listener = "type.googleapis.com/envoy.config.listener.v3.Listener"
    private static let cluster = "type.googleapis.com/envoy.config.cluster.v3.Cluster"

    /// Operations on the listener "tcp-80", and the configurations that result.
    private static let listenerPatches: [(operations: [String], configurations: [String])] = [
        (
            ["{op: add, path: /socket_options, value: [{level: 1, name: 9, int_value: 1}]}"],
            [#"the listener "tcp-80": [1/9=1]"#]
        ),
        (
            [
                "{op: add, path: /socket_options/-, value: {level: 1, name: 9, int_value: 1}}",
                "{op: add, path: /socket_options/-, value: {level: 6, name: 4, intValue: '60'}}",
            ], [#"the listener "tcp-80": [1/9=1, 6/4=60]"#]
        ),
        (
            [
                "{op: add, path: /socket_options/0, value: {level: 6, name: 4, int_value: 60}}",
                "{op: add, path: /socket_options/0, value: {level: 1, name: 9, int_value: 1}}",
            ], [#"the listener "tcp-80": [1/9=1, 6/4=60]"#]
        ),
        (
            [
                "{op: add, path: /socket_options, value: [{level: 6, name: 4, int_value: 60}, {level: 6, name: 5, int_value: 1}]}",
                "{op: replace, path: /socket_options/0/int_value, value: 61}", "{op: remove, path: /socket_options/1}",
            ], [#"the listener "tcp-80": [6/4=61]"#]
        ),
        (
            [
                "{op: add, path: /tcp_keepalive/keepalive_time, value: 60}", "{op: add, path: /tcp_keepalive/keepalive_probes, value: '3'}",
            ], [#"the listener "tcp-80": {60, -, 3}"#]
        ),
        (["{op: add, path: /tcp_keepalive, value: {}}"], [#"the listener "tcp-80": {-, -, -}"#]),
        (["{op: add, path: /tcp_keepalive, value: null}"], []),
        (["{op: add, path: /tcp_keepalive, value: {keepalive_time: 60}}", "{op: remove, path: /tcp_keepalive}"], []),
        (
            ["{op: add, path: /additional_addresses/0/socket_options/socket_options/-, value: {level: 1, name: 9, int_value: 1}}"],
            [#"the listener "tcp-80" on additional address 1: [1/9=1]"#]
        ),
        (
            ["{op: add, path: /additional_addresses/1/tcp_keepalive, value: {keepalive_time: 60}}"],
            [#"the listener "tcp-80" on additional address 1: {60, -, -}"#]
        ),
        (["{op: add, path: /filter_chains/0/name, value: x}"], []),
        (["{op: test, path: /socket_options/0/level, value: '6'}"], []),
        (
            ["{op: add, jsonPath: '$.additional_addresses[0]', path: tcp_keepalive, value: {keepalive_time: 60}}"],
            [#"the listener "tcp-80" on additional address 1: {60, -, -}"#]
        ),
        (
            [
                "{op: add, path: /tcp_keepalive, value: {keepalive_time: 60}}",
                "{op: copy, from: /tcp_keepalive, path: /additional_addresses/0/tcp_keepalive}",
            ], [#"the listener "tcp-80": {60, -, -}"#, #"the listener "tcp-80" on additional address 1: {60, -, -}"#]
        ),
        (
            ["{op: replace, path: '', value: {name: x, tcp_keepalive: {keepalive_time: 60}}}"],
            [#"the listener "tcp-80": {60, -, -}"#]
        ),
        (
            ["{op: add, value: {name: own, tcp_keepalive: {keepalive_time: 60}}}"], [#"the listener "own": {60, -, -}"#]
        ),
    ]

    @Test(arguments: listenerPatches.indices) func readsPatchesOfAListener(index: Int) throws {
        let policy = try policy(Self.listenerPatches[index].operations.map { (Self.listener, "tcp-80", $0) })
        #expect(policy.configurations.map(short) == Self.listenerPatches[index].configurations)
        #expect(policy.reading.malformed.isEmpty && policy.reading.strayFields.isEmpty && policy.reading.unreadTexts.isEmpty)
        #expect(policy.reading.notApplied.isEmpty && policy.reading.gaps.isEmpty)
    }

    private static let clusterPatches: [(operation: String, configurations: [String])] = [
        ("{op: add, path: /upstream_connection_options/tcp_keepalive/keepalive_time, value: 60}", [#"the cluster "c": {60, -, -}"#]),
        (
            "{op: add, path: /upstream_connection_options, value: {tcp_keepalive: {keepalive_probes: 0}}}",
            [#"the cluster "c": {-, -, zero}"#]
        ),
        (
            "{op: add, path: /upstream_bind_config/socket_options/-, value: {level: 1, name: 36, int_value: 7}}",
            [#"the cluster "c": [1/36=7]"#]
        ),
        (
            "{op: add, path: /upstream_bind_config/extra_source_addresses/0/socket_options/socket_options, value: [{level: 1, name: 9, int_value: 1}]}",
            [#"the cluster "c" from another address: [1/9=1]"#]
        ),
    ]

    @Test(arguments: clusterPatches.indices) func readsPatchesOfACluster(index: Int) throws {
        let policy = try policy([(Self.cluster, "c", Self.clusterPatches[index].operation)])
        #expect(policy.configurations.map(short) == Self.clusterPatches[index].configurations)
    }

    @Test func resourcesAreToldApart() throws {
        let option = "{op: add, path: /socket_options/-, value: {level: 1, name: 9, int_value: 1}}"
        let policy = try policy([
            (Self.listener, "default/eg/http", option), (Self.listener, "udp-53", option), (Self.listener, "default/eg/https-quic", option),
            (Self.listener, "default/eg/http", option),
            ("type.googleapis.com/envoy.config.route.v3.RouteConfiguration", "default/eg/http", option),
        ])
        #expect(
            policy.configurations.map(\.target.identity) == ["default/eg/http", "udp-53", "default/eg/https-quic"].map { "listener \($0)" })
        #expect(policy.configurations.map(\.target.transport.mayBeDatagrams) == [false, true, true])
        #expect(policy.configurations[0].options?.options.count == 2)
        #expect(policy.reading.attachments.count == 1)
    }

    /// Operations that are not what the API or the product takes, and what is said of each.
    @Test(arguments: [
        ("{op: put, path: /socket_options, value: []}", "`op`"), ("{path: /socket_options, value: []}", "`op`"),
        ("{op: add, path: socket_options, value: []}", "`path`"), ("{op: replace, value: []}", "`path`"),
        ("{op: add, path: 1, value: []}", "`path`"), ("{op: add, jsonPath: $, value: {}}", "`jsonPath`"),
        ("{op: add, path: /socket_options}", "`value`"), ("{op: copy, path: /socket_options}", "`from`"),
        ("[]", "a patch"), ("{op: add, path: /upstream_bind_config/socket_options, value: []}", ""),
        ("{op: add, path: /additional_addresses/0/socket_options, value: []}", "`socket_options`"),
    ]) func isMalformed(operation: String, field: String) throws {
        let policy = try policy([(Self.listener, "tcp-80", operation)])
        #expect(policy.reading.malformed.map(\.field) == (field.isEmpty ? [] : [field]))
    }

    /// What only the resource can tell is not guessed, and said where it is about a setting.
    @Test(arguments: [
        ("{op: replace, path: /socket_options/2/int_value, value: 61}", 1), ("{op: copy, from: /a, path: /socket_options}", 1),
        ("{op: replace, jsonPath: '$..socket_options[0]', path: /int_value, value: 1}", 1),
        ("{op: remove, path: /socket_options/2/int_value}", 0), ("{op: add, jsonPath: '$..filters[0]', path: /name, value: x}", 0),
    ]) func isUnknown(operation: String, count: Int) throws {
        let policy = try policy([(Self.listener, "tcp-80", operation)])
        #expect(policy.configurations.isEmpty && policy.reading.malformed.isEmpty && policy.reading.unreadTexts.count == count)
    }

    @Test func typesAreChecked() throws {
        #expect(
            try policy([("envoy.config.listener.v3.Listener", "l", "{op: add, path: /a, value: 1}")]).reading.malformed.map(\.field) == [
                "`type`"
            ])
        #expect(try object(Self.text("[1]")).reading.malformed.map(\.field) == ["an item of `jsonPatches`"])
        #expect(try object(Self.text("{}")).reading.malformed.map(\.field) == ["`jsonPatches`"])
        #expect(try object(Self.text("[]")).reading.gaps.map(\.clause) == ["this EnvoyPatchPolicy patches nothing"])
    }

    @Test func patchesHaveABound() throws {
        let operation = "{op: add, path: /tcp_keepalive/keepalive_time, value: 60}"
        let policy = try policy(Array(repeating: (Self.listener, "l", operation), count: ReadingLimits.patches + 2))
        #expect(policy.configurations.count == 1)
        #expect(policy.reading.unread.map(\.count) == [2] && policy.reading.unread.map(\.sort) == [.patches])
    }

    private func policy(_ patches: [(type: String, name: String, operation: String)]) throws -> PolicyObject {
        try object(
            Self.text("[\(patches.map { "{type: \($0.type), name: \($0.name), operation: \($0.operation)}" }.joined(separator: ", "))]"))
    }

    private static func text(_ patches: String) -> String {
        """
        apiVersion: gateway.envoyproxy.io/v1alpha1
        kind: EnvoyPatchPolicy
        metadata: {name: p}
        spec:
          targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: eg}
          type: JSONPatch
          jsonPatches: \(patches)

        """
    }

    /// `the listener "x": [1/9=1]` for a list, `…: {60, -, 3}` for a block.
    private func short(_ configuration: SocketConfiguration) -> String {
        let settings =
            switch configuration.settings {
            case .options(let list):
                "[\(list.options.map(Self.short).joined(separator: ", "))]"
            case .keepalive(let block):
                "{\(block.fields.map(Self.short).joined(separator: ", "))}"
            }
        return "\(configuration.target.title): \(settings)"
    }

    private static func short(_ option: RawOption) -> String {
        let numbers = [option.level, option.name, option.intValue].map { $0.value.map(String.init) ?? "-" }
        return "\(numbers[0])/\(numbers[1])=\(numbers[2])"
    }

    private static func short(_ field: KeepaliveField) -> String {
        switch field.reading {
        case .absent: "-"
        case .value(let value, _): "\(value)"
        default: "\(field.reading)"
        }
    }
}
