/// What clients judge a certificate by and NIOSSL does not tell, read from its DER (RFC 5280, 4.1). Each is an object identifier as encoded.
struct CertificateFields {
    /// How its issuer has signed it.
    let signatureAlgorithm: [UInt8]
    /// What its key may be used for, by the extension extKeyUsage; nil where that is left open.
    let extendedKeyUsages: [[UInt8]]?

    /// - Returns: nil where the bytes are no certificate.
    init?(der bytes: [UInt8]) {
        var file = DERElements(bytes[...])
        guard let certificate = file.next(tag: Self.sequence) else { return nil }
        var parts = DERElements(certificate)
        guard let signed = parts.next(tag: Self.sequence), let algorithm = parts.next(tag: Self.sequence) else { return nil }
        var algorithmFields = DERElements(algorithm)
        guard let identifier = algorithmFields.next(tag: Self.objectIdentifier) else { return nil }
        signatureAlgorithm = Array(identifier)
        extendedKeyUsages = Self.extendedKeyUsages(inSignedPart: signed)
    }

    /// Why Go's clients, the API server among them, refuse the signature; nil where they take it: SHA-1 since Go 1.18, MD5 ever since
    /// (golang.org/issue/41682).
    var weakSignature: String? { Self.weakSignatures[signatureAlgorithm] }

    /// Whether the certificate is for servers, or for everything.
    var mayServe: Bool { extendedKeyUsages.map { $0.contains(Self.serverAuth) || $0.contains(Self.anyUsage) } ?? true }

    private static func extendedKeyUsages(inSignedPart signed: ArraySlice<UInt8>) -> [[UInt8]]? {
        var fields = DERElements(signed)
        while let field = fields.next() {
            guard field.tag == extensionsTag else { continue }
            var wrapper = DERElements(field.contents)
            var extensions = DERElements(wrapper.next(tag: sequence) ?? [])
            while let one = extensions.next(tag: sequence) {
                var parts = DERElements(one)
                guard parts.next(tag: objectIdentifier).map(Array.init) == keyUsageExtension else { continue }
                // Whether it is critical may stand in between.
                while let part = parts.next() {
                    guard part.tag == octetString else { continue }
                    var value = DERElements(part.contents)
                    var list = DERElements(value.next(tag: sequence) ?? [])
                    var usages: [[UInt8]] = []
                    while let usage = list.next(tag: objectIdentifier) { usages.append(Array(usage)) }
                    return usages
                }
            }
        }
        return nil
    }

    private static let sequence: UInt8 = 0x30
    private static let objectIdentifier: UInt8 = 0x06
    private static let octetString: UInt8 = 0x04
    private static let extensionsTag: UInt8 = 0xA3
    private static let keyUsageExtension: [UInt8] = [0x55, 0x1D, 0x25]
    private static let anyUsage: [UInt8] = [0x55, 0x1D, 0x25, 0x00]
    private static let serverAuth: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01]
    private static let weakSignatures: [[UInt8]: String] = [
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x04]: "MD5",
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x05]: "SHA-1",
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x01]: "SHA-1",
    ]
}
