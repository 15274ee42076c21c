import Configuration
import PolicyRules
import Testing

@testable import Linting

/// Rounds of fixes, and what is not fixed.
@Suite struct FixedSourceTests {
    /// A policy with these lines of options.
    private func policy(_ options: String...) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata: {name: p, namespace: edge}
        spec:
          targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
          socketOptions:

        """ + options.map { "  \($0)\n" }.joined()
    }

    private func fixed(_ text: String, upTo limit: Fix.Safety = .safe) throws -> FixedSource {
        var settings = Settings()
        settings.rules.byCode = ["SW213": .off, "SW401": .off]
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        let review = { LintedFile(name: "p.yaml", source: $0, settings: settings, day: day) }
        let source = Array(text.utf8)
        return FixedSource(source, review(source), upTo: limit, review: review)
    }

    private func text(_ fixed: FixedSource) -> String { String(decoding: fixed.source, as: UTF8.self) }

    private let rest = [
        "- {description: idle time, level: 6, name: 4, intValue: 60}", "- {description: interval, level: 6, name: 5, intValue: 20}",
        "- {description: probes count, level: 6, name: 6, intValue: 3}",
    ]

    @Test func whatComesToLightIsFixedInTheNextRound() throws {
        let text = policy(
            "- {description: enable keepalive, level: 65535, name: 8, int_value: 1, state: STATE_LISTENING} # on", rest[0], rest[1], rest[2]
        )
        let fixed = try fixed(text)
        #expect(
            self.text(fixed)
                == policy(
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_PREBIND} # on", rest[0], rest[1],
                    rest[2]))
        #expect(fixed.count == 3 && fixed.file.findings.isEmpty && !fixed.isUnfinished)
    }

    @Test func unsafeFixesWaitForTheirWord() throws {
        let text = policy(
            "- {description: enable keepalive, level: 1, name: 9, intValue: 1}", rest[0].replacing("60", with: "400"), rest[1], rest[2])
        let safe = try fixed(text)
        #expect(self.text(safe) == text && safe.count == 0)
        #expect(self.text(try fixed(text, upTo: .unsafe)) == text.replacing("400", with: "60"))
    }

    /// 6 is right for three options and wrong for the first; of one that is wrong wherever it is used, the anchor is mended.
    @Test func whatAliasesRepeatIsFixedOnlyWhereItIsRightForAll() throws {
        let enable = "- {description: enable keepalive, level: &tcp 6, name: 9, intValue: 1}"
        let shared = policy(enable, rest[0].replacing("level: 6", with: "level: *tcp"), rest[1], rest[2])
        let result = try fixed(shared, upTo: .unsafe)
        #expect(self.text(result) == shared && result.count == 0 && result.file.findings.map(\.finding.rule.code) == ["SW103"])

        let alone = policy(enable, rest[0], rest[1], rest[2])
        #expect(self.text(try fixed(alone)) == alone.replacing("level: &tcp 6, name: 9", with: "level: &tcp 1, name: 9"))

        let state = "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: &late STATE_LISTENING}"
        let wrong = policy(state, rest[0].replacing("}", with: ", state: *late}"), rest[1], rest[2])
        // One finding speaks for the list, and its fix means both.
        #expect(self.text(try fixed(wrong)) == wrong.replacing("&late STATE_LISTENING", with: "&late STATE_PREBIND"))
        let elsewhere = wrong.replacing("description: interval,", with: "description: *late,")
        #expect(self.text(try fixed(elsewhere)) == elsewhere)
    }

    @Test func twoListsThatAreOneAreFixedOnce() throws {
        let text = """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata: {name: p}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              default: {tcpKeepalive: &k {keepAliveTime: 60, keepAliveInterval: 20s, keepAliveProbes: 3}}
              perPort:
              - {port: 8443, listener: {tcpKeepalive: *k}}

            """
        let fixed = try fixed(text)
        #expect(self.text(fixed) == text.replacing("keepAliveTime: 60,", with: "keepAliveTime: 60s,"))
        #expect(fixed.file.findings.isEmpty)
    }

    @Test func anAdmissionReviewIsNeverEdited() throws {
        let text = #"""
            {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "1", "operation": "CREATE",
              "kind": {"group": "gateway.kgateway.dev", "version": "v1alpha1", "kind": "ListenerPolicy"},
              "object": {"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "metadata": {"name": "p"},
                "spec": {"socketOptions": [{"level": 65535, "name": 8, "intValue": 1}]}}}}
            """#
        let fixed = try fixed(text, upTo: .unsafe)
        #expect(self.text(fixed) == text && fixed.count == 0)
        #expect(fixed.file.findings.contains { $0.finding.rule.code == "SW102" } && fixed.file.fixes.allSatisfy { $0 == nil })
    }

    /// Two names for one field: both fixes together would write its key twice, which nobody can read.
    @Test func whatWouldMakeTheFileUnreadableIsNotApplied() throws {
        let text = """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata: {name: p}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
              default: {tcpKeepalive: {idleTime: 60s, keepalivetime: 70s, keepAliveInterval: 20s, keepAliveProbes: 3}}

            """
        let fixed = try fixed(text)
        #expect(self.text(fixed) == text.replacing("idleTime", with: "keepAliveTime"))
        #expect(fixed.file.problems.isEmpty)
    }

    @Test func editsOfOnePlaceTakeTurns() throws {
        let text = policy("- {level: 65535, name: 8, intValue: 1}", "- {level: 65535, name: 8, intValue: 1}")
        let fixed = try fixed(text, upTo: .unsafe)
        #expect(!fixed.isUnfinished && fixed.file.fixes.allSatisfy { $0 == nil })
        #expect(self.text(fixed).split(separator: "level: 1, name: 9").count == 2)
    }
}
