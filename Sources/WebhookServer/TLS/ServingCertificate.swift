import FoundationEssentials
import NIOCore
import NIOSSL

/// The certificate that the server shows, with its chain and key, checked before anybody connects.
struct ServingCertificate {
    /// The serving certificate first, its issuers after it.
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    /// Reads and checks a certificate and its key.
    ///
    /// - Parameter now: seconds since the epoch, to judge the certificate's days by.
    /// - Throws: ``ServingCertificateError``, whose one line names the file and the remedy.
    init(certificateFile: String, keyFile: String, now: Int) throws {
        let certificateBytes = try Self.read(certificateFile, "certificate")
        let keyBytes = try Self.read(keyFile, "key")
        chain = try Self.parseChain(certificateBytes, file: certificateFile)
        key = try Self.parseKey(keyBytes, file: keyFile)
        try Self.check(chain[0], file: certificateFile, now: now)
        try checkPair(certificateFile: certificateFile, keyFile: keyFile)
    }

    /// The TLS settings of a webhook: TLS 1.2 and 1.3 with forward secrecy and authenticated ciphers alone, HTTP/1.1, no client certificate.
    func makeTLSConfiguration() -> TLSConfiguration {
        Self.tlsConfiguration(chain: chain, key: key)
    }

    private static func tlsConfiguration(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        // NIOSSL itself would begin at TLS 1.0.
        configuration.minimumTLSVersion = .tlsv12
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        return configuration
    }

    // MARK: - Reading

    private static func read(_ file: String, _ role: String) throws -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: file)))
        } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
            throw ServingCertificateError(
                "\(role) file \(file): there is no such file: mount the TLS Secret there, or make one with certs/make-development-certificates.sh"
            )
        } catch let error as CocoaError where error.code == .fileReadNoPermission {
            throw ServingCertificateError("\(role) file \(file): this user may not read it: change its owner or its mode")
        } catch {
            throw ServingCertificateError("\(role) file \(file): it cannot be read; is it a regular file?")
        }
    }

    private static func parseChain(_ bytes: [UInt8], file: String) throws -> [NIOSSLCertificate] {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw ServingCertificateError(
                text.contains("PRIVATE KEY-----")
                    ? "certificate file \(file): it holds a private key: are --certificate and --key swapped?"
                    : "certificate file \(file): it holds no PEM certificate (-----BEGIN CERTIFICATE-----): convert it with openssl x509")
        }
        do {
            return try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw ServingCertificateError(
                "certificate file \(file): its PEM is damaged: write the file again, certificate first, then its issuers")
        }
    }

    private static func parseKey(_ bytes: [UInt8], file: String) throws -> NIOSSLPrivateKey {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("PRIVATE KEY-----") else {
            throw ServingCertificateError(
                text.contains("-----BEGIN CERTIFICATE-----")
                    ? "key file \(file): it holds a certificate: are --certificate and --key swapped?"
                    : "key file \(file): it holds no PEM private key (-----BEGIN PRIVATE KEY-----): convert it with openssl pkey")
        }
        guard !text.contains("BEGIN ENCRYPTED PRIVATE KEY"), !text.contains("Proc-Type: 4,ENCRYPTED") else {
            throw ServingCertificateError(
                "key file \(file): it is encrypted, and a webhook starts with nobody there to type the passphrase: decrypt it with openssl pkey -in FILE -out FILE"
            )
        }
        do {
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem)
        } catch {
            throw ServingCertificateError("key file \(file): its PEM is damaged or of an unknown kind: write an RSA or EC key again")
        }
    }

    // MARK: - Checking

    private static func check(_ certificate: NIOSSLCertificate, file: String, now: Int) throws {
        guard now <= certificate.notValidAfter else {
            let day = UTCTime(secondsSinceEpoch: certificate.notValidAfter).dateAndClock
            throw ServingCertificateError(
                "certificate file \(file): it expired at \(day)Z, so the API server would refuse every call: renew it")
        }
        guard now >= certificate.notValidBefore else {
            let day = UTCTime(secondsSinceEpoch: certificate.notValidBefore).dateAndClock
            throw ServingCertificateError("certificate file \(file): it is valid from \(day)Z only: check this machine's clock, or wait")
        }
    }

    private func checkPair(certificateFile: String, keyFile: String) throws {
        guard let misfit = misfit(chain[0]) else { return }
        if let place = chain.firstIndex(where: { self.misfit($0) == nil }) {
            throw ServingCertificateError(
                "certificate file \(certificateFile): the key in \(keyFile) belongs to certificate \(place + 1) of it: put the serving certificate first, its issuers after it"
            )
        }
        throw ServingCertificateError(
            misfit == .certificate
                ? "certificate file \(certificateFile): it may not serve TLS: issue one with key usage digitalSignature and extended key usage serverAuth"
                : "certificate file \(certificateFile) and key file \(keyFile): they do not belong together: give the key that the certificate was issued for"
        )
    }

    private enum Misfit {
        case certificate, key
    }

    /// Which of a certificate and the key BoringSSL would not serve; nil where it would serve both. NIOSSL has no public half of a private key
    /// to compare with, but making a context of the two compares them.
    private func misfit(_ certificate: NIOSSLCertificate) -> Misfit? {
        do {
            _ = try NIOSSLContext(configuration: Self.tlsConfiguration(chain: [certificate], key: key))
            return nil
        } catch NIOSSLError.failedToLoadCertificate {
            return .certificate
        } catch {
            return .key
        }
    }
}

/// Why a certificate cannot be served: one line that names the file and the remedy.
public struct ServingCertificateError: Error, CustomStringConvertible, Equatable {
    /// The line.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
