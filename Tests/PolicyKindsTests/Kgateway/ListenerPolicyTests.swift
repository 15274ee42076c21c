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
        #expect(policy.kind.kind == "ListenerPolicy" && policy.apiVersion == "gateway.kgateway.dev/v1alpha1")
        #expect(policy.name == "tcpkeepalive" && policy.namespace == "default" && policy.annotations == nil)
        #expect(policy.reading.gaps.isEmpty && policy.reading.strayFields.isEmpty && policy.reading.unread.isEmpty)
        #expect(policy.reading.attachments.map(\.sourceText).first?.hasPrefix("group: gateway") == true)
        #expect(policy.configurations.count == 1)
        let configuration = try #require(policy.configurations.first)
        #expect(configuration.target.identity == "default" && configuration.role == .listener)
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
        #expect(policy.reading.strayFields.map(\.name) == ["socketOption", "tcpKeepAlive"])
        #expect(
            policy.reading.strayFields.map(\.meaning) == [
                .spelling(of: "socketOptions", value: nil), .spelling(of: "tcpKeepalive", value: nil),
            ])
    }

    @Test(arguments: [
        ("{}", false, false), ("{targetRefs: []}", false, false), ("{targetRefs: [{name: a}]}", false, true),
        ("{targetSelectors: [{}]}", false, true),
        ("{socketOptions: []}", false, false), ("{socketOptions: [{}]}", true, false), ("{default: {}}", false, false),
        ("{default: null}", false, false),
        ("{default: {httpSettings: {}}}", true, false), ("{perPort: [{port: 1}]}", true, false), ("{other: 1}", true, false),
        ("null", false, false),
    ])
    func knowsWhetherASpecSetsAndSelectsAnything(spec: String, sets: Bool, selects: Bool) throws {
        let policy = try listenerPolicy(spec)
        let gaps = policy.reading.gaps.map(\.clause)
        #expect(gaps.contains { $0.contains("sets nothing") } == !sets && gaps.contains { $0.contains("selects no") } == !selects)
    }

    @Test func readsDefaultAndPerPort() throws {
        let policy = try listenerPolicy(
            """
            {default: {tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 2}, httpSettings: {idleTimeout: 1h}}, \
            perPort: [{port: 8443, listener: {tcpKeepalive: {keepAliveTime: 5}}}, {port: "80", listener: {httpSettings: {}}}, {port: x}, \
            {listener: {tcpKeepalive: null}}, 7, null], socketOptions: [{level: 1}]}
            """)
        #expect(policy.configurations.map(\.target.identity) == ["default", "default", "port 8443", "port"])
        #expect(policy.reading.replacedDefaults.map(\.clause).map { $0.contains("port 80 ") } == [true, false, false])
        let block = try #require(policy.configurations[1].keepalive)
        #expect(block.malformed == nil && policy.reading.strayFields.isEmpty)
        #expect(block.fields.map(\.name) == ["keepAliveTime", "keepAliveInterval", "keepAliveProbes"])
        #expect(
            block.fields.map(\.reading) == [.value(60, hasFraction: false), .value(20, hasFraction: false), .value(2, hasFraction: false)])
        #expect(
            policy.configurations.map { short($0.application.idleTimeout) }.map { $0.contains("3600000000000") }
                == [true, true, false, false])
        #expect(policy.configurations.map(\.application.idleTimeoutPath).last == "spec.perPort[3].listener.httpSettings.idleTimeout")
        #expect(policy.configurations.allSatisfy { $0.role == .listener })
    }

    /// The API server keeps the last of two keys, and so does this.
    @Test func ofAListThatStandsTwiceTheLastCounts() throws {
        let policy = try object(
            """
            {"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","spec":{"socketOptions":[{"level":1}],"socketOptions":[{"level":2,"level":3}],
            "default":{"tcpKeepalive":{"keepAliveProbes":1}},"default":{"tcpKeepalive":{"keepAliveProbes":2}},"perPort":[{"port":1}],"perPort":[{"port":2}]}}
            """)
        #expect(policy.configurations.count == 2 && policy.reading.replacedDefaults.map(\.clause).map { $0.contains("port 2 ") } == [true])
        guard case .options(let list) = policy.configurations[0].settings, case .keepalive(let block) = policy.configurations[1].settings
        else {
            throw NoObject()
        }
        #expect(list.options.map(\.level.value) == [3] && block.count.reading == .value(2, hasFraction: false))
    }

    @Test(arguments: [
        (#"{targetRefs: [{name: a, sectionName: dns-udp}], socketOptions: []}"#, "dns-udp"),
        (#"{targetRefs: [{name: a, sectionName: http}, {sectionName: quic}], socketOptions: []}"#, "quic"),
        (#"{targetSelectors: [{sectionName: https-h3}], socketOptions: []}"#, "https-h3"),
        (#"{targetRefs: [{name: a, sectionName: udpish}], socketOptions: []}"#, nil),
    ])
    func aListenersNameShowsThatItIsNoTCPListener(spec: String, shownBy: String?) throws {
        let transport = try #require(try listenerPolicy(spec).configurations.first).target.transport
        #expect(transport == shownBy.map { .datagrams(clause: "the policy selects the listener \"\($0)\"") } ?? .unknown)
    }

    /// What stands below something else than the kind has there is not read, and the reader says so.
    @Test(arguments: [
        ("[{default: {}}]", "`spec`"), ("text", "`spec`"), ("{default: [{tcpKeepalive: {}}]}", "`default`"), ("{default: 5}", "`default`"),
        ("{perPort: {port: 80, listener: {tcpKeepalive: {}}}}", "`perPort`"), ("{perPort: [7]}", "an item of `perPort`"),
        ("{perPort: [{port: 80, listener: [a]}]}", "`listener`"),
    ])
    func knowsWhatIsNoListOrMap(spec: String, field: String) throws {
        let reading = try listenerPolicy(spec).reading
        #expect(reading.malformed.map(\.field) == [field] && reading.configurations.isEmpty)
    }

    @Test(arguments: ["{default: null, perPort: null}", "{perPort: [{port: 80, listener: null}]}", "null"])
    func nullIsNothing(spec: String) throws {
        #expect(try listenerPolicy(spec).reading.malformed.isEmpty)
    }

    /// Beyond each bound nothing is read, and the reader says how much.
    @Test func readsNoMoreThanItsBounds() throws {
        let many = { (count: Int, item: (Int) -> String) in (0..<count).map(item).joined(separator: ", ") }
        let listed = try listenerPolicy("{socketOptions: [\(many(ReadingLimits.options + 3) { _ in "{}" })]}")
        #expect(listed.configurations.first?.options?.options.count == ReadingLimits.options)
        #expect(listed.reading.unread.map { [$0.count, $0.isError ? 1 : 0] } == [[3, 1]])

        let ports = try listenerPolicy(
            "{perPort: [\(many(ReadingLimits.configurations + 2) { "{port: \($0), listener: {tcpKeepalive: {}}}" })]}")
        #expect(ports.configurations.count == ReadingLimits.configurations && ports.reading.unread.map(\.count) == [2])

        let stray = try listenerPolicy("{default: {tcpKeepalive: {\(many(ReadingLimits.strayFields + 5) { "keepalivet\($0): 1" })}}}")
        #expect(stray.reading.strayFields.count == ReadingLimits.strayFields)
        #expect(stray.reading.unread.map { [$0.count, $0.isError ? 1 : 0] } == [[5, 0]])

        let targets = try listenerPolicy("{targetRefs: [\(many(ReadingLimits.references + 1) { "{name: a\($0)}" })]}")
        #expect(targets.reading.attachments.count == ReadingLimits.references && targets.reading.unread.map(\.isError) == [true])
    }
}
