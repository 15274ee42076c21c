/// Level 6 (IPPROTO_TCP) of Linux.
///
/// Sources: include/uapi/linux/tcp.h (Linux 7.2), net/ipv4/tcp.c, tcp(7); each row measured on Linux 6.18 by the kernel agreement tests.
/// Effects on traffic: measured with Envoy 1.40. A source after a release names the commit in torvalds/linux that brought the option.
enum LinuxTCP {
    static let rows: [SocketOption] = connection + repair + newer

    private static let connection: [SocketOption] = [
        .tcp(
            1, "TCP_NODELAY", .flag, .any, 0, .inherited, "sends small segments at once instead of gathering them (Nagle's algorithm off)",
            hazard: .harms("overwritten-by-envoy", 0, 0, "Envoy sets it to 1 on every connection it accepts")),
        .tcp(
            2, "TCP_MAXSEG", .int, .either(0, 88, 32767), 536, .inherited, "largest segment, in bytes; 0 leaves it to the kernel",
            unit: .bytes,
            stored: .replaced(0, 536),
            hazard: .harms("small-segments", 88, 535, "every packet carries little data, and throughput falls")),
        .tcp(
            3, "TCP_CORK", .flag, .any, 0, .inherited, "holds back partial segments until it is cleared",
            hazard: .breaks("delays-responses", notZero: "every response waits about 200 ms")),
        .tcp(
            4, "TCP_KEEPIDLE", .int, .from(1, 32767), 7200, .inherited, "idle time before the first keepalive probe", unit: .seconds),
        .tcp(5, "TCP_KEEPINTVL", .int, .from(1, 32767), 75, .inherited, "time between keepalive probes", unit: .seconds),
        .tcp(
            6, "TCP_KEEPCNT", .int, .from(1, 127), 9, .inherited, "unanswered keepalive probes after which the connection is closed",
            unit: .probes),
        .tcp(
            7, "TCP_SYNCNT", .int, .from(1, 127), 6, .inherited,
            "how often a connection request is sent again; means nothing to accepted connections"),
        .tcp(
            8, "TCP_LINGER2", .int, .any, 60, .inherited, "how long a closed connection stays in FIN-WAIT-2", unit: .seconds,
            stored: .nodeDependent),
        .tcp(
            9, "TCP_DEFER_ACCEPT", .int, .any, 0, .listenerOnly, "hands a connection to the proxy only when its first data arrive",
            unit: .seconds, stored: .nodeDependent, side: .listening,
            hazard: .harms(
                "waits-for-data", 1, Int32.max,
                "Envoy sees no connection before the client has sent data, which breaks protocols where the server speaks first")),
        .tcp(
            10, "TCP_WINDOW_CLAMP", .int,
            .any.except([.listening], .intervals([Int32.min...(-1), 1...Int32.max]), else: .EINVAL), 0, .inherited,
            "upper bound of the window offered to the peer", unit: .bytes, stored: .nodeDependent,
            hazard: Hazard(
                "tiny-window", .error, [Int32.min...(-1), 1...4095],
                "the kernel offers clients a window of one or two packets, and uploads crawl")),
        .tcp(11, "TCP_INFO", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "what the kernel knows of the connection"),
        .tcp(
            12, "TCP_QUICKACK", .flag, .any, 1, .unknown, "acknowledges at once for a while; the kernel resets it by itself",
            stored: .nodeDependent),
        .tcp(
            13, "TCP_CONGESTION", .string, Acceptance(.name(.congestionControl, emptyName: .ENOENT), else: .ENOENT), nil, .inherited,
            "name of the congestion control algorithm", bytes: .name(noBytes: .EINVAL), stored: .nodeDependent),
        .tcp(
            14, "TCP_MD5SIG", .structure("struct tcp_md5sig"), .nothing(.EINVAL).or(.ENOPROTOOPT), nil, .unknown,
            "key of TCP MD5 signatures (RFC 2385)", bytes: .structure(216...Int.max)),
        .tcp(
            15, "TCP_COOKIE_TRANSACTIONS", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "TCP cookie transactions, gone since Linux 3.10"),
        .tcp(
            16, "TCP_THIN_LINEAR_TIMEOUTS", .flag, .zeroOrOne, 0, .inherited, "retransmits thin streams at constant intervals"),
        .tcp(
            17, "TCP_THIN_DUPACK", .flag, .zeroOrOne, 0, .unknown, "did retransmit thin streams after one duplicate ACK",
            stored: .always(0), hazard: .noOp("the kernel ignores it since Linux 4.13")),
        .tcp(
            18, "TCP_USER_TIMEOUT", .int, .from(0, Int32.max), 0, .inherited,
            "how long sent data may stay unacknowledged before the connection is closed; overrides the count of keepalive probes",
            unit: .milliseconds,
            hazard: .breaks(
                "drops-on-first-loss", 1, 999,
                "a connection is closed when one packet is lost for less than a second (it counts milliseconds)")),
        .tcp(
            23, "TCP_FASTOPEN", .int, .from(0, Int32.max), 0, .listenerOnly, "length of the queue of TCP Fast Open requests",
            stored: .nodeDependent, side: .listening,
            hazard: .note("needs-sysctl", 1, Int32.max, "it needs bit 2 of the sysctl net.ipv4.tcp_fastopen on the node")),
        .tcp(24, "TCP_TIMESTAMP", .int, .nothing(.EPERM), nil, .unknown, "the connection's timestamp clock, for repair mode only"),
        .tcp(
            25, "TCP_NOTSENT_LOWAT", .int, .any, 0, .inherited, "unsent bytes below which the socket becomes writable", unit: .bytes),
        .tcp(26, "TCP_CC_INFO", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "what the congestion control algorithm knows"),
        .tcp(
            27, "TCP_SAVE_SYN", .int, .from(0, 2), 0, .inherited, "keeps the headers of each connection's SYN",
            earlier: .linux(5, 10, .zeroOrOne, "net/ipv4/tcp.c of 5.10"), side: .listening,
            hazard: .note("memory-per-connection", 1, 2, "every connection keeps a copy of its SYN's headers until it is read")),
        .tcp(28, "TCP_SAVED_SYN", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "the kept headers of the SYN"),
        .tcp(
            30, "TCP_FASTOPEN_CONNECT", .flag, .zeroOrOne.except([.listening], .none, else: .EINVAL), 0, .inherited,
            "TCP Fast Open for outgoing connections", side: .connecting),
        .tcp(
            31, "TCP_ULP", .string, Acceptance(.name(.upperLayerProtocol, emptyName: .ENOENT), else: .ENOENT), nil, .unknown,
            "name of the upper layer protocol, for example tls", bytes: .name(noBytes: .EINVAL), stored: .nodeDependent),
        .tcp(
            32, "TCP_MD5SIG_EXT", .structure("struct tcp_md5sig"), .nothing(.EINVAL).or(.ENOPROTOOPT), nil, .unknown,
            "key of TCP MD5 signatures, with a prefix or an interface", bytes: .structure(216...Int.max)),
        .tcp(
            33, "TCP_FASTOPEN_KEY", .structure("key of 16 or 32 bytes"), .nothing(.EINVAL), nil, .unknown,
            "keys of TCP Fast Open cookies", bytes: .lengths([16, 32])),
        .tcp(
            34, "TCP_FASTOPEN_NO_COOKIE", .flag, .zeroOrOne, 0, .inherited, "TCP Fast Open without cookies",
            hazard: .harms("spoofed-requests", 1, 1, "data of a SYN is taken without proof that the sender owns its address")),
        .tcp(
            35, "TCP_ZEROCOPY_RECEIVE", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown,
            "maps received data into memory; asked for with getsockopt"),
        .tcp(36, "TCP_INQ", .flag, .zeroOrOne, 0, .inherited, "reports with each read how many bytes wait"),
    ]

    private static let repair: [SocketOption] = [
        .tcp(
            19, "TCP_REPAIR", .int, .from(-1, 1).except([.listening], .none, else: .EPERM), 0, .inherited,
            "puts the socket into repair mode (checkpoint and restore)", stored: .replaced(-1, 0),
            needs: CapabilityNeed(.netAdmin, for: .any),
            hazard: .breaks("no-data", 1, 1, "accepted connections cannot exchange data (EPERM)")),
        .tcp(20, "TCP_REPAIR_QUEUE", .int, .nothing(.EPERM), nil, .unknown, "the queue that repair mode works on"),
        .tcp(
            21, "TCP_QUEUE_SEQ", .int, .nothing(.EINVAL).except([.listening], .none, else: .EPERM), nil, .unknown,
            "sequence number of the repaired queue"),
        .tcp(
            22, "TCP_REPAIR_OPTIONS", .structure("struct tcp_repair_opt"), .nothing(.EINVAL), nil, .unknown,
            "negotiated options of a repaired connection"),
        .tcp(
            29, "TCP_REPAIR_WINDOW", .structure("struct tcp_repair_window"), .nothing(.EPERM), nil, .unknown,
            "windows of a repaired connection"),
    ]

    private static let newer: [SocketOption] = [
        .tcp(
            37, "TCP_TX_DELAY", .int, txDelay, 0, .inherited, "delays every packet sent", unit: .microseconds,
            since: .linux(5, 3, "a842fe1425cb"),
            hazard: .harms("delays-packets", 1, 268_435_455, "every packet waits that long before it is sent")),
        .tcp(
            38, "TCP_AO_ADD_KEY", .structure("struct tcp_ao_add"), .nothing(.ENOPROTOOPT).or(.EINVAL), nil, .unknown,
            "adds a key of the TCP authentication option (RFC 5925)", since: .linux(6, 7, "4954f17ddefc")),
        .tcp(
            39, "TCP_AO_DEL_KEY", .structure("struct tcp_ao_del"), .nothing(.ENOPROTOOPT).or(.EINVAL), nil, .unknown,
            "removes a key of the TCP authentication option", since: .linux(6, 7, "4954f17ddefc")),
        .tcp(
            40, "TCP_AO_INFO", .structure("struct tcp_ao_info_opt"), .nothing(.ENOPROTOOPT).or(.EINVAL), nil, .unknown,
            "settings of the TCP authentication option", since: .linux(6, 7, "4954f17ddefc")),
        .tcp(
            41, "TCP_AO_GET_KEYS", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "keys of the TCP authentication option",
            since: .linux(6, 7, "ef84703a911f")),
        .tcp(
            42, "TCP_AO_REPAIR", .structure("struct tcp_ao_repair"),
            .nothing(.ENOPROTOOPT).or(.EPERM, .EINVAL).except([.listening], .none, else: .EPERM), nil, .unknown,
            "sequence numbers of the TCP authentication option, for repair mode", needs: CapabilityNeed(.netAdmin, for: .any),
            since: .linux(6, 7, "faadfaba5e01")),
        .tcp(
            43, "TCP_IS_MPTCP", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "whether the connection is multipath TCP",
            since: .linux(6, 10, "c084ebd77a00")),
        .tcp(
            44, "TCP_RTO_MAX_MS", .int, .from(1000, 120_000), 120_000, .inherited, "longest wait before a retransmission",
            unit: .milliseconds, stored: .nodeDependent, since: .linux(6, 15, "54a378f43425")),
        .tcp(
            45, "TCP_RTO_MIN_US", .int, .from(1001, 200_000).but(1001, 10_000, tickRate), 200_000, .inherited,
            "shortest wait before a retransmission", unit: .microseconds, stored: .nodeDependent, since: .linux(6, 15, "f38805c5d26f")),
        .tcp(
            46, "TCP_DELACK_MAX_US", .int, .from(1001, 200_000).but(1001, 10_000, tickRate), 200_000, .inherited,
            "longest wait before an acknowledgement", unit: .microseconds, stored: .nodeDependent, since: .linux(6, 15, "9552f90835ef")),
    ]

    /// 1c51450f1aff (6.19 and stable releases) refuses what older kernels took.
    private static let txDelay: Acceptance = .from(0, 268_435_455)
        .but(Int32.min, -1, .undetermined(.refusedSince(KernelVersion(6, 19))))
        .but(268_435_456, Int32.max, .undetermined(.refusedSince(KernelVersion(6, 19))))

    /// At least two ticks: more than 1, 4 or 10 ms where CONFIG_HZ is 1000, 250 or 100.
    private static let tickRate: KernelAnswer = .undetermined(.tickRate)
}
