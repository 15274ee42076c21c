import Configuration
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

/// `environments`: which settings hold for which objects.
@Suite struct EnvironmentsTests {
    private func read(_ text: String) throws -> Settings { try ConfigurationFile.read(Array(text.utf8)) }

    @Test func anEntryStandsOnTheGeneralSettingsKeyByKey() throws {
        // The general ones stand behind, as no order of keys means anything.
        let settings = try read(
            """
            environments:
            - match: {namespaces: [old-pool]}
              environment: {kernel: "4.19", releases: {kgateway: "2.1"}, network: {packetLoss: 2%}}
              thresholds: {detection: 1h}
              rules: {SW205: {enforcement: audit}, SW208: warning}
              enforcement: warn
            - match: {gateways: [public]}
            environment: {kernel: "6.1", listenerFamily: ipv4, releases: {kgateway: "2.3", envoy: "1.37"}, middleboxes: []}
            thresholds: {detection: 3m, probeEvery: 5s}
            rules: {SW205: error, SW208: off, SW210: info}
            """)
        let own = try #require(settings.environments.first).settings
        #expect(own.environment.kernel == KernelVersion(4, 19) && settings.environment.kernel == KernelVersion(6, 1))
        #expect(own.environment.listenerFamily == .ipv4 && own.environment.middleboxes.isEmpty)
        #expect(own.environment.releases == ["kgateway": Release(2, 1), "envoy": Release(1, 37)])
        #expect(own.environment.packetLoss == 0.02)
        #expect(own.environment.thresholds.detection == 3600 && own.environment.thresholds.probeEvery == 5)
        #expect(
            own.rules.byCode == [
                "SW205": RuleSettings.Setting(grade: .severity(.error), enforcement: .audit), "SW208": .severity(.warning),
                "SW210": .severity(.info),
            ])
        #expect(own.enforcement == .warn && settings.enforcement == .deny)
        // One without settings of its own keeps objects from the entries below it.
        var general = settings
        general.environments = []
        #expect(settings.environments.last?.settings == general)
    }

    @Test func oldSpellingsInItHaveTheirHint() throws {
        let settings = try read("environments:\n- match: {namespaces: [a]}\n  environment: {kgateway: \"2.3\"}\n")
        #expect(settings.environments.first?.settings.environment.releases == ["kgateway": Release(2, 3)])
        #expect(settings.hints == [#"3:27: kgateway is the old spelling; write releases: {kgateway: "2.3"}"#])
    }

    static let matches: [(pattern: String, name: String, fits: Bool)] = [
        ("edge", "edge", true), ("edge", "edge-1", false), ("edge", "", false), ("edge-*", "edge-1", true), ("edge-*", "edge-", true),
        ("edge-*", "edge", false), ("edge-*", "my-edge-1", false), ("*", "anything", true), ("*", "", true), ("a.b*", "a.bc", true),
    ]

    @Test(arguments: matches) func aPatternIsANameOrABeginning(pattern: String, name: String, fits: Bool) {
        #expect(NamePattern(pattern).matches(name) == fits)
    }

    /// Which entries are reached; -1 is the general settings.
    @Test(
        arguments: [
            (["public"], "edge", [0]), (["public"], "elsewhere", [2]), (["internal"], "edge", [1]), (["internal"], "elsewhere", [-1]),
            (["internal"], "team-a", [3]), (["internal"], "", [-1]),
            // What may be applied to any gateway must hold for each that an entry names.
            ([nil], "edge", [0, 1]), ([], "edge", [0, 1]), ([nil], "elsewhere", [2, -1]), ([], "", [2, -1]), ([], "team-a", [2, 3]),
            (["internal", nil], "team-b", [3, 2]), ([], "lab", [2, 5]), (["a"], "lab", [5]),
            // One object in several: it must hold in each.
            (["public", "internal"], "edge", [0, 1]), (["internal", "public"], "elsewhere", [-1, 2]),
            (["public", nil, "public"], "elsewhere", [2, -1]),
        ] as [([String?], String, [Int])])
    func theFirstThatFitsHolds(gateways: [String?], namespace: String, reached: [Int]) throws {
        let settings = try read(
            """
            environments:
            - match: {namespaces: [edge], gateways: [public]}
            - match: {namespaces: [edge]}
            - match: {gateways: [public, shared-*]}
            - match: {namespaces: [team-*]}
            - match: {namespaces: [edge, team-a]}
            - match: {namespaces: [lab], gateways: ["*"]}
            """)
        #expect(CompiledSettings(settings).reached(by: gateways, in: namespace).map { $0.index ?? -1 } == reached)
    }
}
