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
}
