/// What an option does for TCP keepalive.
public enum KeepaliveRole: Sendable, Hashable, CaseIterable {
    /// SO_KEEPALIVE: switches probing on.
    case enable
    /// TCP_KEEPIDLE: seconds of silence before the first probe.
    case idle
    /// TCP_KEEPINTVL: seconds between probes.
    case interval
    /// TCP_KEEPCNT: unanswered probes after which the connection is closed.
    case count

    /// The largest number that the kernel takes, in seconds or probes; nil for the switch (measured, see the kernel agreement tests).
    public var maximum: Int64? {
        switch self {
        case .enable: nil
        case .idle, .interval: 32767
        case .count: 127
        }
    }
}
