import NIOCore
import Synchronization

/// What the server counts. Every label comes from a bounded set: what a client sends never makes a new one without end.
final class ServerMetrics: Sendable {
    /// Why a request, or a connection, got no review.
    enum Refusal: String, CaseIterable {
        case connections, bytesInFlight = "bytes_in_flight", reviewQueue = "review_queue", tooLate = "too_late"
        case tooLarge = "too_large", tooSlow = "too_slow", malformed, noClientCertificate = "no_client_certificate", fileDescriptors =
            "file_descriptors"
    }

    /// Seconds; the first bound is 50 µs.
    static let latencyBounds = [
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10,
    ]

    /// What tells reviews apart.
    struct ReviewLabels: Hashable {
        var verdict, kind, operation: String
        var isDryRun: Bool
    }

    /// How often something was read again.
    struct Reloads {
        var succeeded = 0
        var failed = 0
        /// Whether what is mounted is what is in use.
        var lastSucceeded = true
    }

    /// Everything that is counted under the lock.
    struct Counts {
        var reviews: [ReviewLabels: Int] = [:]
        var findings: [String: Int] = [:]
        var refusals: [Refusal: Int] = [:]
        var responses: [Int: Int] = [:]
        var reloads: [String: Reloads] = [:]
        /// Of what is in use, by what it was read from.
        var hashes: [String: UInt32] = [:]
        var expiries: [String: Int] = [:]
        var handshakeFailures = 0
        /// One for each of ``ServerMetrics/latencyBounds``, and one for what is above them all.
        var latencies = [Int](repeating: 0, count: ServerMetrics.latencyBounds.count + 1)
        var latencySum = 0.0
    }

    private static let mostSeries = 400
    private let counts = Mutex(Counts())
    private let received = Atomic(0)
    private let sent = Atomic(0)
    private let accepted = Atomic(0)
    private let inFlight = Atomic(0)

    /// All that is counted up to now.
    var current: Counts { counts.withLock { $0 } }

    /// Bytes of requests, without TLS.
    var receivedBytes: Int { received.load(ordering: .relaxed) }
    /// Bytes of answers, without TLS.
    var sentBytes: Int { sent.load(ordering: .relaxed) }
    /// Connections since the start.
    var acceptedConnections: Int { accepted.load(ordering: .relaxed) }
    /// Reviews that run now.
    var reviewsInFlight: Int { inFlight.load(ordering: .relaxed) }

    func accept() { accepted.add(1, ordering: .relaxed) }
    func receive(_ bytes: Int) { received.add(bytes, ordering: .relaxed) }
    func send(_ bytes: Int) { sent.add(bytes, ordering: .relaxed) }
    func beginReview() { inFlight.add(1, ordering: .relaxed) }
    func endReview() { inFlight.subtract(1, ordering: .relaxed) }

    /// Counts a review and its answer's status.
    func review(_ outcome: Reply.Outcome?, took time: TimeAmount) {
        let seconds = Double(time.nanoseconds) / 1e9
        counts.withLock { counts in
            counts.latencies[Self.latencyBounds.firstIndex { seconds <= $0 } ?? Self.latencyBounds.count] += 1
            counts.latencySum += seconds
            guard let outcome else { return }
            var labels = ReviewLabels(
                verdict: outcome.verdict, kind: outcome.kind, operation: outcome.operation, isDryRun: outcome.isDryRun)
            if counts.reviews[labels] == nil && counts.reviews.count >= Self.mostSeries {
                (labels.kind, labels.operation) = ("other", "other")
            }
            counts.reviews[labels, default: 0] += 1
            for rule in outcome.rules {
                let known = counts.findings[rule] != nil || counts.findings.count < Self.mostSeries
                counts.findings[known ? rule : "other", default: 0] += 1
            }
        }
    }

    func refuse(_ refusal: Refusal) {
        counts.withLock { $0.refusals[refusal, default: 0] += 1 }
    }

    func respond(_ status: Answer.Status) {
        counts.withLock { $0.responses[status.rawValue, default: 0] += 1 }
    }

    func failHandshake() {
        counts.withLock { $0.handshakeFailures += 1 }
    }

    /// Begins to count the readings of something that may change while the server runs: a counter that begins at 1 would hide its first step.
    ///
    /// - Parameter name: `certificate`, or what the caller reloads.
    func watch(_ name: String) {
        counts.withLock { $0.reloads[name] = Reloads() }
    }

    /// Counts such a reading.
    func reload(_ name: String, succeeded: Bool) {
        counts.withLock { counts in
            var entry = counts.reloads[name] ?? Reloads()
            if succeeded { entry.succeeded += 1 } else { entry.failed += 1 }
            entry.lastSucceeded = succeeded
            counts.reloads[name] = entry
        }
    }

    /// Notes what is in use.
    func use(_ name: String, hash: UInt32) {
        counts.withLock { $0.hashes[name] = hash }
    }

    /// Notes when a certificate expires, in seconds since the epoch.
    func expire(_ name: String, at time: Int) {
        counts.withLock { $0.expiries[name] = time }
    }
}
