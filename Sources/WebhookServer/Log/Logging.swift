import Logging

extension Logger {
    /// Writes what a review left for the log.
    func log(_ record: Reply.LogRecord, traceID: String?) {
        let level: Logger.Level =
            switch record.level {
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        var metadata = record.fields.mapValues { $0.metadata }
        if let traceID { metadata["trace"] = .string(traceID) }
        log(level: level, "\(record.message)", metadata: metadata)
    }
}

extension ServerState {
    /// A handshake that fails because the client distrusts us is the commonest fault of a fresh installation, and the API server's own
    /// message reaches only the person who applies something. Everything else (port scans, TCP probes) is noise.
    func logHandshakeFailure(_ reason: String) {
        let distrust = ["UNKNOWN_CA", "BAD_CERTIFICATE", "CERTIFICATE_EXPIRED", "CERTIFICATE_UNKNOWN"]
        guard let alert = distrust.first(where: reason.contains) else {
            logger.debug("TLS handshake failed", metadata: ["reason": "\(reason)"])
            return
        }
        guard let keptBack = handshakeFailures.take() else { return }
        logger.warning(
            "a client refused the serving certificate: does the caBundle of the ValidatingWebhookConfiguration belong to it?",
            metadata: ["alert": "\(alert.lowercased())", "notLogged": "\(keptBack)"])
    }

    /// The process has no file descriptor left for another connection.
    func logAcceptFailure(_ error: any Error) {
        metrics.refuse(.fileDescriptors)
        guard let keptBack = acceptFailures.take() else { return }
        logger.error(
            "a connection cannot be accepted: raise the limit on open files, or lower --max-connections",
            metadata: ["reason": "\(error)", "notLogged": "\(keptBack)"])
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
