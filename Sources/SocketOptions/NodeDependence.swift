/// What the kernel's answer to a value depends on, where only the node knows it.
public enum NodeDependence: Sendable, Hashable {
    /// Whether a network interface has this index.
    case interfaceIndex(Int32)
    /// Whether a network interface has this name.
    case interfaceName(String)
    /// Whether the kernel has this congestion control module, and lets the proxy use it (net.ipv4.tcp_allowed_congestion_control).
    case congestionControl(String)
    /// Whether the kernel has this upper layer protocol, and lets a listener use it.
    case upperLayerProtocol(String)
    /// Whether a memory cgroup accounts sockets.
    case memoryCgroup
    /// CONFIG_HZ: the value must be more than a tick, which is 1, 4 or 10 ms.
    case tickRate
    /// Kernels of this release, and stable ones that took the change over, refuse what older ones take.
    case refusedSince(KernelVersion)
    /// Kernels before this release refuse it.
    case takenSince(KernelVersion)
    /// What the network card can do.
    case networkCard
    /// Whether the kernel is built with IPsec.
    case ipsec
    /// What the bytes are as IP header options (RFC 791).
    case headerOptions
    /// What the bytes are as this struct.
    case content(of: String)

    /// What must be so on the node, as a clause: "the device \"eth0\" must exist on the node".
    public var condition: String {
        switch self {
        case .interfaceIndex(let index):
            "a network interface with the index \(index) must exist on the node, and indexes differ from node to node"
        case .interfaceName(let name): "the device \"\(name)\" must exist on the node"
        case .congestionControl(let name): "the congestion module \"\(name)\" must exist on the node and be allowed there"
        case .upperLayerProtocol(let name): "the upper layer protocol \"\(name)\" must exist on the node and take a listening socket"
        case .memoryCgroup: "a memory cgroup of the node must account sockets and have as much left"
        case .tickRate: "a tick of the node's kernel must be shorter (CONFIG_HZ: 1, 4 or 10 ms)"
        case .refusedSince(let version):
            "the node's kernel must be older than \(version), and than the stable releases with the same change"
        case .takenSince(let version): "the node's kernel must be \(version) or later"
        case .networkCard: "the node's network card must be able to do it"
        case .ipsec: "the node's kernel must have IPsec"
        case .headerOptions: "the node's kernel must take the bytes as IP header options"
        case .content(let name): "the node's kernel must take the bytes as \(name), which only it can tell"
        }
    }

    /// What the kernel answers elsewhere, by the errnos' usual names.
    public var refusal: String {
        switch self {
        case .interfaceIndex: "EADDRNOTAVAIL"
        case .interfaceName: "ENODEV"
        case .congestionControl: "ENOENT or EPERM"
        case .upperLayerProtocol: "ENOENT or ENOTCONN"
        case .memoryCgroup: "EOPNOTSUPP or ENOMEM"
        case .tickRate, .refusedSince, .takenSince, .headerOptions: "EINVAL"
        case .networkCard: "EOPNOTSUPP or EINVAL"
        case .ipsec: "ENOPROTOOPT"
        case .content: "EINVAL"
        }
    }

    /// A value that every node takes, where the option is of no use without one; nil where leaving it out will do.
    public var takenEverywhere: Int64? { self == .tickRate ? 20_000 : nil }

    /// What to write instead; nil where a value that every node takes will do.
    public var instead: String? {
        switch self {
        case .interfaceIndex: "write 0, or remove it"
        case .interfaceName: "remove it: the listener then hears every interface"
        case .congestionControl: "remove it, and set net.ipv4.tcp_congestion_control on the nodes"
        case .tickRate: "write more than 10000"
        case .refusedSince, .takenSince: nil
        case .content: "remove it, or try it on a node with `sockwarden probe`"
        case .upperLayerProtocol, .memoryCgroup, .networkCard, .ipsec, .headerOptions: "remove it"
        }
    }
}
