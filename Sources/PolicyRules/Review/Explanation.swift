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

    init?(of review: KeepaliveReview) {
        guard let keepalive = review.inForce else { return nil }
        self.keepalive = keepalive
        place = review.place
        let reach =
            switch review.configuration.subject {
            case .listeners: "every downstream connection of the listener"
            case .port(let port?): "every downstream connection of the listener on port \(port)"
            case .port(nil): "every downstream connection of the listener on that port"
            case .upstream: "every connection to the backend"
            }
        text =
            "first probe after \(seconds(keepalive.idle)) idle, then every \(seconds(keepalive.interval)), "
            + "dead after \(seconds(keepalive.detectionTime)); applies to \(reach)"
    }
}
