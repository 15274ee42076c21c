import Dispatch
import Foundation
import TestSupport
import Testing

@testable import WebhookServer

/// What a scanner finds that knows the attacks of the last twenty years: sslyze, of PyPI, which `make tools` sets up under .tools.
@Suite(
    .enabled(
        if: TLSScan.isPresent || ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1", "sslyze is missing: run make tools"
    ))
struct TLSScanTests {
    @Test(arguments: [
        ("ec", ServerConfiguration.TLSVersion.v12, ["TLS_ECDHE_ECDSA_WITH_"]), ("rsa", .v12, ["TLS_ECDHE_RSA_WITH_"]), ("ec", .v13, []),
    ])
    func findsForwardSecretAuthenticatedCiphersAlone(key: String, minimum: ServerConfiguration.TLSVersion, old: [String]) async throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        if key == "rsa" {
            try certificates.openssl(
                "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "tls.key", "-out", "tls.crt", "-subj", "/CN=x", "-days", "2",
                "-addext", "subjectAltName=DNS:localhost")
        }
        let scan = try await TestServer.with(adjust: {
            ($0.certificateFile, $0.keyFile, $0.minimumTLSVersion) = (certificates.certificate, certificates.key, minimum)
        }) { try await TLSScan(port: $0.port) }

        for version in ["ssl_2_0", "ssl_3_0", "tls_1_0", "tls_1_1"] { #expect(try scan.ciphers(version) == []) }
        let ciphers = ["AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256"]
        #expect(try scan.ciphers("tls_1_2") == old.flatMap { name in ciphers.map { name + $0 } })
        #expect(try scan.ciphers("tls_1_3") == ciphers.map { "TLS_" + $0 })
        #expect(try scan.answer("heartbleed", "is_vulnerable_to_heartbleed") == false)
        #expect(try scan.answer("openssl_ccs_injection", "is_vulnerable_to_ccs_injection") == false)
        #expect(try scan.answer("session_renegotiation", "is_vulnerable_to_client_renegotiation_dos") == false)
        #expect(try scan.answer("tls_compression", "supports_compression") == false)
        // An early request could be sent again by others.
        #expect(try scan.answer("tls_1_3_early_data", "supports_early_data") == false)
        #expect(try scan.text("robot", "robot_result") == "NOT_VULNERABLE_RSA_NOT_SUPPORTED")
        if minimum == .v12 { #expect(try scan.answer("tls_fallback_scsv", "supports_fallback_scsv") == true) }
    }
}

/// One scan of a server of loopback.
private struct TLSScan {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized.path
    static let python = ProcessInfo.processInfo.environment["SOCKWARDEN_PYTHON"] ?? root + "/.tools/venv/bin/python3"

    static var isPresent: Bool {
        do { return try CommandRun(python, ["-c", "import sslyze"], in: root).code == 0 } catch { return false }
    }

    private let results: [String: Any]

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    init(port: Int) async throws {
        let run = try await withCheckedThrowingContinuation { continuation in
            // On a thread that no test waits for.
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result {
                        try CommandRun(
                            Self.python,
                            [
                                "-m", "sslyze", "--json_out=-", "--sslv2", "--sslv3", "--tlsv1", "--tlsv1_1", "--tlsv1_2", "--tlsv1_3",
                                "--heartbleed", "--openssl_ccs", "--robot", "--reneg", "--compression", "--fallback", "--early_data",
                                "127.0.0.1:\(port)",
                            ], in: Self.root)
                    })
            }
        }
        let json = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let scan = (json?["server_scan_results"] as? [[String: Any]])?.first
        guard scan?["scan_status"] as? String == "COMPLETED", let results = scan?["scan_result"] as? [String: Any] else {
            throw Failed(description: run.errors + run.output.prefix(2000))
        }
        self.results = results
    }

    private func result(_ name: String) throws -> [String: Any] {
        let attempt = results[name] as? [String: Any]
        guard attempt?["status"] as? String == "COMPLETED", let result = attempt?["result"] as? [String: Any] else {
            throw Failed(description: "\(name): \(attempt ?? [:])")
        }
        return result
    }

    /// The ciphers that a version of TLS agrees on, in the order of their names.
    func ciphers(_ version: String) throws -> [String] {
        let accepted = try result(version + "_cipher_suites")["accepted_cipher_suites"] as? [[String: Any]] ?? []
        return accepted.compactMap { ($0["cipher_suite"] as? [String: Any])?["name"] as? String }.sorted()
    }

    func answer(_ name: String, _ field: String) throws -> Bool? { try result(name)[field] as? Bool }
    func text(_ name: String, _ field: String) throws -> String? { try result(name)[field] as? String }
}
