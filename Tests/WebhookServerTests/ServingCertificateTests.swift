import Foundation
import Testing

@testable import WebhookServer

@Suite struct ServingCertificateTests {
    /// The pair of the project's script, and every way in which people get it wrong.
    @Test func namesTheFileAndTheRemedy() throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let now = Int(Date.now.timeIntervalSince1970)
        func file(_ name: String) -> String { certificates.folder + "/" + name }
        func failure(_ certificate: String, _ key: String, now: Int = now) -> String? {
            do {
                _ = try ServingCertificate(certificateFile: file(certificate), keyFile: file(key), now: now)
                return nil
            } catch {
                return "\(error)".replacing(certificates.folder + "/", with: "")
            }
        }
        #expect(failure("tls.crt", "tls.key") == nil)

        #expect(
            failure("none.crt", "tls.key")
                == "certificate file none.crt: there is no such file: mount the TLS Secret there, or make one with certs/make-development-certificates.sh"
        )
        #expect(failure("tls.crt", "none.key")?.hasPrefix("key file none.key: there is no such file") == true)
        #expect(failure("", "tls.key")?.contains("it is a folder, not a regular file") == true)
        #expect(mkfifo(file("fifo"), 0o600) == 0)
        #expect(failure("fifo", "tls.key") == "certificate file fifo: it is a pipe, not a regular file: name a PEM file")
        #expect(failure("tls.crt", "fifo") == "key file fifo: it is a pipe, not a regular file: name a PEM file")
        #expect(failure("../../../../../../../dev/null", "tls.key")?.contains("it is a device, not a regular file") == true)
        #expect(failure("tls.key", "tls.crt") == "certificate file tls.key: it holds a private key: are --certificate and --key swapped?")
        #expect(failure("tls.crt", "ca.crt") == "key file ca.crt: it holds a certificate: are --certificate and --key swapped?")
        try Data([0xEF, 0xBB, 0xBF] + Data(contentsOf: URL(filePath: file("tls.crt")))).write(to: URL(filePath: file("bom.crt")))
        #expect(failure("bom.crt", "tls.key")?.contains("it begins with a byte order mark") == true)
        try Data([0xFF, 0xFE, 0x2D, 0]).write(to: URL(filePath: file("utf16.crt")))
        #expect(failure("utf16.crt", "tls.key")?.contains("it is UTF-16") == true)
        try Data().write(to: URL(filePath: file("empty.crt")))
        #expect(failure("empty.crt", "tls.key") == "certificate file empty.crt: it is empty: write it again")
        try Data(count: 2 << 20).write(to: URL(filePath: file("large.crt")))
        #expect(failure("large.crt", "tls.key")?.contains("larger than 1 MiB") == true)
        let serving = try String(contentsOfFile: file("tls.crt"), encoding: .utf8)
        let authority = try String(contentsOfFile: file("ca.crt"), encoding: .utf8)
        try (authority + serving).write(toFile: file("reversed.crt"), atomically: true, encoding: .utf8)
        #expect(
            failure("reversed.crt", "tls.key")
                == "certificate file reversed.crt: the key in tls.key belongs to certificate 2 of it: put the serving certificate first, its issuers after it"
        )
        #expect(failure("ca.crt", "ca.key")?.contains("it may not serve TLS") == true)

        try certificates.openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "other.key")
        #expect(failure("tls.crt", "other.key")?.contains("they do not belong together") == true)
        try certificates.openssl("genrsa", "-out", "rsa.key", "2048")
        #expect(failure("tls.crt", "rsa.key")?.contains("they do not belong together") == true)
        try certificates.openssl("pkey", "-in", "tls.key", "-aes256", "-passout", "pass:secret", "-out", "encrypted.key")
        #expect(failure("tls.crt", "encrypted.key")?.contains("it is encrypted") == true)
        try certificates.openssl("ec", "-in", "tls.key", "-aes256", "-passout", "pass:secret", "-out", "encrypted-old.key")
        #expect(failure("tls.crt", "encrypted-old.key")?.contains("it is encrypted") == true)
        try certificates.openssl("x509", "-in", "tls.crt", "-outform", "DER", "-out", "tls.der")
        #expect(failure("tls.der", "tls.key")?.contains("it holds no PEM certificate") == true)

        try serving.replacing("MII", with: "M!I").write(toFile: file("damaged.crt"), atomically: true, encoding: .utf8)
        #expect(failure("damaged.crt", "tls.key")?.contains("its PEM is damaged") == true)

        try weakAndUnnamed(certificates)
        // These two are younger than `now`.
        #expect(failure("weak.crt", "weak.key", now: now + 60)?.contains("an RSA key of 1024 bits: use 2048 or more") == true)
        #expect(failure("unnamed.crt", "unnamed.key", now: now + 60)?.contains("it is for no name") == true)
        try (serving + serving).write(toFile: file("twice.crt"), atomically: true, encoding: .utf8)
        #expect(failure("twice.crt", "tls.key")?.contains("certificate 3 of it is not the issuer of certificate 2") == true)
        #expect(failure("tls.crt", "tls.key", now: now + 91 * 86400)?.contains("it expired at 20") == true)
        #expect(failure("tls.crt", "tls.key", now: now - 86400)?.contains("check this machine's clock") == true)
        for (certificate, key) in [("none.crt", "tls.key"), ("tls.crt", "rsa.key"), ("tls.der", "tls.key"), ("tls.crt", "encrypted.key")] {
            #expect(failure(certificate, key)?.contains("\n") == false)
        }
    }

    private func weakAndUnnamed(_ certificates: TestCertificates) throws {
        try certificates.openssl(
            "req", "-x509", "-newkey", "rsa:1024", "-noenc", "-keyout", "weak.key", "-out", "weak.crt", "-subj", "/CN=x", "-days", "2",
            "-addext", "subjectAltName=DNS:x")
        try certificates.openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "unnamed.key", "-out", "unnamed.crt", "-subj", "/CN=x", "-days", "2"
        )
    }

    /// What the API server refuses, and a BoringSSL client would take: the pair must not be served only to fail each call.
    @Test(
        arguments: [
            ("clientAuth alone", ["extendedKeyUsage=clientAuth"], [], "EC", "it may not serve TLS"),
            ("critical clientAuth", ["extendedKeyUsage=critical,clientAuth"], [], "EC", "it may not serve TLS"),
            ("both", ["extendedKeyUsage=clientAuth,serverAuth"], [], "EC", nil),
            ("any", ["extendedKeyUsage=anyExtendedKeyUsage"], [], "EC", nil),
            ("left open", [], [], "EC", nil),
            ("SHA-1", [], ["-sha1"], "EC", "it is signed with SHA-1, which the API server refuses"),
            ("SHA-1 by RSA", [], ["-sha1"], "RSA", "it is signed with SHA-1"),
            ("MD5", [], ["-md5"], "RSA", "it is signed with MD5"),
            ("SHA-512", [], ["-sha512"], "RSA", nil),
        ] as [(String, [String], [String], String, String?)])
    func refusesWhatTheAPIServerWould(name: String, extensions: [String], signing: [String], authority: String, reason: String?) throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let lines = ["subjectAltName=DNS:localhost"] + extensions
        try lines.joined(separator: "\n").write(toFile: certificates.folder + "/extensions", atomically: true, encoding: .utf8)
        try certificates.openssl(
            "req", "-x509", "-newkey", authority, "-pkeyopt", authority == "EC" ? "ec_paramgen_curve:P-256" : "rsa_keygen_bits:2048",
            "-noenc",
            "-keyout", "root.key", "-out", "root.crt", "-subj", "/CN=root", "-days", "2", "-sha1")
        try certificates.openssl("req", "-new", "-key", "tls.key", "-out", "odd.csr", "-subj", "/CN=x")
        try certificates.openssl(
            arguments: ["x509", "-req", "-in", "odd.csr", "-CA", "root.crt", "-CAkey", "root.key", "-set_serial", "7", "-days", "2"]
                + ["-extfile", "extensions", "-out", "odd.crt"] + signing)
        let folder = certificates.folder
        let leaf = try String(contentsOfFile: folder + "/odd.crt", encoding: .utf8)
        // With its root, whose own SHA-1 is nobody's business, and without.
        for root in ["", try String(contentsOfFile: folder + "/root.crt", encoding: .utf8)] {
            try (leaf + root).write(toFile: folder + "/chain.crt", atomically: true, encoding: .utf8)
            let read = {
                try ServingCertificate(
                    certificateFile: folder + "/chain.crt", keyFile: certificates.key, now: Int(Date.now.timeIntervalSince1970) + 60)
            }
            if let reason {
                let failure = #expect(throws: ServingCertificateError.self) { try read() }
                #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
            } else {
                _ = try read()
            }
        }
    }

    @Test(arguments: [
        (["ed25519"], "a key that is neither RSA nor EC"),
        (["ec", "-pkeyopt", "ec_paramgen_curve:P-521"], "another curve than P-256 and P-384"),
        (["ec", "-pkeyopt", "ec_paramgen_curve:P-224"], "another curve than P-256 and P-384"),
    ])
    func refusesKeysThatNotEverybodyKnows(key: [String], reason: String) throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try certificates.openssl(
            arguments: ["req", "-x509", "-newkey"] + key + [
                "-noenc", "-keyout", "odd.key", "-out", "odd.crt", "-subj", "/CN=x", "-days", "2",
            ]
                + ["-addext", "subjectAltName=DNS:x"])
        let failure = #expect(throws: ServingCertificateError.self) {
            try ServingCertificate(
                certificateFile: certificates.folder + "/odd.crt", keyFile: certificates.folder + "/odd.key",
                now: Int(Date.now.timeIntervalSince1970) + 60)
        }
        #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
    }

    @Test(arguments: [
        ("sockwarden.sockwarden.svc", true), ("SOCKWARDEN.sockwarden.svc", true), ("127.0.0.1", true), ("::1", true),
        ("elsewhere.sockwarden.svc", false), ("127.0.0.2", false),
    ])
    func demandsNames(name: String, isCovered: Bool) throws {
        let certificates = try TestCertificates.shared.get()
        let read = {
            try ServingCertificate(
                certificateFile: certificates.certificate, keyFile: certificates.key, names: [name],
                now: Int(Date.now.timeIntervalSince1970))
        }
        if isCovered {
            _ = try read()
        } else {
            let failure = #expect(throws: ServingCertificateError.self) { try read() }
            #expect(failure?.description.contains("it is not for \(name)") == true)
        }
    }

    @Test func wildcardsCoverOneLabel() {
        #expect(CertificateName("*.sockwarden.svc").covers(CertificateName("a.sockwarden.svc")))
        #expect(!CertificateName("*.sockwarden.svc").covers(CertificateName("a.b.sockwarden.svc")))
        #expect(!CertificateName("*.sockwarden.svc").covers(CertificateName("sockwarden.svc")))
    }

    /// A CA made anew under its old name: only the signature tells.
    @Test func findsAnIssuerThatDidNotSign() throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        let impostor = try TestCertificates()
        defer { impostor.remove() }
        let serving = try String(contentsOfFile: certificates.certificate, encoding: .utf8)
        let leaf = try #require(serving.range(of: "-----END CERTIFICATE-----\n")).upperBound
        let files = TLSFiles(
            certificate: Array((serving[..<leaf] + (try String(contentsOfFile: impostor.authority, encoding: .utf8))).utf8),
            key: Array(try Data(contentsOf: URL(filePath: certificates.key))))
        let configuration = ServerConfiguration(
            listen: ListenAddress(host: "", port: 0), certificateFile: "tls.crt", keyFile: "tls.key")
        let failure = #expect(throws: ServingCertificateError.self) {
            try ServedTLS(files, configuration, now: Int(Date.now.timeIntervalSince1970))
        }
        // In words, and without the place in BoringSSL's sources.
        #expect(
            failure?.description
                == "certificate file tls.crt: a TLS handshake with the serving certificate fails: certificate verify failed")
    }

    @Test func warnsBeforeTheEndOnceEach() {
        var warnings = ExpiryWarnings()
        let day = 86400
        let days = [30, 14, 13, 4, 3, 2, 1, 1, 0, -1, -2].map { warnings.take(expiry: 100 * day, now: (100 - $0) * day) }
        #expect(days == [nil, 14, nil, nil, 3, nil, 1, nil, 0, nil, nil])
        // A renewed certificate begins again; one that has little time left says so at once.
        #expect(warnings.take(expiry: 110 * day, now: 102 * day) == 14)
        #expect(warnings.take(expiry: 103 * day, now: 102 * day) == 1)
    }

    @Test func takesRSAKeysInBothForms() throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try certificates.openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "rsa.key", "-out", "rsa.crt", "-subj", "/CN=x", "-days", "2",
            "-addext", "subjectAltName=DNS:x")
        try certificates.openssl("rsa", "-in", "rsa.key", "-traditional", "-out", "traditional.key")
        let now = Int(Date.now.timeIntervalSince1970)
        for key in ["rsa.key", "traditional.key"] {
            let pair = try ServingCertificate(
                certificateFile: certificates.folder + "/rsa.crt", keyFile: certificates.folder + "/" + key, now: now)
            #expect(pair.chain.count == 1)
        }
    }
}
