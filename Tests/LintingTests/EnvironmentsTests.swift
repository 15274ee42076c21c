import Configuration
import Linting
import PolicyRules
import Testing

/// The linter judges an object by the settings of its namespace and its gateways, as the webhook does.
@Suite struct EnvironmentsTests {
    private let configuration = """
        rules: {SW213: off, SW401: off}
        environments:
        - {match: {namespaces: [lab-*]}, rules: {SW102: off, SW406: off}}
        - {match: {gateways: [strict]}, rules: {SW102: info}}
        """

    private func codes(_ namespace: String, gateways: String = "http") throws -> [String] {
        try lint(
            """
            apiVersion: gateway.kgateway.dev/v1alpha1
            kind: ListenerPolicy
            metadata: {name: p, \(namespace)}
            spec:
              targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: \(gateways)}]
              socketOptions: [{description: enable keepalive, level: 65535, name: 8, intValue: 1}]
            """)
    }

    private func lint(_ text: String) throws -> [String] {
        let settings = try ConfigurationFile.read(Array(configuration.utf8))
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        let file = LintedFile(name: "a.yaml", source: Array(text.utf8), settings: settings, day: day)
        #expect(file.problems.isEmpty)
        return file.findings.map { "\($0.finding.rule.code) \($0.finding.severity)" }
    }

    @Test func byNamespaceAndGateway() throws {
        #expect(try codes("namespace: edge").contains("SW102 error"))
        #expect(try !codes("namespace: lab-1").contains { $0.hasPrefix("SW102") })
        #expect(try codes("namespace: edge", gateways: "strict").contains("SW102 info"))
        #expect(try codes("labels: {}").contains("SW102 error"))
    }

    @Test func alsoDocumentsThatAreNotRead() throws {
        let other = { (namespace: String) in
            try lint(
                "apiVersion: example.com/v1\nkind: Proxy\nmetadata: {name: a, namespace: \(namespace)}\nspec: {socketOptions: [{level: 1}]}\n"
            )
        }
        #expect(try other("edge") == ["SW406 info"])
        #expect(try other("lab-1") == [])
    }
}
