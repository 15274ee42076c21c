import NIOSSL

/// Who may ask for reviews.
struct ClientRule: Sendable {
    /// Common names or DNS names; empty takes everybody whom the client CA vouches for.
    let names: [String]

    /// Why a client gets no review; nil where it does.
    ///
    /// - Parameter identity: what its certificate says, which TLS has verified; nil where it showed none.
    func refusal(of identity: ClientIdentity?, now: Int) -> Answer? {
        guard let identity else {
            return .text(.unauthorized, "a client certificate is needed here: give the API server one for this webhook")
        }
        // A resumed session shows the certificate of the first handshake, whose days may have passed since.
        guard identity.days.contains(now) else { return .text(.forbidden, "the client certificate is out of date: renew it") }
        guard names.isEmpty || identity.names.contains(where: names.contains) else {
            return .text(.forbidden, "the client certificate is for another name than --client-name gives")
        }
        return nil
    }
}

/// What a client's verified certificate says.
struct ClientIdentity: Equatable, Sendable {
    var names: [String]
    /// Seconds since the epoch.
    var days: ClosedRange<Int>

    init(names: [String], days: ClosedRange<Int>) {
        self.names = names
        self.days = days
    }

    init(_ certificate: NIOSSLCertificate) {
        let begin = Int(certificate.notValidBefore)
        self.init(names: certificate.clientNames, days: begin...max(begin, Int(certificate.notValidAfter)))
    }
}
