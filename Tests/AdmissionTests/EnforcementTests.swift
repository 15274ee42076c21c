import Admission
import Configuration
import PolicyRules
import Testing

/// What becomes of findings by rule, by namespace and by gateway.
@Suite struct EnforcementTests {
    private func settings(_ text: String) throws -> Settings { try ConfigurationFile.read(Array(text.utf8)) }

    /// SO_KEEPALIVE by macOS's numbers (SW102), an idle time that the kernel refuses (SW106).
    private let two = [Option.macOS, Option.tooLong].joined(separator: ", ")

    @Test func aRuleOnlyWarns() throws {
        let settings = try settings("rules: {SW102: {enforcement: warn}}")
        let alone = try Answer(to: Request(options: Option.macOS).body, settings: settings)
        #expect(alone.allowed == true && alone.annotations["verdict"] == "allowed with errors")
        #expect(alone.warnings.first?.hasSuffix("[SW102]") == true)
        // Beside an error that denies it is still a warning, and no cause.
        let both = try Answer(to: Request(options: two).body, settings: settings)
        #expect(both.allowed == false)
        #expect(both.causes.allSatisfy { $0["message"]?.hasSuffix("[SW106]") == true } && both.causes.count == 1)
        #expect(both.warnings.contains { $0.hasSuffix("[SW102]") })
    }

    @Test func aRuleIsOnlyAudited() throws {
        let settings = try settings("rules: {SW102: {enforcement: audit}, SW207: {severity: error, enforcement: audit}}")
        let single = [Option.keepalive, Option.idle, Option.single].joined(separator: ", ")
        for (options, code) in [(Option.macOS, "SW102"), (single, "SW207")] {
            let answer = try Answer(to: Request(options: options).body, settings: settings)
            #expect(answer.allowed == true && answer.annotations["verdict"] == "allowed with errors")
            #expect(!answer.warnings.contains { $0.hasSuffix("[\(code)]") })
            #expect(answer.annotations["rules"]?.contains(code) == true)
        }
    }

    /// The way to begin: everything is watched, and what is certain denies.
    @Test func aRuleDeniesWhereAllElseIsAudited() throws {
        let settings = try settings("enforcement: audit\nrules: {SW106: {enforcement: deny}}")
        let answer = try Answer(to: Request(options: two).body, settings: settings)
        #expect(answer.allowed == false && answer.warnings.isEmpty)
        #expect(answer.causes.map { $0["message"]?.suffix(7) } == ["[SW106]"])
        #expect(try Answer(to: Request(options: Option.macOS).body, settings: settings).allowed == true)
    }

    @Test func aNamespaceOnlyWarns() throws {
        let settings = try settings("environments: [{match: {namespaces: [team-*]}, enforcement: warn}]")
        var request = Request(options: Option.macOS)
        #expect(try Answer(to: request.body, settings: settings).allowed == false)
        request.namespace = "team-a"
        let answer = try Answer(to: request.body, settings: settings)
        #expect(answer.allowed == true && answer.warnings.contains { $0.hasSuffix("[SW102]") })
        #expect(
            answer.annotations["environment"]
                == "environments[0]: platforms=linux/amd64,linux/arm64 kernel=5.10 listenerFamily=dual")
    }

    /// Nobody gets another gateway's mildness by naming it beside his own.
    @Test func anObjectMustHoldForEachOfItsGateways() throws {
        let settings = try settings(
            """
            environments:
            - {match: {gateways: [lab]}, enforcement: audit}
            - {match: {gateways: [strict]}, rules: {SW207: error}, environment: {kernel: "6.1"}}
            """)
        let answer = { (options: String, gateways: [String]) in
            try Answer(to: Request(options: options, gateways: gateways).body, settings: settings)
        }
        #expect(try answer(Option.macOS, ["lab"]).allowed == true)
        #expect(try answer(Option.macOS, ["lab", "http"]).allowed == false)
        #expect(try answer(Option.macOS, ["http", "lab"]).allowed == false)

        let single = [Option.keepalive, Option.idle, Option.single].joined(separator: ", ")
        #expect(try answer(single, ["http"]).allowed == true)
        let both = try answer(single, ["http", "strict"])
        #expect(both.allowed == false)
        // Each is told once.
        #expect(both.causes.map { $0["message"]?.suffix(7) } == ["[SW207]"])
        #expect(!both.warnings.contains { $0.hasSuffix("[SW207]") })
        #expect(Set(both.warnings).count == both.warnings.count)
        #expect(
            both.annotations["environment"]
                == "platforms=linux/amd64,linux/arm64 kernel=5.10 listenerFamily=dual; "
                + "environments[1]: platforms=linux/amd64,linux/arm64 kernel=6.1 listenerFamily=dual")
    }

    /// Where nobody can tell the gateways there are, the object must hold for each that an entry names.
    @Test func whatMayReachAnyGatewayMustHoldForAll() throws {
        let settings = try settings(
            """
            environments:
            - {match: {gateways: [lab]}, enforcement: audit}
            - {match: {gateways: [strict]}, rules: {SW102: {enforcement: deny}}}
            enforcement: warn
            """)
        var request = Request(options: Option.macOS)
        #expect(try Answer(to: request.body, settings: settings).allowed == true)
        request.spec = request.spec.replacing(#""name": "http""#, with: #""matchLabels": {"tier": "edge"}"#)
            .replacing("targetRefs", with: "targetSelectors")
        let denied = try Answer(to: request.body, settings: settings)
        #expect(denied.allowed == false && denied.causes.map { $0["message"]?.suffix(7) } == ["[SW102]"])
        // As many names as are read, and one behind them that decides.
        let many = Request(options: Option.macOS, gateways: [String](repeating: "lab", count: 256) + ["strict"])
        #expect(try Answer(to: many.body, settings: settings).allowed == false)
    }

    /// A suppression that silences something for one of the gateways is of use.
    @Test func aSuppressionIsUnusedOnlyWhereItSilencesNothingAnywhere() throws {
        let settings = try settings("environments: [{match: {gateways: [quiet]}, rules: {SW207: off}}]")
        let single = [Option.keepalive, Option.idle, Option.single].joined(separator: ", ")
        let codes = { (gateways: [String]) in
            var request = Request(options: single, gateways: gateways)
            request.metadata = #""name": "p", "annotations": {"ignore.sockwarden.dev/SW207": "one probe is enough here"}"#
            return try Answer(to: request.body, settings: settings).annotations["rules"] ?? ""
        }
        #expect(try !codes(["http"]).contains("SW901"))
        #expect(try codes(["quiet"]).contains("SW901"))
        #expect(try !codes(["quiet", "http"]).contains("SW901"))
        #expect(try !codes(["quiet", "http"]).contains("SW207"))
    }

    /// What stood before is let through in each environment that the update reaches.
    @Test func theRatchetHoldsInEachEnvironment() throws {
        let settings = try settings("environments: [{match: {gateways: [strict]}, environment: {kernel: \"6.1\"}}]")
        let answer = try Answer(
            to: Request(options: Option.macOS, old: Option.macOS, gateways: ["http", "strict"]).body, settings: settings)
        #expect(answer.allowed == true && answer.annotations["verdict"] == "allowed with errors")
        #expect(answer.warnings.filter { $0.contains("[SW102]") }.count == 1)
    }

    @Test func warningsAreAVerdictOfTheirOwn() throws {
        let single = [Option.keepalive, Option.idle, Option.single].joined(separator: ", ")
        let answer = try Answer(to: Request(options: single).body)
        #expect(answer.annotations["verdict"] == "allowed with warnings")
        #expect(answer.annotations["keepalive"]?.hasPrefix("first probe after 60 s") == true)
    }
}
