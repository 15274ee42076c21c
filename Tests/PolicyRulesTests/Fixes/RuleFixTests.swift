import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// Each rule's fix: what it is called, whether it is safe, and what becomes of the source.
@Suite struct RuleFixTests {
    /// A mistake and what the fix of one rule makes of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        let safety: Fix.Safety
        let title: String
        let before: String
        let after: String

        init(_ code: String, _ safety: Fix.Safety, _ title: String, _ before: String, _ after: String) {
            (self.code, self.safety, self.title, self.before, self.after) = (code, safety, title, before, after)
        }

        var testDescription: String { "\(code) \(title): \(before.prefix(60))" }
    }

    private static let enable = "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"
    private static let idle = "- {description: idle time, level: 6, name: 4, intValue: 60}"
    private static let interval = "- {description: interval, level: 6, name: 5, intValue: 20}"
    private static let count = "- {description: probes count, level: 6, name: 6, intValue: 3}"

    private static func lines(_ lines: String...) -> String { lines.joined(separator: "\n") }

    static let ofOptions = [
        Case("SW101", .unsafe, "remove UDP_SEGMENT (17/103)", lines(enable, "- {level: 17, name: 103, intValue: 1}"), enable),
        Case(
            "SW102", .safe, "write level 1, name 9", "- {description: enable keepalive, level: 65535, name: 8, intValue: 1}", enable),
        Case(
            "SW102", .safe, "write level 1, name 9", "- {description: enable keepalive, level: \"65535\", name: '8', intValue: 1}",
            "- {description: enable keepalive, level: \"1\", name: '9', intValue: 1}"),
        Case("SW103", .safe, "write level 1, name 9", "- {description: enable keepalive, level: 6, name: 9, intValue: 1}", enable),
        Case(
            "SW103", .unsafe, "write level 1, name 9",
            lines(
                "- {level: 6, name: 9, intValue: 1}", "- {level: 6, name: 4, intValue: 60}", "- {level: 6, name: 5, intValue: 20}",
                "- {level: 6, name: 6, intValue: 3}"),
            lines(
                "- {level: 1, name: 9, intValue: 1}", "- {level: 6, name: 4, intValue: 60}", "- {level: 6, name: 5, intValue: 20}",
                "- {level: 6, name: 6, intValue: 3}")),
        Case("SW104", .safe, "write level 6, name 4", "- {description: idle time, level: 4, name: 6, intValue: 60}", idle),
        Case(
            "SW105", .unsafe, "write level 6, name 5", "- {description: TCP_KEEPINTVL, level: 6, name: 4, intValue: 20}",
            "- {description: TCP_KEEPINTVL, level: 6, name: 5, intValue: 20}"),
        Case(
            "SW105", .safe, "write level 6, name 5", "- {description: TCP_KEEPINTVL, name: 55, intValue: 20}",
            "- {description: TCP_KEEPINTVL, name: 5, intValue: 20, level: 6}"),
        Case("SW106", .unsafe, "write 60", idle.replacing("60", with: "60000"), idle),
        Case("SW106", .unsafe, "write 60", idle.replacing("60", with: "0"), idle),
        Case(
            "SW107", .unsafe, "remove SO_ERROR (1/4)",
            lines(enable, "- description: SO_ERROR", "  level: 1", "  name: 4", "  intValue: 1", idle),
            lines(enable, idle)),
        Case("SW108", .unsafe, "add intValue 60", "- {description: idle time, level: 6, name: 4}", idle),
        Case("SW108", .safe, "remove bufValue", idle.replacing("}", with: ", bufValue: PAAAAA==}"), idle),
        Case("SW108", .unsafe, "remove bufValue", idle.replacing("}", with: ", bufValue: PQAAAA==}"), idle),
        Case("SW109", .unsafe, "write 60", idle.replacing("60", with: "4294967356"), idle),
        Case("SW109", .unsafe, "write 6", idle.replacing("level: 6", with: "level: 4294967302"), idle),
        Case(
            "SW110", .safe, "write STATE_PREBIND", idle.replacing("}", with: ", state: PREBIND}"),
            idle.replacing("}", with: ", state: STATE_PREBIND}")),
        Case(
            "SW110", .unsafe, "write STATE_PREBIND", idle.replacing("}", with: ", state: SOMETIMES}"),
            idle.replacing("}", with: ", state: STATE_PREBIND}")),
        Case(
            "SW111", .safe, "write STATE_PREBIND", enable.replacing("}", with: ", state: 2}"),
            enable.replacing("}", with: ", state: STATE_PREBIND}")),
        Case(
            "SW112", .safe, "write STATE_PREBIND", "- {description: IPV6_V6ONLY, level: 41, name: 26, intValue: 0, state: STATE_BOUND}",
            "- {description: IPV6_V6ONLY, level: 41, name: 26, intValue: 0, state: STATE_PREBIND}"),
        Case(
            "SW113", .unsafe, "add IPV6_TCLASS: on linux write level 41, name 67",
            "- {description: DSCP EF, level: 0, name: 1, intValue: 184}",
            lines(
                "- {description: DSCP EF, level: 0, name: 1, intValue: 184}",
                "- {description: IPV6_TCLASS, level: 41, name: 67, intValue: 184}")),
        Case(
            "SW114", .unsafe, "remove SO_MARK (1/36)", lines(enable, "- {description: SO_MARK, level: 1, name: 36, intValue: 1}"), enable),
        Case(
            "SW115", .unsafe, "remove TCP_RTO_MAX_MS (6/44)",
            lines("- {description: TCP_RTO_MAX_MS, level: 6, name: 44, intValue: 30000}", enable), enable),
        Case("SW116", .safe, "keep one", lines(enable, idle, enable), lines(enable, idle)),
        Case("SW116", .unsafe, "keep the one that wins", lines(idle.replacing("60", with: "50"), enable, idle), lines(enable, idle)),
        Case(
            "SW117", .unsafe, "remove SO_REUSEPORT (1/15)", lines(enable, "- {description: SO_REUSEPORT, level: 1, name: 15, intValue: 0}"),
            enable),
        Case(
            "SW118", .unsafe, "remove SO_DONTROUTE (1/5)", lines("- {description: SO_DONTROUTE, level: 1, name: 5, intValue: 1}", enable),
            enable),
        Case(
            "SW119", .unsafe, "remove SO_PRIORITY (1/12)", lines(enable, "- {description: SO_PRIORITY, level: 1, name: 12, intValue: 1}"),
            enable),
        Case(
            "SW123", .unsafe, "write {stream: {}}", enable.replacing("}", with: ", type: {datagram: {}}}"),
            enable.replacing("}", with: ", type: {stream: {}}}")),
        Case("SW124", .safe, "write 1", enable.replacing("intValue: 1", with: "intValue: true"), enable),
        Case(
            "SW124", .safe, "write Y3ViaWMA", "- {description: TCP_CONGESTION, level: 6, name: 13, bufValue: \"cubic\"}",
            "- {description: TCP_CONGESTION, level: 6, name: 13, bufValue: \"Y3ViaWMA\"}"),
        Case("SW125", .safe, "write `intValue`", idle.replacing("intValue", with: "int_value"), idle),
        Case("SW125", .unsafe, "remove it, as `intValue` is there", idle.replacing("}", with: ", value: 60}"), idle),
        Case("SW125", .unsafe, "remove it", idle.replacing("{", with: "{colour: red, "), idle),
        Case(
            "SW126", .unsafe, "remove TCP_CONGESTION (6/13)",
            lines(enable, "- {description: TCP_CONGESTION, level: 6, name: 13, bufValue: YmJyAA==}"), enable),
        Case(
            "SW127", .safe, "write 184", "- {description: DSCP EF, level: 0, name: 1, intValue: 46}",
            "- {description: DSCP EF, level: 0, name: 1, intValue: 184}"),
        Case(
            "SW127", .unsafe, "write 184", "- {level: 0, name: 1, intValue: 46}", "- {level: 0, name: 1, intValue: 184}"),
        Case(
            "SW201", .safe, "add SO_KEEPALIVE (level 1, name 9, intValue 1)", lines(idle, interval, count),
            lines(idle, interval, count, enable)),
        Case(
            "SW201", .safe, "add SO_KEEPALIVE (level 1, name 9, intValue 1)",
            lines("-   level: 6 # TCP", "    name: 4", "    bufValue: PAAAAA==", "    state: STATE_LISTENING", "# the end"),
            lines(
                "-   level: 6 # TCP", "    name: 4", "    bufValue: PAAAAA==", "    state: STATE_LISTENING", "-   level: 1", "    name: 9",
                "    intValue: 1", "    state: STATE_PREBIND", "# the end")),
        Case(
            "SW201", .safe, "add SO_KEEPALIVE (level 1, name 9, intValue 1)", idle.replacing("}", with: ", bufValue: PQAAAA==}"),
            lines(idle.replacing("}", with: ", bufValue: PQAAAA==}"), enable)),
        Case("SW202", .unsafe, "write intValue 1", lines(enable.replacing("intValue: 1", with: "intValue: 0"), idle), lines(enable, idle)),
        Case(
            "SW203", .unsafe, "add TCP_KEEPIDLE (6/4) 60", enable,
            lines(enable, "- {description: keepalive idle time, level: 6, name: 4, intValue: 60}")),
        Case(
            "SW204", .unsafe, "add TCP_KEEPINTVL (6/5) 20 and TCP_KEEPCNT (6/6) 3", lines(enable, idle),
            lines(
                enable, idle, "- {description: keepalive interval, level: 6, name: 5, intValue: 20}",
                "- {description: keepalive probes count, level: 6, name: 6, intValue: 3}")),
        Case(
            "SW205", .unsafe, "write 60", lines(enable, idle.replacing("60", with: "400"), interval, count),
            lines(enable, idle, interval, count)),
        Case(
            "SW207", .unsafe, "write 3", lines(enable, idle, interval, count.replacing("Value: 3", with: "Value: 1")),
            lines(enable, idle, interval, count)),
        Case(
            "SW208", .unsafe, "write 3",
            lines(enable, idle.replacing("60", with: "10"), interval, count.replacing("Value: 3", with: "Value: 2")),
            lines(enable, idle.replacing("60", with: "10"), interval, count)),
        Case(
            "SW209", .unsafe, "write 10", lines(enable, idle.replacing("60", with: "5"), interval, count),
            lines(enable, idle.replacing("60", with: "10"), interval, count)),
        Case(
            "SW210", .unsafe, "write 42", lines(enable, idle, interval, count.replacing("Value: 3", with: "Value: 127")),
            lines(enable, idle, interval, count.replacing("Value: 3", with: "Value: 42"))),
        Case(
            "SW211", .unsafe, "write 120000",
            lines(enable, idle, interval, count, "- {description: TCP_USER_TIMEOUT, level: 6, name: 18, intValue: 300000}"),
            lines(enable, idle, interval, count, "- {description: TCP_USER_TIMEOUT, level: 6, name: 18, intValue: 120000}")),
        Case(
            "SW212", .unsafe, "write 20", lines(enable, idle, interval.replacing("20", with: "20000"), count),
            lines(enable, idle, interval, count)),
    ]

    @Test(arguments: ofOptions) func isOfOptions(one: Case) throws {
        try check(one, policy(one.before), policy(one.after))
    }

    static let ofBlocks = [
        Case(
            "SW203", .unsafe, "add keepAliveTime 60s", "", "keepAliveTime: 60s"),
        Case(
            "SW204", .unsafe, "add keepAliveInterval 20s", "keepAliveTime: 60s, keepAliveProbes: 3",
            "keepAliveTime: 60s, keepAliveProbes: 3, keepAliveInterval: 20s"),
        Case(
            "SW301", .safe, "write `keepAliveTime`", "keepalivetime: 60s, keepAliveInterval: 20s",
            "keepAliveTime: 60s, keepAliveInterval: 20s"),
        Case(
            "SW301", .safe, "write `keepAliveTime: 60s`", "keepalive_time: 60, keepAliveInterval: 20s",
            "keepAliveTime: 60s, keepAliveInterval: 20s"),
        Case(
            "SW301", .unsafe, "remove it", "keepAliveTime: 60s, keepAliveInterval: 20s, interval: 30s",
            "keepAliveTime: 60s, keepAliveInterval: 20s"),
        Case("SW302", .safe, "write 60s", "keepAliveTime: 60", "keepAliveTime: 60s"),
        Case("SW302", .unsafe, "write 30000s", "keepAliveTime: 30000", "keepAliveTime: 30000s"),
        Case("SW302", .safe, "write 3", "keepAliveTime: 60s, keepAliveProbes: '3'", "keepAliveTime: 60s, keepAliveProbes: 3"),
        Case("SW303", .safe, "write 60s", "keepAliveTime: '60 seconds'", "keepAliveTime: '60s'"),
        Case("SW303", .safe, "write 90s", "keepAliveTime: 1.5m", "keepAliveTime: 90s"),
        Case("SW303", .unsafe, "write 60s", "keepAliveTime: soon", "keepAliveTime: 60s"),
        Case("SW303", .unsafe, "write 3", "keepAliveTime: 60s, keepAliveProbes: -1", "keepAliveTime: 60s, keepAliveProbes: 3"),
        Case("SW304", .unsafe, "write 3", "keepAliveTime: 60s, keepAliveProbes: 0", "keepAliveTime: 60s, keepAliveProbes: 3"),
        Case("SW305", .unsafe, "write 60s", "keepAliveTime: 60000s", "keepAliveTime: 60s"),
        Case("SW305", .unsafe, "write 127", "keepAliveTime: 60s, keepAliveProbes: 200", "keepAliveTime: 60s, keepAliveProbes: 127"),
        Case("SW306", .unsafe, "write 60s", "keepAliveTime: 60500ms", "keepAliveTime: 60s"),
    ]

    @Test(arguments: ofBlocks) func isOfBlocks(one: Case) throws {
        try check(one, listenerPolicy("tcpKeepalive: {\(one.before)}"), listenerPolicy("tcpKeepalive: {\(one.after)}"))
    }

    /// Lines that were not indented below their block.
    @Test func linesBelowAnEmptyBlockAreIndented() throws {
        let before = """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata: {name: p}
            spec:
              targetRefs:
              - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
              default:
                tcpKeepalive:
                keepAliveTime: 60s # a minute
                keepAliveInterval: 20s
                keepAliveProbes: 3

            """
        let fixes = try review(before).review.findings.filter { $0.rule.code == "SW301" }.compactMap(\.fix)
        #expect(fixes.count == 3 && fixes.allSatisfy { $0.safety == .safe && $0.title == "indent it" })
        var after = before
        for fix in fixes.reversed() { after = fix.applied(to: after) }
        #expect(after == before.replacing("    keepAlive", with: "      keepAlive"))
        #expect(try review(after).codes.isEmpty)
    }

    @Test func nothingBecomesABlock() throws {
        let before = listenerPolicy("tcpKeepalive: ")
        let fix = try #require(try review(before).review.findings.first { $0.rule.code == "SW203" }?.fix)
        let after = fix.applied(to: before)
        #expect(after.contains("tcpKeepalive:  {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"))
        #expect(try review(after).codes.isEmpty)
    }

    /// A field that stands there without a value is not written a second time.
    @Test func aFieldIsNotAddedTwice() throws {
        let policy = listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: , keepAliveProbes: 3}")
        let finding = try review(policy).review.findings.first { $0.rule.code == "SW204" }
        #expect(finding != nil && finding?.fix == nil)
    }

    /// A comment goes with nothing, and an anchor may be needed elsewhere.
    @Test(arguments: ["# kept", "&a"]) func whatMustStayKeepsItsOption(mark: String) throws {
        let again = mark == "&a" ? "- {description: idle time, level: &a 6, name: 4, intValue: 60}" : Self.idle + " " + mark
        let finding = try review(policy(Self.lines(Self.enable, Self.idle, again))).review.findings.first { $0.rule.code == "SW116" }
        #expect(finding != nil && finding?.fix == nil)
    }

    /// JSON keeps its commas, its lines and its quotes; the new option looks like the others.
    @Test func anOptionIsAddedToJSON() throws {
        let option = #"{"level": 6, "name": 4, "intValue": 60}"#
        for (before, after) in [
            (option, #"{"level": 6, "name": 4, "intValue": 60}, {"level": 1, "name": 9, "intValue": 1}"#),
            (
                "\n  {\n    \"level\": 6,\n    \"name\": 4,\n    \"intValue\": 60\n  }\n",
                "\n  {\n    \"level\": 6,\n    \"name\": 4,\n    \"intValue\": 60\n  },\n  {\n    \"level\": 1,\n    \"name\": 9,\n    \"intValue\": 1\n  }\n"
            ),
        ] {
            func document(_ options: String) -> String {
                #"{"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "spec": {"socketOptions": [\#(options)]}}"#
            }
            let fix = try #require(try review(document(before)).review.findings.first { $0.rule.code == "SW201" }?.fix)
            #expect(fix.applied(to: document(before)) == document(after))
        }
        let compact =
            #"{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","spec":{"socketOptions":[{"level":6,"name":4,"intValue":60}]}}"#
        let fix = try #require(try review(compact).review.findings.first { $0.rule.code == "SW201" }?.fix)
        #expect(fix.applied(to: compact) == compact.replacing("}]", with: #"},{"level":1,"name":9,"intValue":1}]"#))
    }

    /// An entry a line, with comments behind them: the new one gets a line of its own behind the last comment.
    @Test(arguments: [("", ","), (",", "")]) func anOptionIsAddedToLinesInBrackets(comma: String, added: String) throws {
        func document(_ lines: String) -> String {
            "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: p}\nspec:\n  socketOptions: [\n\(lines)  ]\n"
        }
        let before = document("    {level: 6, name: 4, intValue: 60}, # idle\n    {level: 6, name: 5, intValue: 20}\(comma) # interval\n")
        let fix = try #require(try review(before).review.findings.first { $0.rule.code == "SW201" }?.fix)
        #expect(
            fix.applied(to: before)
                == document(
                    "    {level: 6, name: 4, intValue: 60}, # idle\n    {level: 6, name: 5, intValue: 20}, # interval\n    {level: 1, name: 9, intValue: 1}\(comma)\n"
                ))
    }

    /// What the documentation calls mended is what the fixes make, or no fix claims to be safe that leaves the rule's finding.
    @Test func examplesAreMendedBySafeFixes() throws {
        for rule in RuleRegistry.all {
            let example = rule.documentation.example
            guard example.old == nil, example.configuration == nil, let reviewed = try? review(example.manifest) else { continue }
            for finding in reviewed.review.findings where finding.rule.code == rule.code {
                guard let fix = finding.fix else { continue }
                let after = try review(fix.applied(to: example.manifest)).review.findings
                #expect(
                    !after.contains { $0.rule.code == rule.code && $0.place.span.start == finding.place.span.start },
                    "\(rule.code): \(fix.title) leaves \(finding.message)")
                #expect(!fix.title.isEmpty && !fix.title.contains("\n") && !fix.title.hasSuffix("."))
            }
        }
    }

    private func check(_ one: Case, _ before: String, _ after: String) throws {
        let reviewed = try review(before)
        let finding = try #require(reviewed.review.findings.first { $0.rule.code == one.code }, "\(reviewed.codes)")
        let fix = try #require(finding.fix, "\(finding.message)")
        #expect(fix.title == one.title && fix.safety == one.safety)
        #expect(fix.applied(to: before) == after)
    }
}
