import Configuration
import Linting
import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// Documents of kinds that are not read: counted, named on request, and always named where they set options of sockets.
@Suite struct OtherDocumentTests {
    private func lint(_ text: String, _ settings: Settings = Settings()) throws -> LintedFile {
        LintedFile(
            name: "a.yaml", source: Array(text.utf8), settings: settings, day: try #require(CalendarDay(year: 2026, month: 11, day: 23)))
    }

    @Test func areCountedAndNamed() throws {
        let file = try lint(
            "kind: Pod\napiVersion: v1\nmetadata: {name: web}\n---\na: 1\n---\nkind: List\nitems:\n- {kind: Service}\n- 5\n")
        #expect(file.others.map(\.title) == ["Pod of v1, web", "no kind", "Service", "no kind"])
        #expect(file.others.map(\.start.line) == [1, 5, 9, 10] && file.objects.isEmpty && file.findings.isEmpty)
        let run = Linted(inputs: [.reviewed(file)])
        #expect(run.summary.text == "no findings in 0 objects (1 file); passed over: 4 documents of other kinds")
        #expect(try run.report("text") { $0.detail = .verbose }.contains("a.yaml:1:1: passed over: Pod of v1, web\n"))
        #expect(try run.report("text").isEmpty)
    }

    @Test(arguments: ["socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive"])
    func thatSetOptionsOfSocketsAreNamedAlways(field: String) throws {
        let file = try lint("kind: EnvoyFilter\nspec:\n  patch:\n  - value: {\(field): []}\n    other: {\(field): 1}\n")
        let finding = try #require(file.findings.first)
        #expect(file.findings.count == 1 && finding.finding.rule.code == "SW406" && finding.finding.severity == .info)
        #expect(finding.path == "spec.patch[0].value.\(field)" && finding.start.line == 4 && finding.start.column == 13)
        #expect(finding.finding.message.contains("EnvoyFilter is not read") && finding.object.identity.kind == "EnvoyFilter")
    }

    @Test func aTextIsNoField() throws {
        #expect(try lint("kind: ConfigMap\ndata: {a: \"socket_options: []\", b: socketOptions}\n").findings.isEmpty)
    }

    @Test(arguments: [
        ("kind: ConfigMap\napiVersion: v1\ndata:\n  a: |\n    socket_options: [\n", "data.a", 4),
        (
            "kind: EnvoyPatchPolicy\napiVersion: gateway.envoyproxy.io/v1alpha1\nspec:\n  targetRef: {}\n  jsonPatches:\n"
                + "  - type: type.googleapis.com/envoy.config.listener.v3.Listener\n    name: l\n"
                + "    operation: {op: replace, path: /socket_options/2/int_value, value: 61}\n",
            "spec.jsonPatches[0].operation", 8
        ),
    ]) func whatCouldNotBeReadIsNamed(text: String, path: String, line: Int) throws {
        let findings = try lint(text).findings
        #expect(findings.map(\.finding.rule.code) == ["SW406"] && findings.map(\.path) == [path] && findings.map(\.start.line) == [line])
        #expect(findings.first?.finding.message.hasPrefix("nothing was checked here: ") == true)
    }

    @Test func theRuleCanBeGradedAndSwitchedOff() throws {
        var settings = Settings()
        settings.rules.byCode["SW406"] = .severity(.error)
        #expect(try lint("socketOptions: []\n", settings).findings.map(\.finding.severity) == [.error])
        settings.rules.byCode["SW406"] = .off
        #expect(try lint("socketOptions: []\n", settings).findings.isEmpty)
    }

    /// What `sockwarden explain SW406` shows.
    @Test func theDocumentedExampleFires() throws {
        let example = try #require(RuleRegistry.rule("SW406")).documentation.example
        #expect(try lint(example.manifest).findings.map(\.finding.rule.code) == ["SW406"])
        #expect(try lint(example.mended).findings.isEmpty)
    }
}
