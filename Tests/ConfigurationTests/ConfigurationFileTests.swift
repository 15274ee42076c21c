import Configuration
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

/// What a configuration file can say, and what becomes of what it says.
@Suite struct ConfigurationFileTests {
    private func read(_ text: String) throws -> Settings { try ConfigurationFile.read(Array(text.utf8)) }

    @Test(arguments: [
        "", "\n", "# nothing but a comment\n", "{}", "---\n", "environment:\n", "environment:\n  # platforms: [gvisor]\nrules:\n",
        "\u{FEFF}",
    ])
    func whatSaysNothingKeepsTheDefaults(text: String) throws {
        #expect(try read(text) == Settings())
    }

    @Test func theDefaultsAreThoseOfTheDocumentation() throws {
        let documented = """
            environment:
              platforms: [linux/amd64, linux/arm64]
              kernel: "5.10"
              listenerFamily: dual
              capabilities: [NET_BIND_SERVICE]
              middleboxes: [aws-nlb, azure-lb, gcp-firewall]
              upstreamMiddleboxes: []
              network: {packetLoss: 0.1%}
            thresholds: {falseDropsPerDay: 1%, detection: 15m, probeEvery: 10s, probeInterval: 2s}
            rules: {}
            suppressions: {admission: warnings}
            exemptions: {namespaces: [], usernames: [], groups: []}
            enforcement: deny
            environments: []
            """
        #expect(try read(documented) == Settings())
    }

    @Test func everyKeyIsRead() throws {
        let settings = try read(
            """
            environment:
              platforms: [gvisor, linux/s390x, gvisor]
              kernel: 6.10
              listenerFamily: ipv4
              capabilities: [CAP_NET_ADMIN, NET_RAW, SYS_TTY_CONFIG]
              releases: {kgateway: "2.10", envoy: "1.37"}
              middleboxes:
              - azure-lb
              - {name: our firewall, idleTimeout: 1h30m, probesReset: false}
              upstreamMiddleboxes: [{name: nat, idleTimeout: 90s}]
              network: {packetLoss: 2.5%}
            thresholds:
              falseDropsPerDay: 50%
              detection: 3m
              probeEvery: 1s
              probeInterval: 5s
            rules:
              SW205: "off"
              false-drops: error
              sw210: info
            suppressions: {admission: none}
            exemptions:
              namespaces: [kube-system]
              usernames: ["system:serviceaccount:argocd:argocd"]
              groups: [admins, "007"]
            enforcement: audit
            """)
        let environment = settings.environment
        #expect(environment.platforms == [.gvisor, .linuxS390X])
        #expect(environment.kernel == KernelVersion(6, 10))
        #expect(environment.listenerFamily == .ipv4)
        #expect(environment.capabilities == [.netAdmin, .netRaw])
        #expect(environment.releases == ["kgateway": Release(2, 10), "envoy": Release(1, 37)])
        #expect(environment.middleboxes.map(\.idleTimeout) == [240, 5400])
        #expect(environment.middleboxes.map(\.name) == ["azure-lb", "our firewall"])
        #expect(environment.middleboxes.map(\.probesReset) == [true, false])
        #expect(environment.upstreamMiddleboxes == [Middlebox(name: "nat", idleTimeout: 90, probesReset: true)])
        #expect(abs(environment.packetLoss - 0.025) < 1e-12)
        #expect(environment.thresholds.falseDropsPerDay == 0.5)
        #expect(environment.thresholds.detection == 180)
        #expect(environment.thresholds.probeEvery == 1)
        #expect(environment.thresholds.probeInterval == 5)
        #expect(settings.rules.byCode == ["SW205": .off, "SW208": .severity(.error), "SW210": .severity(.info)])
        #expect(settings.annotations == .none && settings.hints.isEmpty)
        #expect(settings.exemptions.namespaces == ["kube-system"])
        #expect(settings.exemptions.usernames == ["system:serviceaccount:argocd:argocd"])
        #expect(settings.exemptions.groups == ["admins", "007"])
        #expect(settings.enforcement == .audit)
    }

    @Test func aRuleHasASeverityAndAnEnforcementOfItsOwn() throws {
        let rules = try read(
            "rules: {SW205: {severity: warning, enforcement: audit}, SW208: {enforcement: warn}, SW210: {severity: off}, SW207: info}"
        ).rules
        #expect(
            rules.byCode == [
                "SW205": RuleSettings.Setting(grade: .severity(.warning), enforcement: .audit),
                "SW208": RuleSettings.Setting(enforcement: .warn), "SW210": .off, "SW207": .severity(.info),
            ])
    }

    /// What was written before still holds, and says what to write now.
    @Test func oldSpellingsAreReadWithAHint() throws {
        let old = try read("environment: {kgateway: \"2.3\"}\nsuppressions:\n  admission: refuse\n")
        #expect(old.environment.releases == ["kgateway": Release(2, 3)] && old.annotations == .none)
        #expect(
            old.hints == [
                #"1:25: kgateway is the old spelling; write releases: {kgateway: "2.3"}"#, "3:14: refuse is the old spelling; write none",
            ])
        #expect(try read("suppressions: {admission: allow}").annotations == .all)
    }

    @Test func jsonSaysTheSame() throws {
        let yaml = try read("environment: {kernel: \"6.1\", middleboxes: []}\nrules: {SW205: off}\n")
        let json = try read(#"{"environment": {"kernel": "6.1", "middleboxes": []}, "rules": {"SW205": "off"}}"#)
        #expect(yaml == json)
    }

    /// `off` unquoted is a boolean to kubectl's YAML.
    @Test(arguments: ["off", "\"off\"", "false", "'off'"])
    func everyWayToWriteOffIsOff(value: String) throws {
        #expect(try read("rules: {SW205: \(value)}").rules.byCode == ["SW205": .off])
    }

    @Test(arguments: TargetPlatform.allCases)
    func everyPlatformHasItsName(platform: TargetPlatform) throws {
        #expect(try read("environment: {platforms: [\(platform.rawValue)]}").environment.platforms == [platform])
    }

    @Test(arguments: Middlebox.profiles)
    func everyProfileHasItsName(profile: Middlebox) throws {
        #expect(try read("environment: {middleboxes: [\(profile.name)]}").environment.middleboxes == [profile])
    }

    @Test(arguments: RuleRegistry.all.map(\.code))
    func everyRuleCanBeSetByCodeAndByName(code: String) throws {
        let rule = try #require(RuleRegistry.rule(code))
        #expect(try read("rules: {\(rule.code): error}").rules == read("rules: {\(rule.name): error}").rules)
    }
}
