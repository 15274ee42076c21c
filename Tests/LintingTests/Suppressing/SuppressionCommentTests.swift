import Configuration
import Manifests
import PolicyKinds
import PolicyRules
import Testing

@testable import Linting

/// Findings that comments set aside, and what is wrong with such comments.
@Suite struct SuppressionCommentTests {
    /// What is found in a text, each as "code line" with a severity that is not the rule's own behind it.
    private func found(_ text: String, _ change: (inout Settings) -> Void = { _ in }) throws -> [String] {
        try file(text, change).findings.map { linted in
            let severity = linted.finding.severity
            return "\(linted.finding.rule.code) \(linted.start.line)"
                + (severity == linted.finding.rule.severity ? "" : " \(severity.word)")
        }
    }

    private func file(_ text: String, _ change: (inout Settings) -> Void = { _ in }) throws -> LintedFile {
        var settings = Settings()
        settings.rules.byCode = ["SW213": .off, "SW401": .off]
        change(&settings)
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 25))
        return LintedFile(name: "a.yaml", source: Array(text.utf8), settings: settings, day: day)
    }

    /// One probe (SW207, a warning, in line 10 of 11), with a comment before the last line, behind it, and at the top.
    private func risky(above: String = "", behind: String = "", top: String = "") -> String {
        let probes = "- {description: number of probes, level: 6, name: 6, intValue: 1}"
        let options =
            "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n  - {description: idle time, level: 6, name: 4, intValue: 60}"
        return top
            + """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata: {name: p, namespace: edge}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              socketOptions:
              \(options)
              - {description: interval, level: 6, name: 5, intValue: 20}
            \(above)  \(probes)\(behind)

            """
    }

    @Test func withoutAnyTheFindingsStay() throws { #expect(try found(risky()) == ["SW207 10"]) }

    @Test(arguments: [
        "# sockwarden:ignore SW207 the peer is on this node", "#sockwarden:ignore sw207 x", "# sockwarden:ignore single-probe x",
        "# sockwarden:ignore SW207 until=2026-11-25 x", "## sockwarden:ignore SW207 x", "# sent twice # sockwarden:ignore SW207 x",
        "#\tsockwarden:ignore\tSW207\tx",
    ]) func silencesItsLineAndTheNextOne(comment: String) throws {
        #expect(try found(risky(behind: " " + comment)) == [])
        #expect(try found(risky(above: comment + "\n")) == [])
        #expect(try found(risky(above: "  \(comment)\n\n  # another\n")) == [])
        #expect(try found(risky(above: "  \(comment)\n").replacing("\n", with: "\r\n")) == [])
        #expect(try found(risky(behind: " " + comment).replacing("\n", with: "\r")) == [])
    }

    @Test(arguments: [
        // Another line, another rule, no rule.
        (
            "# sockwarden:ignore SW207 x\n  - {description: SO_REUSEADDR, level: 1, name: 2, intValue: 1}\n", "",
            ["SW207 12", "SW901 10"]
        ),
        ("", " # sockwarden:ignore SW205 x", ["SW207 10", "SW901 10"]), ("", " # sockwarden:ignore SW999 x", ["SW207 10", "SW901 10"]),
        ("", " # sockwarden:ignore", ["SW207 10", "SW901 10"]), ("", " # sockwarden:ignore until=2027-01-31 x", ["SW207 10", "SW901 10"]),
        ("", " # sockwarden:ignore SW901 x", ["SW207 10", "SW901 10"]),
        // Without a reason, or out of date.
        ("", " # sockwarden:ignore SW207", ["SW207 10", "SW902 10"]),
        ("", " # sockwarden:ignore SW207 until=2027-01-31", ["SW207 10", "SW902 10"]),
        ("", " # sockwarden:ignore SW207 until=2026-11-24 x", ["SW207 10", "SW903 10"]),
        ("", " # sockwarden:ignore SW207 until=2027-02-30 x", ["SW207 10", "SW903 10"]),
        // Several rules.
        ("", " # sockwarden:ignore SW207, SW208 x", ["SW901 10"]), ("", " # sockwarden:ignore SW208,single-probe x", ["SW901 10"]),
        ("", " # sockwarden:ignore SW208 SW207 x", ["SW901 10"]), ("# sockwarden:ignore SW207 x\n", " # sockwarden:ignore SW207 x", []),
        ("", " # sockwarden:ignore SW207, SW208", ["SW207 10", "SW902 10", "SW901 10"].sorted()),
        // What only looks like one.
        ("", " # sockwarden:disable SW207 x", ["SW207 10", "SW901 10"]), ("", " # sockwarden:ignore[SW207] x", ["SW207 10", "SW901 10"]),
        ("", " # see sockwarden:ignore SW207 x", ["SW207 10"]), ("", " # sockwarden: ignore SW207", ["SW207 10", "SW901 10"]),
        ("", " # sockwarden:ignore-file SW207 x", ["SW207 10", "SW901 10"]),
    ]) func whatIsWrongIsReported(above: String, behind: String, expected: [String]) throws {
        #expect(try found(risky(above: above, behind: behind)).sorted() == expected.sorted())
    }

    @Test func reportsStandAtTheComment() throws {
        let report = try #require(
            try file(risky(behind: " # ü # sockwarden:ignore SW205 x")).findings.first { $0.finding.rule.code == "SW901" })
        #expect(report.start.line == 10 && report.start.column == 69 && report.end.column == 69 + "# ü # sockwarden:ignore SW205 x".count)
        #expect(report.object.identity.name == "p" && report.finding.message.hasPrefix("the comment on SW205 silences nothing"))
    }

    @Test(arguments: [
        "# sockwarden:ignore-file SW207 x\n", "\u{FEFF}# a\n\n# sockwarden:ignore-file SW207 x\n---\n",
        "--- # sockwarden:ignore-file SW207 x\n", "%YAML 1.1\n# sockwarden:ignore-file SW207 x\n---\n",
    ])
    func aWholeFile(top: String) throws {
        #expect(try found(risky(top: top)) == [])
        #expect(try found(risky(top: top) + "---\n" + risky()) == [])
        let unused = try found(risky(top: top).replacing("intValue: 1}\n", with: "intValue: 2}\n"))
        #expect(unused.count == 1 && unused[0].hasPrefix("SW901 "))
    }

    @Test func betweenDocuments() throws {
        let second =
            "# sockwarden:ignore SW402 x\n---\napiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: q}\nspec: {}\n"
        #expect(try found(second).filter { $0.contains("SW901") }.isEmpty == (try found(second).filter { $0.contains("SW402") }.isEmpty))
        #expect(try found(risky() + "# sockwarden:ignore-file SW207 x\n---\n" + risky()) == ["SW207 10", "SW901 11", "SW207 22"])
    }

    @Test func inFlowStyle() throws {
        let flow =
            "{apiVersion: gateway.kgateway.dev/v1alpha1, kind: ListenerPolicy, metadata: {name: p}, spec: {targetRefs: [{kind: Gateway, name: g}],\n  socketOptions: [{level: 1, name: 9, intValue: 1}, {level: 6, name: 4, intValue: 60},\n  # sockwarden:ignore SW207 x\n  {level: 6, name: 6, intValue: 1}, {level: 6, name: 5, intValue: 20}]}}\n"
        #expect(try found(flow) == [])
        #expect(try found(flow.replacing("  # sockwarden:ignore SW207 x\n", with: "")) == ["SW207 3"])
    }

    /// In a text of another document, literal, folded or quoted, the text's own comments count.
    @Test(arguments: ["|", "|-", "|2"]) func withinTextsOfAConfigMap(style: String) throws {
        let map = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: envoy}
            data:
              envoy.yaml: \(style) # sockwarden:ignore SW207 not this line
                static_resources:
                  listeners:
                  - name: edge
                    address: {socket_address: {address: 0.0.0.0, port_value: 80}}
                    socket_options:
                    - {level: 1, name: 9, int_value: 1}
                    - {level: 6, name: 4, int_value: 60}
                    - {level: 6, name: 5, int_value: 20}
                    # sockwarden:ignore SW207 the peer is on this node
                    - {level: 6, name: 6, int_value: 1}

            """
        #expect(try found(map) == ["SW901 5"])
        #expect(
            try found(map.replacing("until", with: "").replacing("the peer is on this node", with: "")) == [
                "SW901 5", "SW902 14", "SW207 15",
            ])
        let report = try #require(try file(map.replacing("the peer is on this node", with: "")).findings.first { $0.start.line == 14 })
        #expect(report.path == "data[envoy.yaml]" && report.object.identity.kind == "ConfigMap")
    }

    @Test func aTextIsNoComment() throws {
        #expect(try found(risky().replacing("number of probes", with: "'number of probes # sockwarden:ignore SW207 x'")) == ["SW207 10"])
        #expect(try found("{\"kind\": \"Pod\", \"a\": \"# sockwarden:ignore SW207 x\"}") == [])
    }

    /// A comment for the linter is no description of the option.
    @Test func isNoDescription() throws {
        let text = risky(behind: " # sockwarden:ignore SW207 the idle time is short").replacing(
            "{description: number of probes, level: 6", with: "{level: 6")
        #expect(try found(text) == [])
    }

    @Test func aSilencedErrorThatTheClusterDeniesStaysAsAnInfo() throws {
        let text = foreign.replacing("intValue: 1}", with: "intValue: 1} # sockwarden:ignore SW102 our nodes are patched")
        #expect(try found(text) == ["SW102 7 info"])
        #expect(
            try file(text).findings[0].finding.message.hasSuffix(
                "(an error that a comment silences here; the cluster sees no comments and denies it)"))
        #expect(try found(text) { $0.enforcement = .warn } == [])
        #expect(try found(text) { $0.exemptions.namespaces = ["edge"] } == [])
        #expect(try found(text) { $0.rules.byCode["SW102"] = .severity(.warning) } == [])
        #expect(try file(text) { $0.enforcement = .warn }.objectsWithFindings == 0)
    }

    @Test func documentsOfOtherKinds() throws {
        #expect(try found("kind: Thing\nsocketOptions: [] # sockwarden:ignore SW406 ours\n") == [])
        #expect(try found("kind: Thing\nsocketOptions: []\n# sockwarden:ignore SW406 ours\n") == ["SW406 2", "SW901 3"])
    }

    @Test func theirRulesCanBeGraded() throws {
        #expect(try found(risky(behind: " # sockwarden:ignore SW205 x")) { $0.rules.byCode["SW901"] = .off } == ["SW207 10"])
    }

    @Test func beyondTheBoundTheyAreNotLookedAt() throws {
        let many = String(repeating: "# sockwarden:ignore SW205 x\n", count: ReadingLimits.suppressions)
        let codes = try found(risky(above: many + "# sockwarden:ignore SW207 x\n")).map { $0.prefix(5) }
        #expect(codes.count { $0 == "SW901" } == ReadingLimits.suppressions)
        #expect(codes.count { $0 == "SW409" } == 1 && codes.count { $0 == "SW207" } == 1)
        let names = (0...ReadingLimits.suppressions).map { "x\($0)" }.joined(separator: ",")
        let listed = try found(risky(behind: " # sockwarden:ignore \(names.prefix(1900)) x")).map { $0.prefix(5) }
        #expect(listed.count { $0 == "SW901" } <= ReadingLimits.suppressions)
    }

    // MARK: Fixes

    private func fixed(_ text: String) throws -> String {
        let file = try file(text)
        let fixed = FixedSource(Array(text.utf8), file, upTo: .unsafe) { file.again($0) }
        #expect(!fixed.isUnfinished && FixedSource(fixed.source, fixed.file, upTo: .unsafe) { file.again($0) }.count == 0)
        return String(decoding: fixed.source, as: UTF8.self)
    }

    /// Two probes, so that nothing is found but what is wrong with comments.
    private func sound(above: String = "", behind: String = "", top: String = "") -> String {
        risky(above: above, behind: behind, top: top).replacing("name: 6, intValue: 1}", with: "name: 6, intValue: 3}")
    }

    @Test(arguments: [
        ("# sockwarden:ignore SW207 x", ""), ("## sockwarden:ignore SW207, SW208 x", ""),
        ("# sockwarden:ignore SW207 until=2020-01-31 x", ""),
        ("# sent # twice # sockwarden:ignore SW207 x", "# sent # twice"), ("#sockwarden:ignore SW901 #12", ""),
        ("# sockwarden:ignore SW207 \(String(repeating: "x", count: 3000))", ""),
        ("# sockwarden:ignore-file SW207 x", "# sockwarden:ignore-file SW207 x"),
        ("# sockwarden:disable SW207", "# sockwarden:disable SW207"), ("# sockwarden:ignore SW999 x", "# sockwarden:ignore SW999 x"),
    ]) func uselessCommentsAreTaken(comment: String, left: String) throws {
        #expect(try fixed(sound(behind: "  " + comment)) == sound(behind: left.isEmpty ? "" : "  " + left))
        for indentation in ["", "  "] {
            let line = left.isEmpty ? "" : "\(indentation)\(left)\n"
            #expect(try fixed(sound(above: "\(indentation)\(comment)\n")) == sound(above: line))
        }
        let windows = sound(above: comment + "\n").replacing("\n", with: "\r\n")
        #expect(try fixed(windows) == sound(above: left.isEmpty ? "" : left + "\n").replacing("\n", with: "\r\n"))
        #expect(try fixed(sound() + comment) == sound() + left)
    }

    @Test(arguments: [
        ("SW207, SW208 x", "SW207 x"), ("SW208, SW207 x", "SW207 x"), ("SW208 , SW207,SW205 x", "SW207 x"),
        ("SW205 SW207 SW208 x", "SW207 x"),
        ("SW205, SW208, SW207, SW210 until=2027-01-31 x", "SW207 until=2027-01-31 x"),
    ]) func ofSeveralRulesTheUselessOnesAreTaken(rules: String, left: String) throws {
        #expect(try fixed(risky(behind: " # sockwarden:ignore \(rules)")) == risky(behind: " # sockwarden:ignore \(left)"))
    }

    @Test func aMisspeltRuleIsNamed() throws {
        let fixes = try file(sound(behind: " # sockwarden:ignore single-probes x")).fixes.compactMap(\.self)
        #expect(fixes.map(\.title) == ["write single-probe"] && fixes.first?.edits.first?.replacement == "single-probe")
    }

    @Test func anExpiredCommentIsTakenAndItsFindingMended() throws {
        let text = risky(behind: " # why # sockwarden:ignore SW207 until=2026-11-24 x")
        #expect(try file(text).fixes.compactMap { $0?.title } == ["write 3", "remove it"])
        #expect(try fixed(text) == sound(behind: " # why"))
    }

    @Test func aDayThatIsNoneAndAMissingReasonAreTheAuthors() throws {
        for text in ["SW207 until=2027-02-30 x", "SW207"] {
            let fixes = try file(risky(behind: " # sockwarden:ignore " + text)).fixes
            #expect(fixes.compactMap { $0?.title } == ["write 3"])
        }
    }

    @Test func ofAWholeFile() throws {
        let text = "# Ours.\n# sockwarden:ignore-file SW207 x\n---\n"
        #expect(try fixed(sound(top: text)) == sound(top: "# Ours.\n---\n"))
        #expect(try fixed(sound(top: "--- # sockwarden:ignore-file SW207 x\n")) == sound(top: "---\n"))
        #expect(try fixed(sound(top: "\u{FEFF}# sockwarden:ignore-file SW207 x\n")) == sound(top: "\u{FEFF}\n"))
    }
}
