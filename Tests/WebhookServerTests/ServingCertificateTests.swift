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
        #expect(failure("", "tls.key")?.contains("is it a regular file?") == true)
        #expect(failure("tls.key", "tls.crt") == "certificate file tls.key: it holds a private key: are --certificate and --key swapped?")
        #expect(failure("tls.crt", "ca.crt") == "key file ca.crt: it holds a certificate: are --certificate and --key swapped?")
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

        #expect(failure("tls.crt", "tls.key", now: now + 91 * 86400)?.contains("it expired at 20") == true)
        #expect(failure("tls.crt", "tls.key", now: now - 86400)?.contains("check this machine's clock") == true)
        for (certificate, key) in [("none.crt", "tls.key"), ("tls.crt", "rsa.key"), ("tls.der", "tls.key"), ("tls.crt", "encrypted.key")] {
            #expect(failure(certificate, key)?.contains("\n") == false)
        }
    }

    @Test func takesRSAKeysInBothForms() throws {
        let certificates = try TestCertificates()
        defer { certificates.remove() }
        try certificates.openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-keyout", "rsa.key", "-out", "rsa.crt", "-subj", "/CN=x", "-days", "2")
        try certificates.openssl("rsa", "-in", "rsa.key", "-traditional", "-out", "traditional.key")
        let now = Int(Date.now.timeIntervalSince1970)
        for key in ["rsa.key", "traditional.key"] {
            let pair = try ServingCertificate(
                certificateFile: certificates.folder + "/rsa.crt", keyFile: certificates.folder + "/" + key, now: now)
            #expect(pair.chain.count == 1)
        }
    }
}
