/// How strong a public key is, read from its SubjectPublicKeyInfo (RFC 5280, 4.1.2.7): NIOSSL tells no sizes.
enum KeyStrength: Equatable {
    /// The modulus' length in bits.
    case rsa(bits: Int)
    /// The length in bits of one coordinate.
    case ellipticCurve(bits: Int)
    case other

    init(subjectPublicKeyInfo bytes: [UInt8]) {
        var outer = DERElements(bytes[...])
        guard let info = outer.next(tag: 0x30) else {
            self = .other
            return
        }
        var fields = DERElements(info)
        guard let algorithm = fields.next(tag: 0x30), let key = fields.next(tag: 0x03) else {
            self = .other
            return
        }
        var algorithmFields = DERElements(algorithm)
        let identifier = algorithmFields.next(tag: 0x06).map(Array.init)
        // The bit string begins with the number of its unused bits, which is 0.
        let keyBytes = key.dropFirst()
        switch identifier {
        case Self.rsaEncryption, Self.rsaPSS:
            var rsa = DERElements(keyBytes)
            var numbers = DERElements(rsa.next(tag: 0x30) ?? [])
            let modulus = (numbers.next(tag: 0x02) ?? []).drop { $0 == 0 }
            self = .rsa(bits: modulus.first.map { modulus.count * 8 - $0.leadingZeroBitCount } ?? 0)
        case Self.ecPublicKey:
            // An uncompressed point: 4, x, y.
            self = .ellipticCurve(bits: (keyBytes.count - 1) / 2 * 8)
        default:
            self = .other
        }
    }

    /// Why a key is not one to serve with; nil where it is. Go's clients, the API server among them, refuse RSA below 1024 bits, and everybody
    /// else below 2048. BoringSSL's clients know neither P-521 nor Ed25519 by themselves.
    var weakness: String? {
        switch self {
        case .rsa(let bits): bits < 2048 ? "an RSA key of \(bits) bits: use 2048 or more, or an EC key" : nil
        case .ellipticCurve(let bits):
            [256, 384].contains(bits) ? nil : "an EC key on another curve than P-256 and P-384, which every client knows: use one of them"
        case .other: "a key that is neither RSA nor EC, which not every client knows: use EC P-256"
        }
    }

    private static let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    private static let rsaPSS: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A]
    private static let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
}
