/// Level 17 (IPPROTO_UDP) of Linux: no TCP socket knows any of it, and each answers ENOPROTOOPT.
///
/// Sources: include/uapi/linux/udp.h (Linux 7.2), udp(7); measured on Linux 6.18 by the kernel agreement tests.
enum LinuxUDP {
    static let rows: [SocketOption] = [
        .udp(1, "UDP_CORK", .flag, "gathers datagrams into one; UDP only"),
        .udp(100, "UDP_ENCAP", .int, "unwraps encapsulated IPsec packets; UDP only"),
        .udp(101, "UDP_NO_CHECK6_TX", .flag, "sends UDP over IPv6 without checksums; UDP only"),
        .udp(102, "UDP_NO_CHECK6_RX", .flag, "takes UDP over IPv6 without checksums; UDP only"),
        .udp(103, "UDP_SEGMENT", .int, "cuts large sends into datagrams of that many bytes; UDP only"),
        .udp(104, "UDP_GRO", .flag, "joins received datagrams; UDP only", since: .linux(5, 0, "e20cf8d3f1f7")),
    ]
}
