/// gVisor (GKE Sandbox): Linux's numbers with a behaviour of its own. It answers success to nearly everything, also to pairs that mean
/// nothing, and its accepted sockets have hardly anything of the listener's.
///
/// Sources: measured on runsc 2024-07-29; google/gvisor pkg/sentry/socket/netstack/netstack.go at 3c5eee17 (2026-08-21): SetSockOpt ends in
/// `return nil`, and propagateInheritableOptionsLocked copies the user timeout and little else; google/gvisor issue 1095.
enum GVisor {
    /// The gVisor row of a Linux row.
    static func row(of linux: SocketOption) -> SocketOption {
        var row = linux
        row.acceptance = acceptances[linux.constant] ?? .any
        row.bytes = implemented.contains(linux.constant) ? linux.bytes : .intOrZero
        row.capability = nil
        row.since = nil
        row.earlier = nil
        // gVisor has buffers of its own, which no node's sysctl bounds.
        row.hazards = inherited.contains(linux.constant) || linux.isNoOp ? linux.hazards.filter { $0.code != Hazard.clampedCode } : []
        row.inheritance =
            if inherited.contains(linux.constant) {
                .inherited
            } else if listenerOnly.contains(linux.constant) {
                .listenerOnly
            } else {
                .notInherited
            }
        return row
    }

    /// What gVisor refuses; every other int is taken.
    private static let acceptances: [String: Acceptance] = [
        "IP_TTL": .either(-1, 1, 255),
        "IP_MTU_DISCOVER": .from(0, 2),
        "IP_MULTICAST_TTL": .from(-1, 255),
        "IP_ADD_MEMBERSHIP": .nothing(.EINVAL),
        "IP_DROP_MEMBERSHIP": .nothing(.EINVAL),
        "MCAST_JOIN_GROUP": .nothing(.EINVAL),
        "SO_LINGER": .nothing(.EINVAL),
        "SO_RCVTIMEO": .nothing(.EINVAL),
        "SO_SNDTIMEO": .nothing(.EINVAL),
        "SO_BINDTODEVICE": Acceptance(.name(.interface, emptyName: nil), else: .ENODEV),
        "TCP_MAXSEG": .from(88, 65535),
        "TCP_KEEPIDLE": .from(1, 32767),
        "TCP_KEEPINTVL": .from(1, 32767),
        "TCP_KEEPCNT": .from(1, 127),
        "TCP_SYNCNT": .from(1, 255),
        "TCP_CONGESTION": Acceptance(.name(.congestionControl, emptyName: .ENOENT), else: .ENOENT),
        "TCP_USER_TIMEOUT": .from(0, Int32.max),
        "IPV6_UNICAST_HOPS": .from(-1, 255),
        "IPV6_ADD_MEMBERSHIP": .nothing(.EINVAL),
        "IPV6_DROP_MEMBERSHIP": .nothing(.EINVAL),
        "IPV6_TCLASS": .from(-1, 255),
    ]

    /// What gVisor does more with than to answer success.
    private static let implemented: Set<String> = [
        "IP_TOS", "IP_TTL", "IP_HDRINCL", "IP_PKTINFO", "IP_MTU_DISCOVER", "IP_RECVERR", "IP_RECVTTL", "IP_RECVTOS", "IP_RECVORIGDSTADDR",
        "IP_MULTICAST_TTL", "IP_MULTICAST_LOOP", "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "MCAST_JOIN_GROUP", "SO_REUSEADDR", "SO_TYPE",
        "SO_ERROR", "SO_BROADCAST", "SO_SNDBUF", "SO_RCVBUF", "SO_KEEPALIVE", "SO_OOBINLINE", "SO_NO_CHECK", "SO_LINGER", "SO_REUSEPORT",
        "SO_PASSCRED", "SO_RCVLOWAT", "SO_RCVTIMEO", "SO_SNDTIMEO", "SO_BINDTODEVICE", "SO_TIMESTAMP", "SO_ACCEPTCONN", "SO_PROTOCOL",
        "SO_DOMAIN", "TCP_NODELAY", "TCP_MAXSEG", "TCP_CORK", "TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_SYNCNT", "TCP_LINGER2",
        "TCP_DEFER_ACCEPT", "TCP_WINDOW_CLAMP", "TCP_INFO", "TCP_QUICKACK", "TCP_CONGESTION", "TCP_USER_TIMEOUT", "TCP_INQ",
        "IPV6_UNICAST_HOPS", "IPV6_ADD_MEMBERSHIP", "IPV6_DROP_MEMBERSHIP", "IPV6_RECVERR", "IPV6_V6ONLY", "IPV6_RECVPKTINFO",
        "IPV6_RECVHOPLIMIT", "IPV6_RECVTCLASS", "IPV6_TCLASS", "IPV6_RECVORIGDSTADDR",
    ]

    /// What a socket accepted from a listener has of it.
    private static let inherited: Set<String> = ["SO_RCVBUF", "TCP_USER_TIMEOUT", "IPV6_V6ONLY"]

    /// What belongs to the listener and works there.
    private static let listenerOnly: Set<String> = ["SO_REUSEADDR", "SO_REUSEPORT", "SO_BINDTODEVICE", "TCP_DEFER_ACCEPT"]
}
