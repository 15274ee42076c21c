import Logging
import NIOCore
import Synchronization

/// What all connections of one server share.
final class ServerState: Sendable {
    let configuration: ServerConfiguration
    let review: @Sendable ([UInt8]) -> Reply
    let logger: Logger
    let metrics: ServerMetrics
    let tls: TLSReloader
    /// What else is read again; nil where there is nothing.
    let file: FileReloader?
    /// Who may ask for reviews; nil lets everybody.
    let clientRule: ClientRule?
    let connections: ConnectionRegistry
    let pool: ReviewPool
    /// Warnings that clients can cause as often as they like.
    let handshakeFailures: LogThrottle
    let acceptFailures: LogThrottle
    private let draining = Atomic(false)

    /// - Throws: ``ServingCertificateError``, ``UnusableFile``.
    init(
        configuration: ServerConfiguration, review: @escaping @Sendable ([UInt8]) -> Reply, reloading file: ReloadedFile?, logger: Logger
    ) throws {
        self.configuration = configuration
        self.review = review
        self.logger = logger
        metrics = ServerMetrics()
        let metrics = metrics
        self.file = try file.map { try FileReloader($0, logger, metrics) }
        tls = try TLSReloader(configuration, logger, metrics)
        clientRule = configuration.clientAuthorityFile.map { _ in ClientRule(names: configuration.clientNames) }
        let limits = configuration.limits
        connections = ConnectionRegistry(limits, patience: configuration.deadlines.patience)
        pool = ReviewPool(atATime: limits.largeReviews, waiting: limits.waitingReviews)
        handshakeFailures = LogThrottle(every: .seconds(10))
        acceptFailures = LogThrottle(every: .seconds(10))
    }

    /// Whether the server is on its way out: each answer is then its connection's last, and nobody new should be sent here.
    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func drain() { draining.store(true, ordering: .relaxed) }

    /// Reads what is mounted. It blocks for the time of that: never on an event loop.
    func checkFiles(isAsked: Bool) {
        tls.check(isAsked: isAsked)
        file?.check(isAsked: isAsked)
    }

    /// Why the server should not be sent requests; nil where it should.
    var notReady: String? { isDraining ? "shutting down" : tls.fault() }
}
