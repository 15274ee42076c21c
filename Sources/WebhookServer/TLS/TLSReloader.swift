import Logging
import NIOCore
import NIOSSL
import Synchronization

/// Keeps what connections are accepted with: renewed when the mounted files change, and the last good one where they are not good.
final class TLSReloader: Sendable {
    private struct State {
        var served: ServedTLS
        var files: TLSFiles
        /// Why the files as they are now are not served.
        var fault: String?
        /// Why the certificate that is served does not work.
        var handshakeFault: String?
        var warnings = ExpiryWarnings()
        var clientAuthorityWarnings = ExpiryWarnings()
    }

    private let configuration: ServerConfiguration
    private let logger: Logger
    private let metrics: ServerMetrics
    private let handshake: @Sendable (ServedTLS) -> String?
    private let state: Mutex<State>

    /// Reads the files for the first time.
    ///
    /// - Parameter handshake: tries what is served, now and then, and says why it does not work.
    /// - Throws: ``ServingCertificateError``.
    init(
        _ configuration: ServerConfiguration, _ logger: Logger, _ metrics: ServerMetrics,
        handshake: @escaping @Sendable (ServedTLS) -> String? = SelfHandshake.fault(of:)
    ) throws {
        self.configuration = configuration
        self.logger = logger
        self.metrics = metrics
        self.handshake = handshake
        let files = try TLSFiles.read(configuration)
        let served = try ServedTLS(files, configuration, now: SystemClock.now().seconds)
        state = Mutex(State(served: served, files: files))
        metrics.watch("certificate")
        note(served)
    }

    /// What the connections to come are accepted with.
    var current: ServedTLS { state.withLock { $0.served } }

    /// Reads the files, and takes what is new and good. It blocks for the time of some file reads and a handshake: never on an event loop.
    ///
    /// - Parameter isAsked: whether somebody asked for it, and wants to see the result in the log.
    func check(isAsked: Bool = false, now: Int = SystemClock.now().seconds) {
        do {
            let files = try TLSFiles.read(configuration)
            let (known, fault) = state.withLock { ($0.files, $0.fault) }
            if files != known || fault != nil {
                let served = try ServedTLS(files, configuration, now: now)
                state.withLock { ($0.served, $0.files, $0.fault) = (served, files, nil) }
                note(served)
                metrics.reload("certificate", succeeded: true)
                logger.info("certificates reloaded", metadata: ["expires": "\(UTCTime(secondsSinceEpoch: served.expiry).dateAndClock)Z"])
            } else if isAsked {
                logger.info("certificates are unchanged")
            }
        } catch {
            metrics.reload("certificate", succeeded: false)
            let isNew = state.withLock { state in
                defer { state.fault = "\(error)" }
                return state.fault != "\(error)"
            }
            if isNew || isAsked {
                logger.error("certificates not reloaded: the last good ones stay in use", metadata: ["reason": "\(error)"])
            }
        }
        let handshakeFault = handshake(current)
        state.withLock { $0.handshakeFault = handshakeFault }
        warn(now: now)
    }

    /// Why nobody should be sent here; nil where all is well.
    ///
    /// A pair that is refused is one such reason although the last good one is served: whoever renewed the pair may have told the API server
    /// to trust the new one alone, and a rollout must not go on with it.
    func fault(now: Int = SystemClock.now().seconds) -> String? {
        state.withLock { state in
            if now > state.served.expiry { return "the serving certificate has expired" }
            if state.fault != nil { return "the mounted certificate is refused, and the last good one still served: the log says why" }
            return state.handshakeFault
        }
    }

    private func note(_ served: ServedTLS) {
        metrics.expire("serving", at: served.expiry)
        if let expiry = served.clientAuthorityExpiry { metrics.expire("client_ca", at: expiry) }
    }

    private func warn(now: Int) {
        let (serving, authority) = state.withLock { state in
            let serving = (state.warnings.take(expiry: state.served.expiry, now: now), state.served.expiry)
            let authority = state.served.clientAuthorityExpiry.map { (state.clientAuthorityWarnings.take(expiry: $0, now: now), $0) }
            return (serving, authority)
        }
        warn("the serving certificate", in: serving.0, of: serving.1)
        if let authority { warn("the client CA", in: authority.0, of: authority.1) }
    }

    /// - Parameter days: how many are left; 0 at the end, nil where nothing is due to be said.
    private func warn(_ what: String, in days: Int?, of expiry: Int) {
        guard let days else { return }
        let when: Logger.Metadata = ["expires": "\(UTCTime(secondsSinceEpoch: expiry).dateAndClock)Z"]
        if days == 0 {
            logger.error("\(what) has expired: every call is refused until it is renewed", metadata: when)
        } else {
            logger.warning("\(what) expires in less than \(days) day\(days == 1 ? "" : "s"): renew it", metadata: when)
        }
    }
}

/// Says when a certificate's end is worth a line in the log: 14, 3 and 1 days before, and when it has come; each once.
struct ExpiryWarnings {
    private var expiry: Int?
    private var warned: Int?

    /// - Returns: the days of the line that is due, 0 for the end itself; nil where none is.
    mutating func take(expiry: Int, now: Int) -> Int? {
        if self.expiry != expiry { (self.expiry, warned) = (expiry, nil) }
        guard let due = [0, 1, 3, 14].first(where: { expiry - now <= $0 * 86400 }), due < warned ?? .max else { return nil }
        warned = due
        return due
    }
}
