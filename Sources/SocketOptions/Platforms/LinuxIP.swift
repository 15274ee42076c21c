/// Level 0 (IPPROTO_IP) of Linux. IPv6 sockets take these options as well; they then act on IPv4 traffic only.
///
/// Sources: include/uapi/linux/in.h (Linux 7.2), net/ipv4/ip_sockglue.c, ip(7); each row measured on Linux 6.18 by the kernel agreement
/// tests. A source after a release names the commit in torvalds/linux that brought the option.
enum LinuxIP {
    static let rows: [SocketOption] = packets + reports + multicast + groups

    private static let packets: [SocketOption] = [
        .ip(
            1, "IP_TOS", .int, .any, 0, .inherited, "type of service (DSCP) of IPv4 packets; the two low bits are the kernel's",
            stored: .masked(0xFC)),
        .ip(
            2, "IP_TTL", .int, .either(-1, 1, 255), 64, .inherited, "how many hops an IPv4 packet may take; -1 is the default",
            bytes: .intOrByte(emptyIsZero: true), unit: .hops, stored: .replaced(-1, 64),
            hazard: .harms("dies-on-the-way", 1, 31, "replies die after that many hops, and distant clients time out")),
        .ip(3, "IP_HDRINCL", .flag, .nothing(.ENOPROTOOPT), 0, .unknown, "lets a raw socket write the IP header"),
        .ip(
            4, "IP_OPTIONS", .structure("list of IP header options"), Acceptance(.headerOptions, else: .EINVAL), nil, .notInherited,
            "options in the IPv4 header of each packet", bytes: .headerOptions, stored: .nodeDependent),
        .ip(5, "IP_ROUTER_ALERT", .flag, .nothing(.EINVAL), 0, .unknown, "hands packets with the router alert to a raw socket"),
        .ip(
            10, "IP_MTU_DISCOVER", .int, .from(0, 5), 1, .inherited,
            "path MTU discovery: 0 never, 1 as the route says, 2 always, 3 probe, 4 interface, 5 omit"),
        .ip(14, "IP_MTU", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "path MTU of a connected socket", unit: .bytes),
        .ip(
            15, "IP_FREEBIND", .flag, .any, 0, .inherited, "lets the socket bind to an address that the node does not have",
            bytes: .intOrByte(emptyIsZero: false)),
        .ip(
            16, "IP_IPSEC_POLICY", .structure("struct sadb_x_policy"), .nothing(.ENOTSUP).or(.EINVAL, .ENOPROTOOPT), nil, .unknown,
            "IPsec policy of the socket",
            bytes: .ipsecPolicy, needs: CapabilityNeed(.netAdmin, for: .any, beforeLength: true)),
        .ip(
            17, "IP_XFRM_POLICY", .structure("struct xfrm_userpolicy_info"),
            .nothing(.EINVAL).or(.ENOTSUP, .ENOPROTOOPT).except(.ipv6, .none, else: .ENOTSUP), nil,
            .unknown, "IPsec policy of the socket", bytes: .ipsecPolicy,
            needs: CapabilityNeed(.netAdmin, for: .any, beforeLength: true)),
        .ip(
            19, "IP_TRANSPARENT", .flag, .any, 0, .inherited, "transparent proxying: takes and sends packets of addresses not its own",
            bytes: .intOrByte(emptyIsZero: false), needs: CapabilityNeed([.netRaw, .netAdmin], for: .notZero)),
        .ip(
            21, "IP_MINTTL", .int, .from(0, 255), 0, .inherited, "lowest TTL of packets that are taken",
            bytes: .intOrByte(emptyIsZero: false), unit: .hops,
            hazard: .breaks("drops-distant-clients", 33, 255, "packets that travelled farther are dropped, and most clients time out")),
        .ip(22, "IP_NODEFRAG", .flag, .nothing(.ENOPROTOOPT), 0, .unknown, "leaves fragments of a raw socket apart"),
        .ip(
            24, "IP_BIND_ADDRESS_NO_PORT", .flag, .any, 0, .inherited,
            "chooses the port of an outgoing connection only when it connects", side: .connecting),
        .ip(
            50, "IP_UNICAST_IF", .int, Acceptance(.interfaceIndex, else: .EADDRNOTAVAIL), 0, .inherited,
            "index, in network byte order, of the interface that packets leave by", bytes: .exactInt),
        .ip(
            51, "IP_LOCAL_PORT_RANGE", .int, Acceptance(.portRange), 0, .inherited,
            "range of local ports of outgoing connections: highest times 65536 plus lowest", bytes: .exactInt,
            since: .linux(6, 3, "91d0b78c5177"), side: .connecting),
        .ip(
            52, "IP_PROTOCOL", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "protocol of a raw socket's packet",
            since: .linux(6, 4, "3632679d9e4f")),
    ]

    private static let reports: [SocketOption] = [
        .ip(6, "IP_RECVOPTS", .flag, .any, 0, .inherited, "reports the header options of datagrams"),
        .ip(7, "IP_RECVRETOPTS", .flag, .any, 0, .inherited, "reports unprocessed header options of datagrams"),
        .ip(8, "IP_PKTINFO", .flag, .any, 0, .inherited, "reports where datagrams arrived"),
        .ip(9, "IP_PKTOPTIONS", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "what was reported of the connection's packets"),
        .ip(11, "IP_RECVERR", .flag, .any, 0, .inherited, "queues network errors with their details"),
        .ip(12, "IP_RECVTTL", .flag, .any, 0, .inherited, "reports the TTL of datagrams"),
        .ip(13, "IP_RECVTOS", .flag, .any, 0, .inherited, "reports the type of service of datagrams"),
        .ip(18, "IP_PASSSEC", .flag, .any, 0, .inherited, "reports the peer's security context with datagrams"),
        .ip(20, "IP_RECVORIGDSTADDR", .flag, .any, 0, .inherited, "reports the original destination of datagrams"),
        .ip(23, "IP_CHECKSUM", .flag, .any, 0, .inherited, "reports the checksum of datagrams"),
        .ip(25, "IP_RECVFRAGSIZE", .flag, .nothing(.EINVAL), 0, .unknown, "reports the size of fragments; UDP and raw sockets only"),
        .ip(
            26, "IP_RECVERR_RFC4884", .flag, .zeroOrOne, 0, .inherited, "queues ICMP errors with their extensions (RFC 4884)",
            since: .linux(5, 9, "eba75c587e81")),
    ]

    private static let multicast: [SocketOption] = [
        .ip(
            32, "IP_MULTICAST_IF", .structure("struct ip_mreqn"), .nothing(.EINVAL), 0, .unknown,
            "interface of multicast datagrams; refused on TCP", bytes: .intOrZero),
        .ip(
            33, "IP_MULTICAST_TTL", .int, .nothing(.EINVAL), 1, .unknown, "hops of multicast datagrams; refused on TCP", unit: .hops),
        .ip(
            34, "IP_MULTICAST_LOOP", .flag, .any, 1, .inherited, "hands multicast datagrams back to the sending node",
            bytes: .intOrByte(emptyIsZero: false)),
        .ip(
            49, "IP_MULTICAST_ALL", .flag, .zeroOrOne, nil, .inherited, "takes datagrams of every group joined on the node",
            bytes: .intOrByte(emptyIsZero: false)),
    ]

    /// Multicast groups are for datagrams: no int is one, and on TCP the structs mean nothing even where they are taken.
    private static let groups: [SocketOption] = [
        .ip(
            35, "IP_ADD_MEMBERSHIP", .structure("struct ip_mreqn"), .nothing(.EPROTO), nil, .unknown, "joins a multicast group",
            bytes: .intOrZero),
        .ip(
            36, "IP_DROP_MEMBERSHIP", .structure("struct ip_mreqn"), .nothing(.EPROTO), nil, .unknown, "leaves a multicast group",
            bytes: .intOrZero),
        .ip(
            37, "IP_UNBLOCK_SOURCE", .structure("struct ip_mreq_source"), .nothing(.EINVAL), nil, .unknown,
            "takes a sender of a multicast group again", bytes: .structure(12...12)),
        .ip(
            38, "IP_BLOCK_SOURCE", .structure("struct ip_mreq_source"), .nothing(.EINVAL), nil, .unknown,
            "ignores a sender of a multicast group", bytes: .structure(12...12)),
        .ip(
            39, "IP_ADD_SOURCE_MEMBERSHIP", .structure("struct ip_mreq_source"), .nothing(.EINVAL), nil, .unknown,
            "joins a multicast group for one sender", bytes: .structure(12...12)),
        .ip(
            40, "IP_DROP_SOURCE_MEMBERSHIP", .structure("struct ip_mreq_source"), .nothing(.EINVAL), nil, .unknown,
            "leaves a multicast group for one sender", bytes: .structure(12...12)),
        .ip(
            41, "IP_MSFILTER", .structure("struct ip_msfilter"), .nothing(.EINVAL), nil, .unknown, "senders of a multicast group",
            bytes: .structure(16...Int.max)),
        .ip(
            42, "MCAST_JOIN_GROUP", .structure("struct group_req"), .nothing(.EINVAL), nil, .unknown, "joins a multicast group",
            bytes: .structure(136...136)),
        .ip(
            43, "MCAST_BLOCK_SOURCE", .structure("struct group_source_req"), .nothing(.EINVAL), nil, .unknown,
            "ignores a sender of a multicast group", bytes: .structure(264...264)),
        .ip(
            44, "MCAST_UNBLOCK_SOURCE", .structure("struct group_source_req"), .nothing(.EINVAL), nil, .unknown,
            "takes a sender of a multicast group again", bytes: .structure(264...264)),
        .ip(
            45, "MCAST_LEAVE_GROUP", .structure("struct group_req"), .nothing(.EINVAL), nil, .unknown, "leaves a multicast group",
            bytes: .structure(136...136)),
        .ip(
            46, "MCAST_JOIN_SOURCE_GROUP", .structure("struct group_source_req"), .nothing(.EINVAL), nil, .unknown,
            "joins a multicast group for one sender", bytes: .structure(264...264)),
        .ip(
            47, "MCAST_LEAVE_SOURCE_GROUP", .structure("struct group_source_req"), .nothing(.EINVAL), nil, .unknown,
            "leaves a multicast group for one sender", bytes: .structure(264...264)),
        .ip(
            48, "MCAST_MSFILTER", .structure("struct group_filter"), .nothing(.EINVAL), nil, .unknown, "senders of a multicast group",
            bytes: .structure(144...Int.max)),
    ]
}
