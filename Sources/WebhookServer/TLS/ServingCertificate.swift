import NIOSSL

/// The certificate that the server shows, with its chain and key, checked before anybody connects.
struct ServingCertificate {
    /// The serving certificate first, its issuers after it.
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    /// Reads and checks a certificate and its key.
    ///
    /// - Parameters:
    ///   - names: what the certificate must be good for.
    ///   - now: seconds since the epoch, to judge the certificate's days by.
    /// - Throws: ``ServingCertificateError``, whose one line names the file and the remedy.
    init(certificateFile: String, keyFile: String, names: [String] = [], now: Int) throws {
        let (certificate, key) = (PEMFile.certificate(certificateFile), PEMFile.key(keyFile))
        try self.init(certificate, try certificate.read(), key, try key.read(), names: names, now: now)
    }

    /// Checks a certificate and its key as they were read.
    init(_ certificate: PEMFile, _ certificateBytes: [UInt8], _ key: PEMFile, _ keyBytes: [UInt8], names: [String], now: Int) throws {
        chain = try certificate.parseCertificates(certificateBytes)
        self.key = try key.parseKey(keyBytes)
        try certificate.checkDates(chain, now: now)
        try certificate.checkStrength(chain[0])
        try checkPair(certificate, key)
        try certificate.checkFields(chain)
        try certificate.checkOrder(chain)
        try certificate.checkNames(chain[0], mustCover: names)
    }

    /// When the first certificate of the chain expires, in seconds since the epoch.
    var expiry: Int { chain.map { Int($0.notValidAfter) }.min() ?? 0 }

    private func checkPair(_ certificate: PEMFile, _ keyFile: PEMFile) throws {
        guard let misfit = misfit(chain[0]) else { return }
        if let place = chain.firstIndex(where: { self.misfit($0) == nil }) {
            throw certificate.error(
                "the key in \(keyFile.path) belongs to certificate \(place + 1) of it: put the serving certificate first, its issuers after it"
            )
        }
        guard misfit == .key else {
            throw certificate.error(PEMFile.mayNotServe)
        }
        throw ServingCertificateError(
            "certificate file \(certificate.path) and key file \(keyFile.path): they do not belong together: give the key that the certificate was issued for"
        )
    }

    private enum Misfit {
        case certificate, key
    }

    /// Which of a certificate and the key BoringSSL would not serve; nil where it would serve both. NIOSSL has no public half of a private key
    /// to compare with, but making a context of the two compares them.
    private func misfit(_ certificate: NIOSSLCertificate) -> Misfit? {
        do {
            _ = try NIOSSLContext(configuration: TLSSettings().configuration(chain: [certificate], key: key))
            return nil
        } catch NIOSSLError.failedToLoadCertificate {
            return .certificate
        } catch {
            return .key
        }
    }
}

extension PEMFile {
    static func certificate(_ path: String) -> PEMFile { PEMFile(role: "certificate", path: path) }
    static func key(_ path: String) -> PEMFile { PEMFile(role: "key", path: path) }
    static func clientAuthority(_ path: String) -> PEMFile { PEMFile(role: "client CA", path: path) }

    // MARK: - Reading

    /// The certificates in the file, at least one.
    func parseCertificates(_ bytes: [UInt8]) throws -> [NIOSSLCertificate] {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE-----") else {
            throw error(
                text.contains("PRIVATE KEY-----")
                    ? "it holds a private key: are --certificate and --key swapped?"
                    : "it holds no PEM certificate (-----BEGIN CERTIFICATE-----): convert it with openssl x509")
        }
        do {
            return try NIOSSLCertificate.fromPEMBytes(bytes)
        } catch {
            throw self.error("its PEM is damaged: write the file again, certificate first, then its issuers")
        }
    }

    fileprivate func parseKey(_ bytes: [UInt8]) throws -> NIOSSLPrivateKey {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("PRIVATE KEY-----") else {
            throw error(
                text.contains("-----BEGIN CERTIFICATE-----")
                    ? "it holds a certificate: are --certificate and --key swapped?"
                    : "it holds no PEM private key (-----BEGIN PRIVATE KEY-----): convert it with openssl pkey")
        }
        guard !text.contains("BEGIN ENCRYPTED PRIVATE KEY"), !text.contains("Proc-Type: 4,ENCRYPTED") else {
            throw error(
                "it is encrypted, and a webhook starts with nobody there to type the passphrase: decrypt it with openssl pkey -in FILE -out FILE"
            )
        }
        do {
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem)
        } catch {
            throw self.error("its PEM is damaged or of an unknown kind: write an RSA or EC key again")
        }
    }

    // MARK: - Checking

    /// Clients refuse a chain of which any certificate is out of date.
    func checkDates(_ chain: [NIOSSLCertificate], now: Int) throws {
        for (index, certificate) in chain.enumerated() {
            let it = index == 0 ? "it" : "certificate \(index + 1) of it"
            guard now <= certificate.notValidAfter else {
                let day = UTCTime(secondsSinceEpoch: Int(certificate.notValidAfter)).dateAndClock
                throw error("\(it) expired at \(day)Z, so every call would be refused: renew it")
            }
            guard now >= certificate.notValidBefore else {
                let day = UTCTime(secondsSinceEpoch: Int(certificate.notValidBefore)).dateAndClock
                throw error("\(it) is valid from \(day)Z only: check this machine's clock, or wait")
            }
        }
    }

    fileprivate func checkStrength(_ certificate: NIOSSLCertificate) throws {
        let key: [UInt8]
        do {
            key = try certificate.extractPublicKey().toSPKIBytes()
        } catch {
            throw self.error("its public key cannot be read: issue it again")
        }
        if let weakness = KeyStrength(subjectPublicKeyInfo: key).weakness { throw error("it has \(weakness)") }
    }

    fileprivate static let mayNotServe = "it may not serve TLS: issue one with key usage digitalSignature and extended key usage serverAuth"

    /// What Go's clients look at and BoringSSL's do not.
    fileprivate func checkFields(_ chain: [NIOSSLCertificate]) throws {
        for (index, certificate) in chain.enumerated() {
            let fields: CertificateFields?
            do {
                fields = CertificateFields(der: try certificate.toDERBytes())
            } catch {
                throw self.error("certificate \(index + 1) of it cannot be read: issue it again")
            }
            guard let fields else { throw error("certificate \(index + 1) of it cannot be read: issue it again") }
            if index == 0 && !fields.mayServe { throw error(Self.mayNotServe) }
            // Nobody checks how a root signs itself.
            if let hash = fields.weakSignature, certificate.issuerName != certificate.subjectName {
                let it = index == 0 ? "it" : "certificate \(index + 1) of it"
                throw error("\(it) is signed with \(hash), which the API server refuses: have it signed with SHA-256")
            }
        }
    }

    fileprivate func checkOrder(_ chain: [NIOSSLCertificate]) throws {
        for (index, (issued, issuer)) in zip(chain, chain.dropFirst()).enumerated() where issued.issuerName != issuer.subjectName {
            throw error(
                "certificate \(index + 2) of it is not the issuer of certificate \(index + 1): put each issuer after what it issued, and nothing else"
            )
        }
    }

    fileprivate func checkNames(_ certificate: NIOSSLCertificate, mustCover names: [String]) throws {
        let own = certificate.serverNames
        guard !own.isEmpty else {
            throw error(
                "it is for no name: the API server does not read the common name, so issue one with the Service's name as subjectAltName")
        }
        for name in names where !own.contains(where: { $0.covers(CertificateName(name)) }) {
            throw error("it is not for \(name), which --server-name demands: issue one with that subjectAltName")
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
