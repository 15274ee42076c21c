/// When Envoy applies an option to a listener's socket (envoy.config.core.v3.SocketOption.SocketState), in Envoy's order.
public enum SocketState: Int32, Sendable, CaseIterable, Comparable {
    /// After socket(2), before bind(2): what Envoy takes when no state is written.
    case prebind = 0
    /// After bind(2), before listen(2).
    case bound = 1
    /// After listen(2).
    case listening = 2

    /// The name that Envoy's API gives it, for example `STATE_PREBIND`.
    public var name: String {
        switch self {
        case .prebind: "STATE_PREBIND"
        case .bound: "STATE_BOUND"
        case .listening: "STATE_LISTENING"
        }
    }

    /// The order in which Envoy applies options.
    public static func < (left: SocketState, right: SocketState) -> Bool { left.rawValue < right.rawValue }
}

/// The address family of a TCP socket.
public enum AddressFamily: Sendable, CaseIterable {
    /// AF_INET, for example a listener on 0.0.0.0.
    case ipv4
    /// AF_INET6, for example a listener on "::", whether or not it also accepts IPv4.
    case ipv6

    /// The other one.
    public var other: AddressFamily { self == .ipv4 ? .ipv6 : .ipv4 }
}
