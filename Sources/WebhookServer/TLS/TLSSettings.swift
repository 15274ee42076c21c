import NIOCore
import NIOSSL

/// How the server speaks TLS, apart from its certificate: with forward secrecy and authenticated ciphers alone, and HTTP/1.1 inside.
struct TLSSettings {
    var minimumVersion = ServerConfiguration.TLSVersion.v12
    /// Who may issue clients' certificates; nil asks for none.
    var clientAuthorities: [NIOSSLCertificate]?

    /// The settings as NIOSSL takes them.
    func configuration(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        // NIOSSL itself would begin at TLS 1.0.
        configuration.minimumTLSVersion = minimumVersion == .v13 ? .tlsv13 : .tlsv12
        configuration.cipherSuiteValues = [
            .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
            .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
        ]
        // What Go's clients offer, the post-quantum hybrid first.
        configuration.curves = [.x25519_MLKEM768, .x25519, .secp256r1, .secp384r1]
        configuration.applicationProtocols = ["http/1.1"]
        configuration.shutdownTimeout = .seconds(1)
        if let clientAuthorities {
            // Probes have no certificate: who shows one must show a good one, and who shows none gets no review.
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .certificates(clientAuthorities)
        }
        return configuration
    }
}
