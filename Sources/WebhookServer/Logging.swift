import Logging

extension Logger {
    /// Writes what a review left for the log.
    func log(_ record: Reply.LogRecord) {
        let level: Logger.Level =
            switch record.level {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        log(level: level, "\(record.message)", metadata: record.fields.mapValues { $0.metadata })
    }

    /// A handshake that fails because the client distrusts us is the commonest fault of a fresh installation, and the API server's own
    /// message reaches only the person who applies something. Everything else (port scans, TCP probes) is noise.
    func logHandshakeFailure(_ reason: String) {
        let distrust = ["UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_EXPIRED", "CERTIFICATE_UNKNOWN"]
        if let alert = distrust.first(where: reason.contains) {
            warning(
                "a client refused the serving certificate: does the caBundle of the ValidatingWebhookConfiguration belong to it?",
                metadata: ["alert": "\(alert.lowercased())"])
        } else {
            debug("TLS handshake failed", metadata: ["reason": "\(reason)"])
        }
    }
}

extension Reply.LogRecord.Value {
    fileprivate var metadata: Logger.Metadata.Value {
        switch self {
        case .text(let text): .string(text)
        case .list(let texts): .array(texts.map { .string($0) })
        }
    }
}
