import Foundation
import TestSupport
import Testing

@Suite("The chart's certificate", .chartTool)
struct CertificateTests {
    private static let pem = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"

    @Test(arguments: [
        ("", "-verify_hostname", "sockwarden.sockwarden.svc"),
        ("https://webhook.example:8443/validate", "-verify_hostname", "webhook.example"),
        ("https://10.0.0.1:8443/validate", "-verify_ip", "10.0.0.1"), ("https://[fd00::1]:8443/validate", "-verify_ip", "fd00::1"),
    ])
    func makesACertificateThatTheAPIServerAccepts(url: String, option: String, name: String) throws {
        let chart = try ChartTool.render(["webhook": ["url": url]])
        let bundle = try #require(value(chart.webhook, "clientConfig", "caBundle") as? String)
        #expect(value(chart.only("Secret"), "data", "ca.crt") as? String == bundle)
        let files = try Files(of: try #require(chart.only("Secret")))
        #expect(try files.verifies("tls.crt", by: "ca.crt", option, name))
        #expect(try files.openssl("x509", "-in", "tls.crt", "-noout", "-pubkey") == files.openssl("pkey", "-in", "tls.key", "-pubout"))
        // Ten years, as the Secret says beside it.
        #expect(try files.openssl("x509", "-in", "tls.crt", "-noout", "-checkend", "\(3649 * 86400)").contains("will not expire"))
        #expect(try files.openssl("x509", "-in", "tls.crt", "-noout", "-checkend", "\(3651 * 86400)").contains("will expire"))
        // The CA's key is nowhere.
        let data = try #require(chart.only("Secret")?["data"] as? [String: String])
        #expect(Set(data.keys) == ["tls.crt", "tls.key", "ca.crt"])
    }

    @Test("An upgrade keeps what is stored, byte for byte")
    func keeps() throws {
        let stored = try secret(of: ChartTool.render(stored: []))
        let again = try ChartTool.render(["replicas": 3], stored: [stored])
        #expect(NSDictionary(dictionary: try secret(of: again)) == NSDictionary(dictionary: stored))
        #expect(value(again.webhook, "clientConfig", "caBundle") as? String == value(stored, "data", "ca.crt") as? String)
    }

    @Test(
        "An upgrade renews near the end, for other names, and when it is asked to; either certificate is trusted then",
        arguments: ["expires in 364 days", "another URL", "another generation", "no annotations"])
    func renews(why: String) throws {
        var stored = try secret(of: ChartTool.render(stored: []))
        var metadata = try #require(stored["metadata"] as? [String: Any])
        var annotations = try #require(metadata["annotations"] as? [String: String])
        var values: [String: Any] = [:]
        switch why {
        case "another URL": values["webhook"] = ["url": "https://webhook.example/validate"]
        case "another generation": values["certificate"] = ["generation": 2]
        case "no annotations": annotations = [:]
        default: annotations["sockwarden.dev/expires"] = "\(Int(Date().timeIntervalSince1970) + 364 * 86400)"
        }
        metadata["annotations"] = annotations
        stored["metadata"] = metadata

        let renewed = try ChartTool.render(values, stored: [stored])
        let new = try secret(of: renewed)
        #expect(value(new, "data", "tls.crt") as? String != value(stored, "data", "tls.crt") as? String)
        #expect(value(new, "data", "tls.key") as? String != value(stored, "data", "tls.key") as? String)
        #expect(value(renewed.webhook, "clientConfig", "caBundle") as? String == value(new, "data", "ca.crt") as? String)
        let (newFiles, oldFiles) = (try Files(of: new), try Files(of: stored))
        let old = try oldFiles.folder.write(Data(contentsOf: newFiles.folder.url.appending(path: "ca.crt")), to: "bundle.crt")
        #expect(try newFiles.verifies("tls.crt", by: "ca.crt", "-verify_hostname", "sockwarden.sockwarden.svc"))
        #expect(try oldFiles.verifies("tls.crt", by: old, "-verify_hostname", "sockwarden.sockwarden.svc"))

        // That one stays, and the CA before the last leaves the bundle.
        let kept = try ChartTool.render(values, stored: [new])
        #expect(NSDictionary(dictionary: try secret(of: kept)) == NSDictionary(dictionary: new))
        let third = try Files(of: secret(of: ChartTool.render(["certificate": ["generation": 3]], stored: [new])))
        let bundle = try String(contentsOf: third.folder.url.appending(path: "ca.crt"), encoding: .utf8)
        #expect(bundle.components(separatedBy: "BEGIN CERTIFICATE").count - 1 == 2)
    }

    @Test func takesAGivenCertificate() throws {
        let chart = try ChartTool.render(file: "ci/pem-values.yaml")
        let encoded = Data(Self.pem.utf8).base64EncodedString()
        #expect(value(chart.only("Secret"), "data", "tls.crt") as? String == encoded)
        #expect(value(chart.webhook, "clientConfig", "caBundle") as? String == encoded)
        #expect(value(chart.only("ConfigMap"), "data", "client-ca.crt") as? String == Self.pem)
        let names = try #require(chart.arguments.firstIndex(of: "--client-name"))
        #expect(chart.arguments[names...].dropFirst().prefix(2) == ["kube-apiserver", "apiserver.example"])
    }

    @Test func takesYourSecret() throws {
        let chart = try ChartTool.render(file: "ci/own-secret-values.yaml")
        #expect(chart.only("Secret") == nil)
        #expect(value(chart.pod, "volumes", 0, "secret", "secretName") as? String == "mine")
        #expect(value(chart.webhook, "clientConfig", "caBundle") as? String == Data(Self.pem.utf8).base64EncodedString())
        // Its own ca.crt does as well.
        let stored: [String: Any] = [
            "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "mine", "namespace": "sockwarden"],
            "data": ["ca.crt": Data("CA".utf8).base64EncodedString()],
        ]
        let found = try ChartTool.render(["certificate": ["existingSecret": "mine"]], stored: [stored])
        #expect(value(found.webhook, "clientConfig", "caBundle") as? String == Data("CA".utf8).base64EncodedString())
        // Or an injector.
        let annotations = ["cert-manager.io/inject-ca-from": "ns/name"]
        let injected = try ChartTool.render(["certificate": ["existingSecret": "mine"], "webhook": ["annotations": annotations]])
        #expect(value(injected.webhook, "clientConfig", "caBundle") == nil)
    }

    @Test("cert-manager makes a CA that lasts, and a certificate for the Service's name that the injector's annotation names")
    func certManager() throws {
        let chart = try ChartTool.render(file: "ci/cert-manager-values.yaml")
        #expect(chart.only("Secret") == nil)
        #expect(value(chart.webhook, "clientConfig", "caBundle") == nil)
        let registration = chart.only("ValidatingWebhookConfiguration")
        #expect(value(registration, "metadata", "annotations", "cert-manager.io/inject-ca-from") as? String == "sockwarden/sockwarden")
        let leaf = try #require(chart.only("Certificate", "sockwarden"))
        #expect(value(leaf, "spec", "secretName") as? String == value(chart.pod, "volumes", 0, "secret", "secretName") as? String)
        #expect((value(leaf, "spec", "dnsNames") as? [String])?.first == "sockwarden.sockwarden.svc")
        let issuer = try #require(value(leaf, "spec", "issuerRef", "name") as? String)
        let authority = try #require(chart.only("Certificate", issuer))
        #expect(value(authority, "spec", "isCA") as? Bool == true)
        #expect(
            value(chart.only("Issuer", issuer), "spec", "ca", "secretName") as? String == value(authority, "spec", "secretName") as? String)
        let selfSigned = try #require(value(authority, "spec", "issuerRef", "name") as? String)
        #expect(value(chart.only("Issuer", selfSigned), "spec", "selfSigned") != nil)
    }

    @Test("cert-manager with an issuer, or a Certificate, that is there")
    func existingIssuer() throws {
        let issued = try ChartTool.render(file: "ci/cert-manager-issuer-values.yaml")
        #expect(!issued.kinds.contains("Issuer"))
        let leaf = issued.only("Certificate")
        #expect(value(leaf, "spec", "issuerRef", "kind") as? String == "ClusterIssuer")
        #expect(value(leaf, "spec", "ipAddresses") as? [String] == ["10.0.0.1"])
        #expect(value(leaf, "spec", "secretName") as? String == "webhook-tls")
        let annotations = value(issued.only("ValidatingWebhookConfiguration"), "metadata", "annotations") as? [String: String]
        #expect(annotations == ["cert-manager.io/inject-ca-from": "sockwarden/webhook", "example.com/x": "y"])
        let existing = try ChartTool.render(file: "ci/cert-manager-existing-values.yaml")
        #expect(existing.kinds.isDisjoint(with: ["Issuer", "Certificate", "Secret"]))
        #expect(value(existing.pod, "volumes", 0, "secret", "secretName") as? String == "mine-tls")
    }

    private func secret(of chart: ChartTool.Rendered) throws -> [String: Any] {
        try #require(chart.only("Secret"))
    }
}

/// A Secret's data as files.
struct Files {
    let folder: TemporaryFolder

    init(of secret: [String: Any]) throws {
        folder = try TemporaryFolder()
        for (name, text) in secret["data"] as? [String: String] ?? [:] {
            try folder.write(try #require(Data(base64Encoded: text)), to: name)
        }
    }

    func openssl(_ arguments: String...) throws -> String {
        try CommandRun("/usr/bin/env", ["openssl"] + arguments, in: folder.path).output
    }

    func verifies(_ certificate: String, by authorities: String, _ option: String, _ name: String) throws -> Bool {
        try openssl("verify", "-CAfile", authorities, "-purpose", "sslserver", option, name, certificate).hasSuffix(": OK\n")
    }
}
