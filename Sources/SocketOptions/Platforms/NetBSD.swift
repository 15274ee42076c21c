/// NetBSD, whose numbers people copy into policies by mistake. Envoy's gateways do not run there.
///
/// Sources: NetBSD's sys/socket.h, netinet/in.h, netinet/tcp.h and netinet6/in6.h, as rust-lang/libc src/unix/bsd/netbsdlike has them. Read, not run.
enum NetBSD {
    static let numbers: [ForeignNumber] = [
        ForeignNumber("SO_DEBUG", 65535, 1),
        ForeignNumber("SO_ACCEPTCONN", 65535, 2),
        ForeignNumber("SO_REUSEADDR", 65535, 4),
        ForeignNumber("SO_KEEPALIVE", 65535, 8),
        ForeignNumber("SO_DONTROUTE", 65535, 16),
        ForeignNumber("SO_BROADCAST", 65535, 32),
        ForeignNumber("SO_USELOOPBACK", 65535, 64),
        ForeignNumber("SO_LINGER", 65535, 128),
        ForeignNumber("SO_OOBINLINE", 65535, 256),
        ForeignNumber("SO_REUSEPORT", 65535, 512),
        ForeignNumber("SO_NOSIGPIPE", 65535, 2048),
        ForeignNumber("SO_ACCEPTFILTER", 65535, 4096),
        ForeignNumber("SO_SNDBUF", 65535, 4097),
        ForeignNumber("SO_RCVBUF", 65535, 4098),
        ForeignNumber("SO_SNDLOWAT", 65535, 4099),
        ForeignNumber("SO_RCVLOWAT", 65535, 4100),
        ForeignNumber("SO_ERROR", 65535, 4103),
        ForeignNumber("SO_TYPE", 65535, 4104),
        ForeignNumber("SO_OVERFLOWED", 65535, 4105),
        ForeignNumber("SO_NOHEADER", 65535, 4106),
        ForeignNumber("SO_SNDTIMEO", 65535, 4107),
        ForeignNumber("SO_RCVTIMEO", 65535, 4108),
        ForeignNumber("SO_TIMESTAMP", 65535, 8192),
        ForeignNumber("IP_HDRINCL", 0, 2),
        ForeignNumber("IP_TOS", 0, 3),
        ForeignNumber("IP_TTL", 0, 4),
        ForeignNumber("IP_RECVDSTADDR", 0, 7),
        ForeignNumber("IP_MULTICAST_IF", 0, 9),
        ForeignNumber("IP_MULTICAST_TTL", 0, 10),
        ForeignNumber("IP_MULTICAST_LOOP", 0, 11),
        ForeignNumber("IP_ADD_MEMBERSHIP", 0, 12),
        ForeignNumber("IP_DROP_MEMBERSHIP", 0, 13),
        ForeignNumber("IP_RECVIF", 0, 20),
        ForeignNumber("IP_PKTINFO", 0, 25),
        ForeignNumber("IP_RECVPKTINFO", 0, 26),
        ForeignNumber("TCP_NODELAY", 6, 1),
        ForeignNumber("TCP_MAXSEG", 6, 2),
        ForeignNumber("TCP_KEEPIDLE", 6, 3),
        ForeignNumber("TCP_KEEPINTVL", 6, 5),
        ForeignNumber("TCP_KEEPCNT", 6, 6),
        ForeignNumber("TCP_KEEPINIT", 6, 7),
        ForeignNumber("TCP_INFO", 6, 9),
        ForeignNumber("TCP_MD5SIG", 6, 16),
        ForeignNumber("TCP_CONGCTL", 6, 32),
        ForeignNumber("IPV6_UNICAST_HOPS", 41, 4),
        ForeignNumber("IPV6_MULTICAST_IF", 41, 9),
        ForeignNumber("IPV6_MULTICAST_HOPS", 41, 10),
        ForeignNumber("IPV6_MULTICAST_LOOP", 41, 11),
        ForeignNumber("IPV6_JOIN_GROUP", 41, 12),
        ForeignNumber("IPV6_LEAVE_GROUP", 41, 13),
        ForeignNumber("IPV6_V6ONLY", 41, 27),
        ForeignNumber("IPV6_RECVPKTINFO", 41, 36),
        ForeignNumber("IPV6_PKTINFO", 41, 46),
        ForeignNumber("IPV6_RECVTCLASS", 41, 57),
        ForeignNumber("IPV6_TCLASS", 41, 61),
        ForeignNumber("IPV6_DONTFRAG", 41, 62),
    ]

    /// Constants that Linux calls otherwise.
    static let linuxNames: [String: String] = [
        "TCP_CONGCTL": "TCP_CONGESTION",
        "IPV6_JOIN_GROUP": "IPV6_ADD_MEMBERSHIP",
        "IPV6_LEAVE_GROUP": "IPV6_DROP_MEMBERSHIP",
    ]

    /// Units other than those of the same option on Linux.
    static let units: [String: SocketOption.ValueUnit] = [
        "TCP_KEEPINIT": .seconds
    ]
}
