import NIOSSL
import Synchronization

/// What is in the mounted files.
struct TLSFiles: Equatable {
    var certificate: [UInt8]
    var key: [UInt8]
    var clientAuthority: [UInt8]?
}

/// What connections are accepted with.
struct ServedTLS: Sendable {
    let context: NIOSSLContext
    let chain: [NIOSSLCertificate]
    /// When the first certificate of the chain expires, in seconds since the epoch.
    let expiry: Int
    /// The same for the client CA; nil where clients need no certificate.
    let clientAuthorityExpiry: Int?
    /// What changes with the client CA: a connection of another generation was judged by other rules.
    let clientAuthority: [UInt8]?

    /// Checks what was read, as a whole.
    ///
    /// - Throws: ``ServingCertificateError``.
    init(_ files: TLSFiles, _ configuration: ServerConfiguration, now: Int) throws {
        let certificate = try ServingCertificate(
            .certificate(configuration.certificateFile), files.certificate, .key(configuration.keyFile), files.key,
            names: configuration.serverNames, now: now)
        var settings = TLSSettings(minimumVersion: configuration.minimumTLSVersion)
        clientAuthority = files.clientAuthority
        if let bytes = files.clientAuthority, let path = configuration.clientAuthorityFile {
            let file = PEMFile.clientAuthority(path)
            let authorities = try file.parseCertificates(bytes)
            // A bundle may keep an old CA beside the new one; one good certificate is enough.
            let expiry = authorities.map { Int($0.notValidAfter) }.max() ?? 0
            if expiry < now { try file.checkDates(authorities, now: now) }
            settings.clientAuthorities = authorities
            clientAuthorityExpiry = expiry
        } else {
            clientAuthorityExpiry = nil
        }
        chain = certificate.chain
        expiry = certificate.expiry
        do {
            context = try NIOSSLContext(configuration: settings.configuration(chain: certificate.chain, key: certificate.key))
        } catch {
            throw ServingCertificateError(
                "certificate file \(configuration.certificateFile): TLS cannot be set up with it: \(TLSReason(error))")
        }
        if let fault = SelfHandshake.fault(of: self) {
            throw ServingCertificateError("certificate file \(configuration.certificateFile): \(fault)")
        }
    }
}

extension TLSFiles {
    /// Reads the files until two readings agree: a Secret that is swapped in between would give the certificate of one and the key of another.
    static func read(_ configuration: ServerConfiguration) throws -> TLSFiles {
        var files = try readOnce(configuration)
        for _ in 0..<4 {
            let again = try readOnce(configuration)
            if again == files { break }
            files = again
        }
        return files
    }

    private static func readOnce(_ configuration: ServerConfiguration) throws -> TLSFiles {
        TLSFiles(
            certificate: try PEMFile.certificate(configuration.certificateFile).read(), key: try PEMFile.key(configuration.keyFile).read(),
            clientAuthority: try configuration.clientAuthorityFile.map { try PEMFile.clientAuthority($0).read() })
    }
}
