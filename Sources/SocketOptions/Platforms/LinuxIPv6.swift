/// Level 41 (IPPROTO_IPV6) of Linux. On an IPv4 socket each of these answers ENOPROTOOPT.
///
/// Sources: include/uapi/linux/in6.h (Linux 7.2), net/ipv6/ipv6_sockglue.c, ipv6(7); each row measured on Linux 6.18 by the kernel
/// agreement tests. A source after a release names the commit in torvalds/linux that brought the option.
enum LinuxIPv6 {
    static let rows: [SocketOption] = packets + reports + oldReports + headers + multicast + rawOnly

    private static let packets: [SocketOption] = [
        .ipv6(
            1, "IPV6_ADDRFORM", .int, .nothing(.EINVAL).but(2, 2, .refused(.ENOTCONN)), nil, .unknown,
            "turns a connected IPv6 socket into an IPv4 one"),
        .ipv6(11, "IPV6_FLOWINFO", .flag, .any, 0, .inherited, "reports the flow label of packets"),
        .ipv6(
            16, "IPV6_UNICAST_HOPS", .int, .from(-1, 255), 64, .inherited, "how many hops an IPv6 packet may take; -1 is the default",
            unit: .hops, stored: .replaced(-1, 64),
            hazard: .harms("dies-on-the-way", 0, 31, "replies die after that many hops, and distant clients time out")),
        .ipv6(
            23, "IPV6_MTU_DISCOVER", .int, .from(0, 5), 1, .inherited,
            "path MTU discovery: 0 never, 1 as the route says, 2 always, 3 probe, 4 interface, 5 omit"),
        .ipv6(
            24, "IPV6_MTU", .int, .either(0, 1280, Int32.max), nil, .unknown, "upper bound of the path MTU; 0 is none", unit: .bytes,
            stored: .nodeDependent),
        .ipv6(
            26, "IPV6_V6ONLY", .flag, .any.except([.bound, .listening], .none, else: .EINVAL), 0, .inherited,
            "keeps IPv4 clients off a listener on \"::\"",
            hazard: .breaks("refuses-ipv4", notZero: "a listener on \"::\" refuses every IPv4 client")),
        .ipv6(33, "IPV6_FLOWINFO_SEND", .flag, .any, 0, .inherited, "takes the flow label from the address when connecting"),
        .ipv6(
            34, "IPV6_IPSEC_POLICY", .structure("struct sadb_x_policy"), .nothing(.ENOTSUP).or(.EINVAL, .ENOPROTOOPT), nil, .unknown,
            "IPsec policy of the socket",
            bytes: .ipsecPolicy, needs: CapabilityNeed(.netAdmin, for: .any, beforeLength: true)),
        .ipv6(
            35, "IPV6_XFRM_POLICY", .structure("struct xfrm_userpolicy_info"), .nothing(.EINVAL).or(.ENOTSUP, .ENOPROTOOPT), nil, .unknown,
            "IPsec policy of the socket", bytes: .ipsecPolicy, needs: CapabilityNeed(.netAdmin, for: .any, beforeLength: true)),
        .ipv6(
            50, "IPV6_PKTINFO", .structure("struct in6_pktinfo"), .nothing(.EINVAL), nil, .unknown,
            "address and interface that packets leave by", bytes: .structure(20...Int.max)),
        .ipv6(62, "IPV6_DONTFRAG", .flag, .any, 0, .inherited, "never fragments datagrams; means nothing to TCP", bytes: .intOrZero),
        .ipv6(
            67, "IPV6_TCLASS", .int, .from(-1, 255), 0, .inherited,
            "traffic class (DSCP) of IPv6 packets; the two low bits are the kernel's, -1 is the default", stored: .tcpTrafficClass),
        .ipv6(
            70, "IPV6_AUTOFLOWLABEL", .flag, .any, nil, .inherited, "lets the kernel choose the flow label", bytes: .intOrZero),
        .ipv6(
            72, "IPV6_ADDR_PREFERENCES", .int, Acceptance(.bits(Acceptance.BitMask(accepted: .max, exclusive: [0x103, 0x404, 0x808]))), nil,
            .inherited, "which of the node's addresses connections leave from, as a sum of flags", stored: .nodeDependent),
        .ipv6(
            73, "IPV6_MINHOPCOUNT", .int, .from(0, 255), 0, .inherited, "lowest hop limit of packets that are taken", unit: .hops,
            hazard: .breaks("drops-distant-clients", 33, 255, "packets that travelled farther are dropped, and most clients time out")),
        .ipv6(
            75, "IPV6_TRANSPARENT", .flag, .any, 0, .inherited, "transparent proxying: takes and sends packets of addresses not its own",
            needs: CapabilityNeed([.netRaw, .netAdmin], for: .notZero)),
        .ipv6(
            76, "IPV6_UNICAST_IF", .int, Acceptance(.interfaceIndex, else: .EADDRNOTAVAIL), 0, .inherited,
            "index, in network byte order, of the interface that packets leave by", bytes: .exactInt),
        .ipv6(78, "IPV6_FREEBIND", .flag, .any, 0, .inherited, "lets the socket bind to an address that the node does not have"),
    ]

    private static let reports: [SocketOption] = [
        .ipv6(25, "IPV6_RECVERR", .flag, .any, 0, .inherited, "queues network errors with their details"),
        .ipv6(
            31, "IPV6_RECVERR_RFC4884", .flag, .zeroOrOne, 0, .inherited, "queues ICMP errors with their extensions (RFC 4884)",
            since: .linux(5, 9, "uapi/linux/in6.h of 5.9")),
        .ipv6(49, "IPV6_RECVPKTINFO", .flag, .any, 0, .inherited, "reports where packets arrived"),
        .ipv6(51, "IPV6_RECVHOPLIMIT", .flag, .any, 0, .inherited, "reports the hop limit of packets"),
        .ipv6(53, "IPV6_RECVHOPOPTS", .flag, .any, 0, .inherited, "reports hop-by-hop options of packets"),
        .ipv6(56, "IPV6_RECVRTHDR", .flag, .any, 0, .inherited, "reports the routing header of packets"),
        .ipv6(58, "IPV6_RECVDSTOPTS", .flag, .any, 0, .inherited, "reports destination options of packets"),
        .ipv6(60, "IPV6_RECVPATHMTU", .flag, .any, 0, .inherited, "reports changes of the path MTU"),
        .ipv6(61, "IPV6_PATHMTU", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "path MTU of a connected socket", bytes: .intOrZero),
        .ipv6(66, "IPV6_RECVTCLASS", .flag, .any, 0, .inherited, "reports the traffic class of packets"),
        .ipv6(74, "IPV6_RECVORIGDSTADDR", .flag, .any, 0, .inherited, "reports the original destination of datagrams"),
        .ipv6(
            77, "IPV6_RECVFRAGSIZE", .flag, .any, 0, .inherited, "reports the size of fragments", bytes: .intOrZero),
    ]

    /// The reports of RFC 2292, before RFC 3542 renumbered them.
    private static let oldReports: [SocketOption] = [
        .ipv6(2, "IPV6_2292PKTINFO", .flag, .any, 0, .inherited, "reports where packets arrived (old number)"),
        .ipv6(3, "IPV6_2292HOPOPTS", .flag, .any, 0, .inherited, "reports hop-by-hop options of packets (old number)"),
        .ipv6(4, "IPV6_2292DSTOPTS", .flag, .any, 0, .inherited, "reports destination options of packets (old number)"),
        .ipv6(5, "IPV6_2292RTHDR", .flag, .any, 0, .inherited, "reports the routing header of packets (old number)"),
        .ipv6(
            6, "IPV6_2292PKTOPTIONS", .int, .any, nil, .unknown, "options of each packet as control messages (old number)",
            bytes: .controlMessages, stored: .nodeDependent),
        .ipv6(8, "IPV6_2292HOPLIMIT", .flag, .any, 0, .inherited, "reports the hop limit of packets (old number)"),
    ]

    private static let headers: [SocketOption] = [
        .ipv6(
            32, "IPV6_FLOWLABEL_MGR", .structure("struct in6_flowlabel_req"), .nothing(.EINVAL), nil, .unknown, "leases flow labels",
            bytes: .structure(32...Int.max)),
        .ipv6(
            54, "IPV6_HOPOPTS", .structure("hop-by-hop options header"), .nothing(.EINVAL), nil, .unknown,
            "hop-by-hop options of each packet", bytes: .extensionHeaders, needs: CapabilityNeed(.netRaw, for: .any, beforeLength: true)),
        .ipv6(
            55, "IPV6_RTHDRDSTOPTS", .structure("destination options header"), .nothing(.EINVAL), nil, .unknown,
            "destination options before the routing header of each packet", bytes: .extensionHeaders,
            needs: CapabilityNeed(.netRaw, for: .any, beforeLength: true)),
        .ipv6(
            57, "IPV6_RTHDR", .structure("routing header"), .nothing(.EINVAL), nil, .unknown, "routing header of each packet",
            bytes: .extensionHeaders),
        .ipv6(
            59, "IPV6_DSTOPTS", .structure("destination options header"), .nothing(.EINVAL), nil, .unknown,
            "destination options of each packet", bytes: .extensionHeaders,
            needs: CapabilityNeed(.netRaw, for: .any, beforeLength: true)),
    ]

    private static let multicast: [SocketOption] = [
        .ipv6(
            17, "IPV6_MULTICAST_IF", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "interface of multicast datagrams; refused on TCP",
            bytes: .intOrZero),
        .ipv6(
            18, "IPV6_MULTICAST_HOPS", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "hops of multicast datagrams; refused on TCP",
            bytes: .intOrZero, unit: .hops),
        .ipv6(19, "IPV6_MULTICAST_LOOP", .flag, .zeroOrOne, 1, .inherited, "hands multicast datagrams back to the sending node"),
        .ipv6(
            20, "IPV6_ADD_MEMBERSHIP", .structure("struct ipv6_mreq"), .nothing(.EINVAL), nil, .unknown, "joins a multicast group",
            bytes: .structure(20...Int.max)),
        .ipv6(
            21, "IPV6_DROP_MEMBERSHIP", .structure("struct ipv6_mreq"), .nothing(.EINVAL), nil, .unknown, "leaves a multicast group",
            bytes: .structure(20...Int.max)),
        .ipv6(
            27, "IPV6_JOIN_ANYCAST", .structure("struct ipv6_mreq"), .nothing(.EINVAL), nil, .unknown, "joins an anycast group",
            bytes: .structure(20...Int.max)),
        .ipv6(
            28, "IPV6_LEAVE_ANYCAST", .structure("struct ipv6_mreq"), .nothing(.EINVAL), nil, .unknown, "leaves an anycast group",
            bytes: .structure(20...Int.max)),
        .ipv6(
            29, "IPV6_MULTICAST_ALL", .flag, .any, 1, .inherited, "takes datagrams of every group joined on the node",
            since: .linux(4, 20, "15033f0457dc")),
    ]

    /// Options of raw sockets, which no TCP socket takes.
    private static let rawOnly: [SocketOption] = [
        .ipv6(
            7, "IPV6_CHECKSUM", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "where a raw socket's checksum is; raw sockets only",
            bytes: .intOrZero),
        .ipv6(
            9, "IPV6_NEXTHOP", .structure("struct sockaddr_in6"), .nothing(.ENOPROTOOPT), nil, .unknown,
            "the router that packets go to; not implemented", bytes: .intOrZero),
        .ipv6(
            10, "IPV6_AUTHHDR", .flag, .nothing(.ENOPROTOOPT), nil, .unknown, "authentication header; not implemented", bytes: .intOrZero),
        .ipv6(
            22, "IPV6_ROUTER_ALERT", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "hands packets with the router alert to a raw socket"),
        .ipv6(
            30, "IPV6_ROUTER_ALERT_ISOLATE", .flag, .any, 0, .inherited,
            "limits the router alert to the socket's own network namespace; means nothing to TCP",
            since: .linux(5, 1, "uapi/linux/in6.h of 5.1")),
        .ipv6(
            36, "IPV6_HDRINCL", .flag, .nothing(.ENOPROTOOPT), nil, .unknown, "lets a raw socket write the IPv6 header", bytes: .intOrZero),
        .ipv6(
            52, "IPV6_HOPLIMIT", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "hop limit of one packet, as a control message",
            bytes: .intOrZero),
    ]
}
