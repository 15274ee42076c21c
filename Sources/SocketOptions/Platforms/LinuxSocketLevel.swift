/// Level 1 (SOL_SOCKET) of Linux.
///
/// Sources: include/uapi/asm-generic/socket.h (Linux 7.2), net/core/sock.c, socket(7); each row measured on Linux 6.18 by the kernel
/// agreement tests. Effects on traffic: measured with Envoy 1.40. A source after a release names the commit in torvalds/linux that
/// brought the option.
enum LinuxSocketLevel {
    static let rows: [SocketOption] = basic + buffers + filters + timestamps + polling + readOnly + unixOnly

    private static let basic: [SocketOption] = [
        .socket(
            1, "SO_DEBUG", .flag, .any, 0, .inherited, "did make the kernel log the socket's doings; has no effect today",
            needs: CapabilityNeed(.netAdmin, for: .notZero, else: .EACCES)),
        .socket(
            2, "SO_REUSEADDR", .flag, .any, 0, .inherited, "lets the listener bind while old connections are in TIME_WAIT",
            hazard: .harms("undoes-envoy", 0, 0, "a restarted proxy can fail to bind while old connections are in TIME_WAIT")),
        .socket(
            5, "SO_DONTROUTE", .flag, .any, 0, .inherited, "sends only to hosts on directly connected networks",
            hazard: .breaks("bypasses-gateway", notZero: "replies bypass the gateway, and every client off the local network times out")),
        .socket(6, "SO_BROADCAST", .flag, .any, 0, .inherited, "allows datagrams to broadcast addresses; means nothing to TCP"),
        .socket(9, "SO_KEEPALIVE", .flag, .any, 0, .inherited, "switches keepalive probes on"),
        .socket(10, "SO_OOBINLINE", .flag, .any, 0, .inherited, "leaves urgent data in the stream"),
        .socket(
            11, "SO_NO_CHECK", .flag, .any, 0, .inherited, "sends UDP without checksums; means nothing to TCP",
            hazard: .noOp("TCP always sends checksums")),
        .socket(
            12, "SO_PRIORITY", .int, .any, 0, .notInherited, "queueing priority of the packets sent",
            needs: CapabilityNeed([.netRaw, .netAdmin], for: .outside(0...6)),
            earlier: .linux(5, 17, needs: CapabilityNeed(.netAdmin, for: .outside(0...6)), "a1b519b74548")),
        .socket(
            13, "SO_LINGER", .structure("struct linger"), .nothing(.EINVAL), nil, .unknown,
            "whether and how long close waits for unsent data", bytes: .anyStructure(minimum: 8)),
        .socket(
            14, "SO_BSDCOMPAT", .flag, .any, 0, .unknown, "did hide ICMP errors as BSD does", stored: .always(0),
            hazard: .noOp("the kernel ignores it")),
        .socket(
            15, "SO_REUSEPORT", .flag, .any, 0, .inherited, "lets several sockets listen on one port, one for each worker",
            hazard: .breaks(
                "second-worker-fails", 0, 0, "with more than one worker the second cannot listen (EADDRINUSE), and the listener is removed")
        ),
        .socket(
            18, "SO_RCVLOWAT", .int, .any, 1, .inherited, "bytes that must have arrived before the socket becomes readable", unit: .bytes,
            stored: .nodeDependent,
            hazard: Hazard(
                "stalls-small-reads", .error, [Int32.min...(-1), 2...Int32.max], "requests hang when fewer bytes than that are left to read"
            )),
        .socket(
            19, "SO_SNDLOWAT", .readOnly, .nothing(.ENOPROTOOPT), 1, .unknown,
            "free space that makes a socket writable; always 1 on Linux", unit: .bytes),
        .socket(
            20, "SO_RCVTIMEO", .structure("struct timeval"), .nothing(.EINVAL), nil, .unknown, "how long a blocking read waits",
            bytes: .timeval),
        .socket(
            21, "SO_SNDTIMEO", .structure("struct timeval"), .nothing(.EINVAL), nil, .unknown, "how long a blocking write waits",
            bytes: .timeval),
        .socket(
            25, "SO_BINDTODEVICE", .string, Acceptance(.name(.interface, emptyName: nil), else: .ENODEV), nil, .inherited,
            "name of the network interface that the socket is bound to", bytes: .name(noBytes: nil), stored: .nodeDependent,
            earlier: .linux(5, 7, needs: CapabilityNeed(.netRaw, for: .any, beforeLength: true), "c427bfec18f2")),
        .socket(
            36, "SO_MARK", .int, .any, 0, .inherited, "mark of the packets sent, for routing and filtering",
            needs: CapabilityNeed([.netRaw, .netAdmin], for: .any),
            earlier: .linux(5, 17, needs: CapabilityNeed(.netAdmin, for: .any), "079925cce1d0")),
        .socket(
            42, "SO_PEEK_OFF", .int, .any, -1, .inherited, "where the next peek at received data starts", unit: .bytes,
            since: .linux(6, 11, "be9a4fb831b8 for TCP over IPv6; over IPv4 in 6.10, 05ea491641d3; EOPNOTSUPP before"),
            hazard: .harms(
                "peeks-move-on", 0, Int32.max,
                "each peek starts where the last one ended, which misleads listener filters such as the TLS inspector")),
        .socket(43, "SO_NOFCS", .flag, .any, 0, .inherited, "sends Ethernet frames without their checksum; means nothing to TCP"),
        .socket(
            45, "SO_SELECT_ERR_QUEUE", .flag, .any, 0, .inherited, "did report a filled error queue to select(2) as an exception"),
        .socket(
            47, "SO_MAX_PACING_RATE", .int, .any, nil, .inherited, "upper bound of each connection's sending rate, read as unsigned",
            unit: .bytesPerSecond,
            hazard: .note("caps-throughput", 0, 124_999, "each connection sends at most 1 Mbit/s")),
        .socket(
            53, "SO_CNX_ADVICE", .int, .any, nil, .unknown, "tells the kernel that the path works badly, so that it looks for another one",
            stored: .nodeDependent),
        .socket(
            60, "SO_ZEROCOPY", .flag, .zeroOrOne, 0, .inherited, "allows sending without copying (MSG_ZEROCOPY)"),
        .socket(
            61, "SO_TXTIME", .structure("struct sock_txtime"), .nothing(.EINVAL), nil, .unknown, "when each packet is to be sent",
            bytes: .structure(8...8)),
        .socket(
            62, "SO_BINDTOIFINDEX", .int, .from(0, Int32.max), 0, .inherited,
            "index of the network interface that the socket is bound to", since: .linux(5, 1, "f5dd3d0c9638"),
            hazard: .harms(
                "bound-to-interface", 1, Int32.max, "interface indexes differ from pod to pod, and the listener hears only this one")),
        .socket(
            74, "SO_TXREHASH", .int, .from(-1, 1), 1, .inherited, "whether lost packets make the kernel choose another path",
            stored: .replaced(-1, 1), since: .linux(5, 18, "26859240e4ee")),
        .socket(
            75, "SO_RCVMARK", .flag, .any, 0, .inherited, "reports the mark of received packets", since: .linux(5, 19, "6fd1d51cfa25")),
        .socket(
            82, "SO_RCVPRIORITY", .flag, .any, 0, .inherited, "reports the priority of received packets",
            since: .linux(6, 14, "e45469e594b2")),
    ]

    private static let buffers: [SocketOption] = [
        .socket(
            7, "SO_SNDBUF", .int, .any, 16384, .inherited,
            "size of the send buffer: doubled, at most twice net.core.wmem_max; switches autotuning off", unit: .bytes,
            stored: .nodeDependent,
            hazard: .breaks(
                "collapses-send-buffer", 0, 4095, "each connection's send buffer shrinks to about 4 KiB, and throughput collapses"),
            clamped(by: "wmem_max")),
        .socket(
            8, "SO_RCVBUF", .int, .any, 131_072, .inherited,
            "size of the receive buffer: doubled, at most twice net.core.rmem_max; switches autotuning off", unit: .bytes,
            stored: .nodeDependent,
            hazard: .breaks(
                "collapses-receive-buffer", 0, 4095, "each connection's receive buffer shrinks to a few KiB, and uploads collapse"),
            clamped(by: "rmem_max")),
        .socket(
            32, "SO_SNDBUFFORCE", .int, .any, nil, .unknown, "size of the send buffer, beyond net.core.wmem_max", unit: .bytes,
            stored: .nodeDependent, needs: CapabilityNeed(.netAdmin, for: .any),
            hazard: .harms(
                "collapses-send-buffer", Int32.min, 4095, "each connection's send buffer shrinks to about 4 KiB, and throughput collapses")),
        .socket(
            33, "SO_RCVBUFFORCE", .int, .any, nil, .unknown, "size of the receive buffer, beyond net.core.rmem_max", unit: .bytes,
            stored: .nodeDependent, needs: CapabilityNeed(.netAdmin, for: .any),
            hazard: .harms(
                "collapses-receive-buffer", Int32.min, 4095, "each connection's receive buffer shrinks to a few KiB, and uploads collapse")),
        .socket(
            72, "SO_BUF_LOCK", .int, .from(0, 3), 0, .inherited, "which buffers the kernel may no longer resize: 1 send, 2 receive",
            since: .linux(5, 15, "04190bf8944d")),
        .socket(
            73, "SO_RESERVE_MEM", .int,
            .nothing(.EINVAL).but(0, Int32.max, .undetermined(.memoryCgroup)), 0, .unknown,
            "memory reserved for the socket; only with a memory cgroup that accounts sockets", unit: .bytes,
            since: .linux(5, 16, "2bb2f5fb21b0")),
    ]

    /// Beyond the sysctl's default; read as unsigned, so a negative number is more than any.
    private static func clamped(by sysctl: String) -> Hazard {
        Hazard(
            Hazard.clampedCode, .warning, [Int32.min...(-1), 212_993...Int32.max],
            "the kernel cuts it to net.core.\(sysctl) (212992 unless the node raises it) and no longer tunes the buffer itself")
    }

    private static let filters: [SocketOption] = [
        .socket(
            26, "SO_ATTACH_FILTER", .structure("struct sock_fprog"), .nothing(.EINVAL).or(.EPERM), nil, .unknown,
            "attaches a classic BPF filter",
            bytes: .structure(16...16)),
        .socket(
            27, "SO_DETACH_FILTER", .int, .nothing(.ENOENT).or(.EPERM), nil, .unknown,
            "removes the BPF filter; there is none on a new socket"),
        .socket(
            44, "SO_LOCK_FILTER", .flag, .any, 0, .inherited, "forbids later changes of the BPF filter",
            hazard: .note("locks-filter", notZero: "no filter can be attached or removed any more")),
        .socket(
            50, "SO_ATTACH_BPF", .fileDescriptor, Acceptance(.descriptor, else: .EBADF), nil, .unknown, "attaches a BPF program",
            bytes: .exactInt),
        .socket(
            51, "SO_ATTACH_REUSEPORT_CBPF", .structure("struct sock_fprog"), .nothing(.EINVAL), nil, .unknown,
            "attaches the classic BPF program that distributes connections over SO_REUSEPORT sockets", bytes: .structure(16...16)),
        .socket(
            52, "SO_ATTACH_REUSEPORT_EBPF", .fileDescriptor, Acceptance(.descriptor, else: .EBADF), nil, .unknown,
            "attaches the BPF program that distributes connections over SO_REUSEPORT sockets", bytes: .exactInt),
        .socket(
            68, "SO_DETACH_REUSEPORT_BPF", .int, .nothing(.EINVAL), nil, .unknown,
            "removes the program that distributes connections; there is none on a new socket",
            since: .linux(5, 3, "asm-generic/socket.h of 5.3")),
    ]

    private static let timestamps: [SocketOption] = [
        .socket(29, "SO_TIMESTAMP", .flag, .any, 0, .inherited, "reports when packets arrived"),
        .socket(35, "SO_TIMESTAMPNS", .flag, .any, 0, .inherited, "reports when packets arrived, in nanoseconds"),
        .socket(
            37, "SO_TIMESTAMPING", .int, timestamping, nil, .inherited, "which timestamps are made of packets, as a sum of flags"),
        .socket(40, "SO_RXQ_OVFL", .flag, .any, 0, .inherited, "reports dropped datagrams; means nothing to TCP"),
        .socket(41, "SO_WIFI_STATUS", .flag, .any, 0, .inherited, "reports whether Wi-Fi frames were acknowledged"),
        .socket(
            63, "SO_TIMESTAMP_NEW", .flag, .any, 0, .inherited, "reports when packets arrived, with 64 bits of seconds",
            since: .linux(5, 1, "887feae36aee")),
        .socket(
            64, "SO_TIMESTAMPNS_NEW", .flag, .any, 0, .inherited, "reports when packets arrived, in nanoseconds, with 64 bits of seconds",
            since: .linux(5, 1, "887feae36aee")),
        .socket(
            65, "SO_TIMESTAMPING_NEW", .int, timestamping, nil, .inherited,
            "which timestamps are made of packets, as a sum of flags, with 64 bits of seconds", since: .linux(5, 1, "9718475e6908")),
        .socket(
            66, "SO_RCVTIMEO_NEW", .structure("struct __kernel_sock_timeval"), .nothing(.EINVAL), nil, .unknown,
            "how long a blocking read waits, with 64 bits of seconds", bytes: .timeval, since: .linux(5, 1, "a9beb86ae6e5")),
        .socket(
            67, "SO_SNDTIMEO_NEW", .structure("struct __kernel_sock_timeval"), .nothing(.EINVAL), nil, .unknown,
            "how long a blocking write waits, with 64 bits of seconds", bytes: .timeval, since: .linux(5, 1, "a9beb86ae6e5")),
    ]

    /// SOF_TIMESTAMPING_*: OPT_ID (0x80) is refused before a TCP socket is connected, OPT_ID_TCP (0x10000) needs it, OPT_STATS (0x1000)
    /// needs OPT_TSONLY (0x800); BIND_PHC (0x8000) asks the network card, OPT_RX_FILTER (0x20000) came in 6.12, OPT_TX_COMPLETION
    /// (0x40000) in 6.15 (net/core/sock.c, sock_set_timestamping).
    private static let timestamping: Acceptance = Acceptance(
        .bits(
            Acceptance.BitMask(
                accepted: 0x7F7F,
                nodeDependent: [
                    Acceptance.BitMask.Dependence(0x8000, .networkCard),
                    Acceptance.BitMask.Dependence(0x20000, .takenSince(KernelVersion(6, 12))),
                    Acceptance.BitMask.Dependence(0x40000, .takenSince(KernelVersion(6, 15))),
                ],
                requires: [Acceptance.BitMask.Requirement(0x1000, 0x800)])))

    private static let polling: [SocketOption] = [
        .socket(
            46, "SO_BUSY_POLL", .int, .from(0, Int32.max), 0, .inherited, "how long a read polls the network card before it sleeps",
            unit: .microseconds,
            earlier: .linux(6, 4, needs: CapabilityNeed(.netAdmin, for: .inside(1...Int32.max)), "48b7ea1d22dd"),
            hazard: .note("spins", 1, Int32.max, "reads burn CPU for that long while they wait")),
        .socket(
            49, "SO_INCOMING_CPU", .int, .any, -1, .listenerOnly, "the CPU whose connections this one of several SO_REUSEPORT sockets gets",
            hazard: .harms("one-cpu-only", 0, Int32.max, "connections that arrive on another CPU count against this socket")),
        .socket(
            69, "SO_PREFER_BUSY_POLL", .flag, .any, 0, .inherited, "prefers polling to interrupts",
            needs: CapabilityNeed(.netAdmin, for: .notZero), since: .linux(5, 11, "7fd3253a7de6")),
        .socket(
            70, "SO_BUSY_POLL_BUDGET", .int, .from(0, 65535), nil, .unknown, "packets taken in one busy poll", unit: .packets,
            stored: .nodeDependent, needs: CapabilityNeed(.netAdmin, for: .inside(1...Int32.max)), since: .linux(5, 11, "7c951cafc0cb")),
    ]

    private static let readOnly: [SocketOption] = [
        .socket(3, "SO_TYPE", .readOnly, .nothing(.ENOPROTOOPT), 1, .unknown, "the socket's type"),
        .socket(4, "SO_ERROR", .readOnly, .nothing(.ENOPROTOOPT), 0, .unknown, "the socket's pending error"),
        .socket(17, "SO_PEERCRED", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "process and user of a Unix socket's peer"),
        .socket(28, "SO_PEERNAME", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "the peer's address"),
        .socket(30, "SO_ACCEPTCONN", .readOnly, .nothing(.ENOPROTOOPT), 0, .unknown, "whether the socket listens"),
        .socket(31, "SO_PEERSEC", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "the peer's security context"),
        .socket(38, "SO_PROTOCOL", .readOnly, .nothing(.ENOPROTOOPT), 6, .unknown, "the socket's protocol"),
        .socket(39, "SO_DOMAIN", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "the socket's address family"),
        .socket(48, "SO_BPF_EXTENSIONS", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "which BPF extensions the kernel knows"),
        .socket(55, "SO_MEMINFO", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "how much memory the socket uses"),
        .socket(56, "SO_INCOMING_NAPI_ID", .readOnly, .nothing(.ENOPROTOOPT), 0, .unknown, "the network queue of the last packet"),
        .socket(57, "SO_COOKIE", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "a number of the kernel's for the socket"),
        .socket(59, "SO_PEERGROUPS", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "groups of a Unix socket's peer"),
        .socket(
            71, "SO_NETNS_COOKIE", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "a number of the kernel's for the network namespace",
            since: .linux(5, 14, "e8b9eab99232")),
        .socket(
            77, "SO_PEERPIDFD", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "a descriptor of a Unix socket's peer process",
            since: .linux(6, 5, "7b26952a91cf")),
        .socket(
            78, "SO_DEVMEM_LINEAR", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "marks received data outside device memory",
            since: .linux(6, 12, "8f0b3cc9a4c1")),
        .socket(
            79, "SO_DEVMEM_DMABUF", .readOnly, .nothing(.ENOPROTOOPT), nil, .unknown, "marks received data in device memory",
            since: .linux(6, 12, "8f0b3cc9a4c1")),
        .socket(
            80, "SO_DEVMEM_DONTNEED", .structure("struct dmabuf_token"), .nothing(.EINVAL).or(.ENOPROTOOPT), nil, .unknown,
            "gives device memory of received data back", bytes: .structure(8...Int.max), since: .linux(6, 12, "678f6e28b5f6")),
    ]

    /// Options of Unix sockets, which answer EOPNOTSUPP on TCP.
    private static let unixOnly: [SocketOption] = [
        .socket(
            16, "SO_PASSCRED", .int, .nothing(.ENOTSUP), nil, .unknown, "reports the sender's process; Unix sockets only",
            earlier: .linux(6, 16, .any, "7d8d93fdde50")),
        .socket(
            34, "SO_PASSSEC", .int, .nothing(.ENOTSUP), nil, .unknown, "reports the sender's security context; Unix sockets only",
            earlier: .linux(6, 16, .any, "7d8d93fdde50")),
        .socket(
            76, "SO_PASSPIDFD", .int, .nothing(.ENOTSUP), nil, .unknown, "reports a descriptor of the sender's process; Unix sockets only",
            since: .linux(6, 5, "5e2ff6704a27"), earlier: .linux(6, 16, .any, "7d8d93fdde50")),
        .socket(
            83, "SO_PASSRIGHTS", .int, .nothing(.ENOTSUP), nil, .unknown, "whether file descriptors are taken; Unix sockets only",
            since: .linux(6, 16, "77cbe1a6d873")),
        .socket(
            84, "SO_INQ", .int, .nothing(.ENOPROTOOPT), nil, .unknown, "reports with each read how many bytes wait; Unix sockets only",
            since: .linux(6, 17, "df30285b3670")),
    ]
}
