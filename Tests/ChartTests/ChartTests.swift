import Foundation
import PolicyKinds
import Testing

/// What a rule of the webhook's registration asks about.
private struct AskedGroup: Hashable {
    var groups: [String]
    var versions: Set<String>
    var resources: Set<String>
}

@Suite(.enabled(if: HelmTool.isPresent || HelmTool.isRequired, "Helm's renderer is missing: run make tools"))
struct ChartTests {
    private static let pem = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"

    @Test func lints() throws {
        #expect(try HelmTool.lint() == [])
    }

    @Test func rendersEveryObjectByDefault() throws {
        let chart = try HelmTool.render()
        #expect(
            chart.kinds == [
                "ConfigMap", "Deployment", "PodDisruptionBudget", "Secret", "Service", "ServiceAccount", "ValidatingWebhookConfiguration",
            ])
        #expect(chart.objects.count == 7)
        for object in chart.objects where object["kind"] as? String != "ValidatingWebhookConfiguration" {
            #expect(value(object, "metadata", "namespace") as? String == "sockwarden")
        }
        #expect(chart.notes.contains("kubectl apply --dry-run=server"))
    }

    @Test func asksForExactlyThePolicies() throws {
        let webhook = try #require(value(try HelmTool.render().only("ValidatingWebhookConfiguration"), "webhooks", 0))
        #expect(value(webhook, "admissionReviewVersions") as? [String] == ["v1", "v1beta1"])
        #expect(value(webhook, "sideEffects") as? String == "None")
        #expect(value(webhook, "matchPolicy") as? String == "Equivalent")
        #expect(value(webhook, "failurePolicy") as? String == "Fail")
        #expect(value(webhook, "timeoutSeconds") as? Int == 5)
        // A rule for each group of the kinds that are read, with all their versions and resources, and nothing else.
        let rules = try #require(value(webhook, "rules") as? [[String: Any]])
        let asked = rules.map { rule in
            AskedGroup(
                groups: rule["apiGroups"] as? [String] ?? [], versions: Set(rule["apiVersions"] as? [String] ?? []),
                resources: Set(rule["resources"] as? [String] ?? []))
        }
        let read = Dictionary(grouping: PolicyKinds.all.filter { $0.isServed && !$0.isHost }, by: \.group).map { group, kinds in
            AskedGroup(groups: [group], versions: Set(kinds.flatMap(\.versions)), resources: Set(kinds.map(\.resource)))
        }
        #expect(Set(asked) == Set(read))
        #expect(rules.allSatisfy { $0["operations"] as? [String] == ["CREATE", "UPDATE"] })
        #expect(value(webhook, "clientConfig", "service", "path") as? String == "/validate")
    }

    @Test func neverAsksAboutWhatMustBeMendedWithoutIt() throws {
        let values: [String: Any] = [
            "webhook": [
                "excludedNamespaces": ["a", "kube-system"],
                "namespaceSelector": ["matchLabels": ["x": "y"], "matchExpressions": [["key": "k", "operator": "Exists"]]],
            ]
        ]
        let selector = value(try HelmTool.render(values).only("ValidatingWebhookConfiguration"), "webhooks", 0, "namespaceSelector")
        #expect(value(selector, "matchExpressions", 0, "operator") as? String == "NotIn")
        #expect(value(selector, "matchExpressions", 0, "values") as? [String] == ["kube-system", "sockwarden", "a"])
        #expect(value(selector, "matchExpressions", 1, "key") as? String == "k")
        #expect(value(selector, "matchLabels", "x") as? String == "y")
    }

    @Test func keepsAnsweringThroughARollout() throws {
        let chart = try HelmTool.render()
        let deployment = chart.only("Deployment")
        #expect(value(deployment, "spec", "replicas") as? Int == 2)
        #expect(value(deployment, "spec", "strategy", "rollingUpdate", "maxUnavailable") as? Int == 0)
        #expect(value(chart.only("PodDisruptionBudget"), "spec", "minAvailable") as? Int == 1)
        let container = value(deployment, "spec", "template", "spec", "containers", 0)
        for (probe, path) in [("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")] {
            #expect(value(container, probe, "httpGet", "path") as? String == path)
            #expect(value(container, probe, "httpGet", "scheme") as? String == "HTTPS")
        }
        // What the Service, the budget and the Deployment select must be the pods.
        let labels = value(deployment, "spec", "template", "metadata", "labels") as? [String: String] ?? [:]
        for selector in [
            value(deployment, "spec", "selector", "matchLabels"), value(chart.only("Service"), "spec", "selector"),
            value(chart.only("PodDisruptionBudget"), "spec", "selector", "matchLabels"),
        ] {
            let selector = try #require(selector as? [String: String])
            #expect(!selector.isEmpty)
            for (key, wanted) in selector { #expect(labels[key] == wanted) }
        }
    }

    @Test func runsWithoutPrivileges() throws {
        let pod = value(try HelmTool.render().only("Deployment"), "spec", "template", "spec")
        #expect(value(pod, "securityContext", "runAsNonRoot") as? Bool == true)
        #expect(value(pod, "securityContext", "seccompProfile", "type") as? String == "RuntimeDefault")
        #expect(value(pod, "automountServiceAccountToken") as? Bool == false)
        let context = value(pod, "containers", 0, "securityContext")
        #expect(value(context, "allowPrivilegeEscalation") as? Bool == false)
        #expect(value(context, "readOnlyRootFilesystem") as? Bool == true)
        #expect(value(context, "capabilities", "drop") as? [String] == ["ALL"])
        // 0440
        #expect(value(pod, "volumes", 0, "secret", "defaultMode") as? Int == 288)
    }

    @Test(arguments: [
        ("", "-verify_hostname", "sockwarden.sockwarden.svc"),
        ("https://webhook.example:8443/validate", "-verify_hostname", "webhook.example"),
        ("https://10.0.0.1:8443/validate", "-verify_ip", "10.0.0.1"), ("https://[fd00::1]:8443/validate", "-verify_ip", "fd00::1"),
    ])
    func makesACertificateThatTheAPIServerAccepts(url: String, option: String, name: String) throws {
        let chart = try HelmTool.render(["webhook": ["url": url]])
        let bundle = try #require(value(chart.only("ValidatingWebhookConfiguration"), "webhooks", 0, "clientConfig", "caBundle") as? String)
        #expect(value(chart.only("Secret"), "data", "ca.crt") as? String == bundle)

        let folder = FileManager.default.temporaryDirectory.appending(path: "sockwarden-chart-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        func file(_ name: String) -> String { folder.appending(path: name).path }
        for name in ["ca.crt", "tls.crt", "tls.key"] {
            let text = try #require(value(chart.only("Secret"), "data", name) as? String)
            try #require(Data(base64Encoded: text)).write(to: URL(filePath: file(name)))
        }
        func openssl(_ arguments: String...) throws -> String {
            String(decoding: try HelmTool.run("/usr/bin/env", ["openssl"] + arguments), as: UTF8.self)
        }
        let verified = try openssl("verify", "-CAfile", file("ca.crt"), "-purpose", "sslserver", option, name, file("tls.crt"))
        #expect(verified.hasSuffix(": OK\n"))
        #expect(try openssl("x509", "-in", file("tls.crt"), "-noout", "-pubkey") == openssl("pkey", "-in", file("tls.key"), "-pubout"))
    }

    @Test func takesAGivenCertificate() throws {
        let values = [
            "certificate": [
                "certificate": Self.pem, "key": "-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n", "caBundle": Self.pem,
            ]
        ]
        let chart = try HelmTool.render(values)
        let encoded = Data(Self.pem.utf8).base64EncodedString()
        #expect(value(chart.only("Secret"), "data", "tls.crt") as? String == encoded)
        #expect(value(chart.only("ValidatingWebhookConfiguration"), "webhooks", 0, "clientConfig", "caBundle") as? String == encoded)
    }

    @Test func leavesTheCertificateToCertManager() throws {
        let values: [String: Any] = [
            "certificate": ["existingSecret": "from-cert-manager"],
            "webhook": ["annotations": ["cert-manager.io/inject-ca-from": "ns/name"]],
        ]
        let chart = try HelmTool.render(values)
        #expect(chart.only("Secret") == nil)
        let webhook = chart.only("ValidatingWebhookConfiguration")
        #expect(value(webhook, "metadata", "annotations", "cert-manager.io/inject-ca-from") as? String == "ns/name")
        #expect(value(webhook, "webhooks", 0, "clientConfig", "caBundle") == nil)
        let volume = value(chart.only("Deployment"), "spec", "template", "spec", "volumes", 0, "secret", "secretName")
        #expect(volume as? String == "from-cert-manager")
    }

    @Test func pointsToAServerOutsideOfTheCluster() throws {
        let values: [String: Any] = ["service": ["externalName": "localhost", "port": 9443], "certificate": ["caBundle": Self.pem]]
        let chart = try HelmTool.render(values)
        #expect(chart.kinds == ["Service", "ValidatingWebhookConfiguration"])
        #expect(value(chart.only("Service"), "spec", "type") as? String == "ExternalName")
        #expect(value(chart.only("ValidatingWebhookConfiguration"), "webhooks", 0, "clientConfig", "service", "port") as? Int == 9443)
    }

    @Test func callsAURLInsteadOfAService() throws {
        let chart = try HelmTool.render(["webhook": ["url": "https://10.0.0.1:8443/validate"]])
        let client = value(chart.only("ValidatingWebhookConfiguration"), "webhooks", 0, "clientConfig")
        #expect(value(client, "url") as? String == "https://10.0.0.1:8443/validate")
        #expect(value(client, "service") == nil)
    }

    @Test func handsTheConfigurationOver() throws {
        let chart = try HelmTool.render(["config": ["environment": ["kernel": "5.15"], "enforcement": "warn"]])
        let text = try #require(value(chart.only("ConfigMap"), "data", "sockwarden.yaml") as? String)
        #expect(
            text == "enforcement: warn\nenvironment:\n  kernel: \"5.15\"\n" || text == "enforcement: warn\nenvironment:\n  kernel: \"5.15\""
        )
        let checksum = { (chart: HelmTool.Rendered) in
            value(chart.only("Deployment"), "spec", "template", "metadata", "annotations", "checksum/config") as? String
        }
        // Pods read the file when they start: a change must restart them.
        #expect(try checksum(chart) != checksum(HelmTool.render()))
    }

    @Test(arguments: [
        (#"{"replicas": 0}"#, "replicas"),
        (#"{"webhook": {"timeoutSeconds": 31}}"#, "timeoutSeconds"),
        (#"{"webhook": {"failurePolicy": "fail"}}"#, "failurePolicy"),
        (#"{"webhook": {"url": "http://x"}}"#, "url"),
        (#"{"webhook": {"resources": []}}"#, "resources"),
        (#"{"image": {"repo": "x"}}"#, "repo"),
        (#"{"port": 443}"#, "port"),
        (#"{"certificate": {"caBundle": "LS0t"}}"#, "caBundle"),
        (#"{"certificate": {"key": "-----BEGIN PRIVATE KEY-----"}}"#, "belong together"),
        (#"{"certificate": {"existingSecret": "x"}}"#, "certificate.existingSecret needs certificate.caBundle"),
        (#"{"service": {"externalName": "localhost"}}"#, "service.externalName needs certificate.caBundle"),
    ])
    func refusesWrongValues(values: String, reason: String) throws {
        let values = try #require(try JSONSerialization.jsonObject(with: Data(values.utf8)) as? [String: Any])
        let refusal = #expect(throws: HelmTool.Refused.self) { try HelmTool.render(values) }
        #expect(refusal?.description.contains(reason) == true, "\(refusal?.description ?? "")")
    }
}
