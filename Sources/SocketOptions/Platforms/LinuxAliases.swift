/// Second names of the same numbers in Linux's headers.
///
/// Sources: include/uapi/asm-generic/socket.h, include/uapi/linux/in.h, include/uapi/linux/in6.h, glibc's bits/in.h.
enum LinuxAliases {
    static let constants: [String: String] = [
        "SO_RCVTIMEO_OLD": "SO_RCVTIMEO",
        "SO_SNDTIMEO_OLD": "SO_SNDTIMEO",
        "SO_TIMESTAMP_OLD": "SO_TIMESTAMP",
        "SO_TIMESTAMPNS_OLD": "SO_TIMESTAMPNS",
        "SO_TIMESTAMPING_OLD": "SO_TIMESTAMPING",
        "SO_GET_FILTER": "SO_ATTACH_FILTER",
        "SO_DETACH_BPF": "SO_DETACH_FILTER",
        "IP_RETOPTS": "IP_RECVRETOPTS",
        "IP_ORIGDSTADDR": "IP_RECVORIGDSTADDR",
        "IPV6_ORIGDSTADDR": "IPV6_RECVORIGDSTADDR",
        "IPV6_JOIN_GROUP": "IPV6_ADD_MEMBERSHIP",
        "IPV6_LEAVE_GROUP": "IPV6_DROP_MEMBERSHIP",
    ]
}
