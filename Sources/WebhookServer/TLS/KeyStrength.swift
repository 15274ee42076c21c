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

    /// Why a key is too weak to serve with; nil where it is not. Go's clients, the API server among them, refuse RSA below 1024 bits, and
    /// everybody else below 2048.
    var weakness: String? {
        switch self {
        case .rsa(let bits) where bits < 2048: "an RSA key of \(bits) bits: use 2048 or more, or an EC key"
        case .ellipticCurve(let bits) where bits < 256: "an EC key of \(bits) bits: use P-256 or P-384"
        default: nil
        }
    }

    private static let rsaEncryption: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]
    private static let rsaPSS: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A]
    private static let ecPublicKey: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]
}

/// The elements of DER that follow one another.
private struct DERElements {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The next element's contents; nil where it has another tag or is cut short.
    mutating func next(tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.popFirst() == tag, let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let digits = rest.prefix(Int(first & 0x7F))
            guard digits.count == Int(first & 0x7F), digits.count <= 4 else { return nil }
            length = digits.reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(digits.count)
        }
        guard length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }
}
