import NIOSSL

/// Why TLS has failed, in BoringSSL's own words, without the places in its sources that its messages have.
struct TLSReason: CustomStringConvertible {
    let description: String

    init(_ error: any Error) {
        guard case .handshakeFailed(.sslError(let stack)) = error as? NIOSSLError else {
            description = "\(error)"
            return
        }
        description = stack.map { Self.reason($0.description) }.joined(separator: ", ")
    }

    /// What stands last of `error:CODE:LIBRARY:OPENSSL_internal:REASON at FILE:LINE`.
    private static func reason(_ text: String) -> String {
        let beforePlace = text.firstRange(of: " at ").map { text[..<$0.lowerBound] } ?? text[...]
        let words = beforePlace.split(separator: ":").last ?? ""
        return words.lowercased().split(separator: "_").joined(separator: " ")
    }
}
