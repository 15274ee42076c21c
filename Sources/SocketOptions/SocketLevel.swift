/// The levels of setsockopt(2) at which Linux has options for the sockets of a gateway, by their usual numbers (asm-generic/socket.h, in.h).
public enum SocketLevel: Int32, Sendable, CaseIterable {
    case ip = 0
    case socket = 1
    case tcp = 6
    case udp = 17
    case ipv6 = 41

    /// Linux's constant.
    public var constant: String {
        switch self {
        case .ip: "IPPROTO_IP"
        case .socket: "SOL_SOCKET"
        case .tcp: "IPPROTO_TCP"
        case .udp: "IPPROTO_UDP"
        case .ipv6: "IPPROTO_IPV6"
        }
    }
}
