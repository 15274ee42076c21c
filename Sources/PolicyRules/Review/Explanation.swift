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

    init?(of review: EffectiveKeepalive) {
        guard let keepalive = review.inForce else { return nil }
        self.keepalive = keepalive
        place = review.place
        let target = review.configuration.target
        let reach =
            review.configuration.role == .listener
            ? "every downstream connection of \(target.title)" : "every connection to \(target.title)"
        text =
            "first probe after \(seconds(keepalive.idle)) idle, then every \(seconds(keepalive.interval)), "
            + "dead after \(seconds(keepalive.detectionTime)); applies to \(reach)\(Self.application(review.configuration.application))"
    }

    /// Probes are answered by the peer's kernel: what the application does about an idle connection is its own affair.
    private static func application(_ timeouts: ApplicationTimeouts) -> String {
        guard let path = timeouts.idleTimeoutPath, timeouts.idleTimeout.isAbsent, timeouts.http2PingInterval.isAbsent,
            timeouts.http2PingTimeout.isAbsent
        else { return "" }
        return "; probes never reach the application, whose own idle timeout still applies "
            + "(\(timeouts.defaultIdleTimeout) by default, set by \(path))"
    }
}
