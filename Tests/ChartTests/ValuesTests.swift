import Foundation
import Testing

@Suite("The chart's values", .chartTool)
struct ValuesTests {
    private static let files = ["ci", ""].flatMap { folder in
        ((try? FileManager.default.contentsOfDirectory(atPath: ChartTool.chart + "/" + folder)) ?? [])
            .filter { $0.hasSuffix("-values.yaml") || $0.hasPrefix("values-") }.map { folder.isEmpty ? $0 : folder + "/" + $0 }
    }.sorted()

    @Test("Lints, renders and fits Kubernetes' schemas at every version from 1.25", arguments: files)
    func everyVersion(file: String) throws {
        let answer = try ChartTool.ask("check", ["file": file, "kinds": WebhookTests.manyKinds])
        #expect(answer["problems"] as? [String] == [])
        let versions = try #require(answer["versions"] as? [String])
        #expect(versions.first == "1.25.0")
        #expect(versions.count >= 13)
    }

    @Test("The values files reach every template")
    func coverage() throws {
        #expect(Self.files.count >= 8)
        let rendered = try Self.files.reduce(into: Set<String>()) { $0.formUnion(try ChartTool.render(file: $1).kinds) }
        #expect(
            rendered == [
                "Certificate", "ConfigMap", "Deployment", "Issuer", "NetworkPolicy", "Pod", "PodDisruptionBudget", "PodMonitor",
                "PrometheusRule", "Role", "RoleBinding", "Secret", "Service", "ServiceAccount", "ServiceMonitor",
                "ValidatingWebhookConfiguration",
            ])
    }

    @Test("The README's table is made from the comments (make chart-readme)")
    func readme() throws {
        let answer = try ChartTool.ask("readme")
        #expect(answer["stands"] as? String == answer["due"] as? String)
    }

    @Test("What a catalogue of charts reads is what it takes")
    func catalogue() throws {
        let answer = try ChartTool.ask("metadata")
        let annotations = try #require(answer["annotations"] as? [String: String])
        #expect(annotations["artifacthub.io/category"] == "networking")
        #expect(annotations.keys.allSatisfy { $0.hasPrefix("artifacthub.io/") })
        let changes = try #require(answer["changes"] as? [[String: String]])
        #expect(!changes.isEmpty)
        for change in changes {
            #expect(["added", "changed", "deprecated", "removed", "fixed", "security"].contains(change["kind"]))
            #expect(Set(change.keys) == ["kind", "description"])
        }
    }

    @Test("The schema knows each value, and no others")
    func schema() throws {
        let answer = try ChartTool.ask("values")
        // Maps that are left to whoever fills them.
        func pruned(_ leaves: Any?) -> Set<String> {
            let open = [
                "resources", "webhook.namespaceSelector", "webhook.objectSelector", "metrics.dashboard.labels",
                "certificate.certManager.issuerRef",
            ]
            return Set((leaves as? [String] ?? []).map { leaf in open.first { leaf.hasPrefix($0 + ".") } ?? leaf })
        }
        // Every chart may be given `global` by a parent.
        #expect(pruned(answer["schema"]).subtracting(["global"]) == pruned(answer["values"]))
    }

    @Test(arguments: [
        (#"{"replicas": 0}"#, "replicas"),
        (#"{"webhook": {"timeoutSeconds": 31}}"#, "timeoutSeconds"),
        (#"{"webhook": {"failurePolicy": "fail"}}"#, "failurePolicy"),
        (#"{"webhook": {"url": "http://x"}}"#, "url"),
        (#"{"webhook": {"kinds": ["kgatewey"]}}"#, "\"kgatewey\" is none of "),
        (#"{"image": {"repo": "x"}}"#, "repo"),
        (#"{"port": 443}"#, "port"),
        (#"{"server": {"maxBytesInFlight": "24MB"}}"#, "maxBytesInFlight"),
        (#"{"server": {"tlsMinVersion": "1.1"}}"#, "tlsMinVersion"),
        (#"{"service": {"trafficDistribution": "Close"}}"#, "trafficDistribution"),
        (#"{"clientCertificates": {"names": ["x"]}}"#, "clientCertificates.names needs clientCertificates.caBundle"),
        (#"{"certificate": {"caBundle": "LS0t"}}"#, "caBundle"),
        (#"{"certificate": {"key": "-----BEGIN PRIVATE KEY-----"}}"#, "belong together"),
        (#"{"certificate": {"existingSecret": "x"}}"#, "certificate.existingSecret needs certificate.caBundle"),
        (#"{"certificate": {"validityDays": 30}}"#, "must be above certificate.renewBeforeDays"),
        (
            #"{"certificate": {"certManager": {"enabled": true}, "key": "-----BEGIN PRIVATE KEY-----"}}"#,
            "certificate.certManager.enabled leaves nothing"
        ),
        (#"{"service": {"externalName": "localhost"}}"#, "service.externalName needs certificate.caBundle"),
        (#"{"test": {"enabled": true}}"#, "test.enabled needs test.image"),
        (#"{"test": {"enabled": true, "image": "x", "namespace": "sockwarden"}}"#, "never asked about"),
    ])
    func refusesWrongValues(values: String, reason: String) throws {
        let values = try #require(try JSONSerialization.jsonObject(with: Data(values.utf8)) as? [String: Any])
        let refusal = #expect(throws: ChartTool.Refused.self) { try ChartTool.render(values) }
        #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
    }
}
