import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// One of the names in a certificate's subjectAltName that clients look for.
enum CertificateName: Equatable {
    /// In lower case; the first label may be `*`.
    case dns(String)
    /// 4 or 16 bytes.
    case address([UInt8])

    /// A name or an address as one writes it.
    init(_ text: String) {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: length)
            if inet_pton(family, text, &bytes) == 1 {
                self = .address(bytes)
                return
            }
        }
        self = .dns(text.lowercased())
    }

    /// Whether a certificate with this name is good for another.
    func covers(_ other: CertificateName) -> Bool {
        if self == other { return true }
        guard case .dns(let pattern) = self, case .dns(let name) = other, pattern.hasPrefix("*."), let dot = name.firstIndex(of: ".")
        else { return false }
        return pattern.dropFirst() == name[dot...]
    }
}

extension NIOSSLCertificate {
    /// The names that clients look for.
    var serverNames: [CertificateName] {
        _subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: .dns(String(decoding: Array(name.contents), as: UTF8.self).lowercased())
            case .ipAddress: .address(Array(name.contents))
            default: nil
            }
        }
    }

    /// The names of a client: its common name, and its DNS names.
    var clientNames: [String] {
        let common = subjectName.filter { $0.type == .commonName }.map(\.value)
        let alternative = _subjectAlternativeNames().filter { $0.nameType == .dnsName }.map {
            String(decoding: Array($0.contents), as: UTF8.self)
        }
        return common + alternative
    }
}
