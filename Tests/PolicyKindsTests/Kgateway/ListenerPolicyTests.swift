import Manifests
import PolicyKinds
import Testing

@Suite struct ListenerPolicyTests {
    /// The policy of the keepalive guide, to the letter.
    static let guide = """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: tcpkeepalive
          namespace: default
        spec:
          targetRefs:
          - group: gateway.networking.k8s.io
            kind: Gateway
            name: http
          socketOptions:
          - description: "enable keepalive"
            level: 1
            name: 9
            intValue: 1
            state: STATE_PREBIND
          - {description: "idle time", level: 6, name: 4, intValue: 60, state: STATE_PREBIND}
          - {description: "keepalive interval", level: 6, name: 5, intValue: 20, state: STATE_PREBIND}
          - {description: "keepalive probes count", level: 6, name: 6, intValue: 2, state: STATE_PREBIND}
        """

    @Test func readsTheGuide() throws {
        let policy = try object(Self.guide)
        #expect(policy.kind == .listenerPolicy && policy.apiVersion == "gateway.kgateway.dev/v1alpha1")
        #expect(policy.name == "tcpkeepalive" && policy.namespace == "default" && !policy.isBeingDeleted && policy.annotations.isEmpty)
        #expect(policy.setsAnything == true && policy.selectsAnything == true && policy.otherFields.isEmpty && policy.ports.isEmpty)
        #expect(policy.configurations.count == 1)
        let configuration = try #require(policy.configurations.first)
        #expect(configuration.subject == .listeners && configuration.direction == .downstream)
        guard case .options(let list) = configuration.settings else { throw NoObject() }
        #expect(list.malformed.isEmpty)
        #expect(
            list.options.map { [short($0.description), short($0.level), short($0.name), short($0.intValue)] } == [
                ["enable keepalive", "1", "9", "1"], ["idle time", "6", "4", "60"], ["keepalive interval", "6", "5", "20"],
                ["keepalive probes count", "6", "6", "2"],
            ])
        for option in list.options {
            #expect(
                short(option.state).hasSuffix("prebind)") && option.bufValue.isAbsent && option.type.isAbsent && option.ipVersion.isAbsent)
            #expect(option.otherFields.isEmpty)
        }
        #expect(list.options.compactMap(\.name.node).map { Place($0).path(in: policy.node) }.last == "spec.socketOptions[3].name")
    }

    @Test(arguments: [
        ("{a: 1}", 0, [#"a list of socket options a map"#]), ("5", 0, ["a list of socket options 5"]),
        ("text", 0, ["a list of socket options \"text\""]),
        ("null", 0, []), ("[]", 0, []), ("[null, 5, {level: 1}, [a], x]", 1, ["null", "5", "a list", "\"x\""]),
    ])
    func aListIsReadWhateverStandsThere(written: String, count: Int, found: [String]) throws {
        let list = try options(written)
        #expect(list.options.count == count)
        let said = list.malformed.map { malformation, _ in
            if case .wrongType(let expected, let found) = malformation { "\(expected) \(found)" } else { "" }
        }
        #expect(said.count == found.count && zip(said, found).allSatisfy { $0.hasSuffix($1) }, "\(said)")
    }

    @Test func unknownKeysAreKept() throws {
        let option = try #require(try options("[{Level: 1, level: 6, int_value: 2}]").options.first)
        #expect(option.otherFields.map(\.name) == ["Level", "int_value"] && option.level.value == 6)
        let policy = try listenerPolicy(
            "{socketOption: [], default: {tcpKeepAlive: {}, httpSettings: {}, clientCertificateValidation: {}}, perPort: [{port: 1, listener: {clientCertificateValidation: {}}}]}"
        )
        #expect(policy.otherFields.map(\.name) == ["socketOption", "tcpKeepAlive", "clientCertificateValidation"])
        #expect(policy.otherFields.compactMap(\.node.key?.text) == ["socketOption", "tcpKeepAlive", "clientCertificateValidation"])
    }

    @Test(arguments: [
        ("{}", false, false), ("{targetRefs: []}", false, false), ("{targetRefs: [{name: a}]}", false, true),
        ("{targetSelectors: [{}]}", false, true),
        ("{socketOptions: []}", false, false), ("{socketOptions: [{}]}", true, false), ("{default: {}}", false, false),
        ("{default: null}", false, false),
        ("{default: {httpSettings: {}}}", true, false), ("{perPort: [{port: 1}]}", true, false), ("{other: 1}", true, false),
        ("null", false, false),
        ("[1]", false, false), ("text", false, false),
    ])
    func knowsWhetherASpecSetsAndSelectsAnything(spec: String, sets: Bool, selects: Bool) throws {
        let policy = try listenerPolicy(spec)
        #expect(policy.setsAnything == sets && policy.selectsAnything == selects)
    }

    @Test func readsDefaultAndPerPort() throws {
        let policy = try listenerPolicy(
            """
            {default: {tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 2}, httpSettings: {idleTimeout: 1h}}, \
            perPort: [{port: 8443, listener: {tcpKeepalive: {keepAliveTime: 5}}}, {port: "80", listener: {httpSettings: {}}}, {port: x}, \
            {listener: {tcpKeepalive: null}}, 7, null], socketOptions: [{level: 1}]}
            """)
        #expect(policy.configurations.map(\.subject) == [.listeners, .listeners, .port(8443)])
        #expect(policy.ports.map(\.port) == [8443, 80, nil, nil] && policy.ports.map(\.hasKeepalive) == [true, false, false, false])
        guard case .options = policy.configurations[0].settings, case .keepalive(let block) = policy.configurations[1].settings else {
            throw NoObject()
        }
        #expect(block.dialect == .kgateway && block.malformed == nil && block.otherFields.isEmpty)
        #expect([block.idle, block.interval, block.count].map(\.fieldName) == ["keepAliveTime", "keepAliveInterval", "keepAliveProbes"])
        #expect([block.idle, block.interval, block.count].map(\.scalar) == [.string("60s"), .string("20s"), .integer(2)])
        #expect(
            policy.configurations.map { short($0.application.idleTimeout) }.map { $0.contains("3600000000000") } == [true, true, false])
        #expect(policy.configurations.map(\.direction) == [.downstream, .downstream, .downstream])
    }

    /// The API server keeps the last of two keys, and so does this.
    @Test func ofAListThatStandsTwiceTheLastCounts() throws {
        let policy = try object(
            """
            {"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","spec":{"socketOptions":[{"level":1}],"socketOptions":[{"level":2,"level":3}],
            "default":{"tcpKeepalive":{"keepAliveProbes":1}},"default":{"tcpKeepalive":{"keepAliveProbes":2}},"perPort":[{"port":1}],"perPort":[{"port":2}]}}
            """)
        #expect(policy.configurations.count == 2 && policy.ports.map(\.port) == [2])
        guard case .options(let list) = policy.configurations[0].settings, case .keepalive(let block) = policy.configurations[1].settings
        else {
            throw NoObject()
        }
        #expect(list.options.map(\.level.value) == [3] && block.count.scalar == .integer(2))
    }
}
