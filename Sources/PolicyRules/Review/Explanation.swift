public import Manifests
import PolicyKinds

/// What the keepalive of one configuration does, for people whose policy is allowed.
public struct Explanation: Sendable {
    /// The list or block that it is about.
    public let place: Place
    /// The numbers in force.
    public let keepalive: Keepalive
    /// "first probe after 60 s idle, then every 20 s, dead after 100 s; applies to every downstream connection of the listener"
    public let text: String
    private let application: ApplicationTimeouts
    private let middleboxes: [Middlebox]
    private let packetLoss: Double
    private let falseDropsLimit: Double

    /// The same in time, for drawings. Made anew each time: most explanations are never drawn.
    public var timeline: KeepaliveTimeline {
        KeepaliveTimeline(keepalive, application, middleboxes, packetLoss: packetLoss, falseDropsLimit: falseDropsLimit)
    }

    init?(of review: EffectiveKeepalive) {
        guard let keepalive = review.inForce else { return nil }
        self.keepalive = keepalive
        place = review.place
        application = review.configuration.application
        middleboxes = review.middleboxes
        packetLoss = review.environment.packetLoss
        falseDropsLimit = review.environment.thresholds.falseDropsPerDay
        let target = review.configuration.target
        var text = ""
        // Every allowed policy gets one: written in one piece.
        text.reserveCapacity(320)
        text += "first probe after "
        text += seconds(keepalive.idle)
        text += " idle, then every "
        text += seconds(keepalive.interval)
        text += ", dead after "
        text += seconds(keepalive.detectionTime)
        text +=
            review.configuration.role == .listener ? "; applies to every downstream connection of " : "; applies to every connection to "
        text += target.title
        Self.add(review.configuration.application, to: &text)
        self.text = text
    }

    /// Probes are answered by the peer's kernel: what the application does about an idle connection is its own affair.
    private static func add(_ timeouts: ApplicationTimeouts, to text: inout String) {
        guard let path = timeouts.idleTimeoutPath, timeouts.idleTimeout.isAbsent, timeouts.http2PingInterval.isAbsent,
            timeouts.http2PingTimeout.isAbsent
        else { return }
        text += "; probes never reach the application, whose own idle timeout still applies ("
        text += timeouts.defaultIdleTimeout
        text += " by default, set by "
        text += path
        text += ")"
    }
}
