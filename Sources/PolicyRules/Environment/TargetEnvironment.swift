public import SocketOptions

/// What the gateway's proxies run on and what stands on the way: `environment` of the configuration file.
public struct TargetEnvironment: Sendable, Hashable {
    /// An option must hold on all of them. Never empty.
    public var platforms: [TargetPlatform] = [.linuxAMD64, .linuxARM64]
    /// The oldest kernel of the nodes.
    public var kernel = KernelVersion(5, 10)
    /// What the gateway binds.
    public var listenerFamily = ListenerFamily.dual
    /// What the proxy's container keeps. Stock kgateway keeps this one.
    public var capabilities: CapabilitySet = .netBindService
    /// The kgateway release in the cluster; nil for any released one.
    public var kgateway: KgatewayVersion?
    /// On the way from clients to the gateway.
    public var middleboxes: [Middlebox] = [.awsNLB, .azureLB, .gcpFirewall]
    /// On the way from the gateway to backends.
    public var upstreamMiddleboxes: [Middlebox] = []
    /// One-way packet loss assumed for false drops, as a fraction: 0.001 is 0.1 %.
    public var packetLoss = 0.001
    /// `thresholds` of the configuration file.
    public var thresholds = Thresholds()

    /// The defaults.
    public init() {}
}

/// What a gateway's listeners bind.
public enum ListenerFamily: String, Sendable, Hashable, CaseIterable {
    /// 0.0.0.0
    case ipv4
    /// "::", IPv6 only.
    case ipv6
    /// "::" that accepts IPv4 as well.
    case dual

    /// The address family of the listening socket.
    public var socketFamily: AddressFamily { self == .ipv4 ? .ipv4 : .ipv6 }
}

/// Where a risk begins to be worth a warning.
public struct Thresholds: Sendable, Hashable {
    /// The chance that a healthy connection, idle all day, is cut within the day, as a fraction.
    public var falseDropsPerDay = 0.01
    /// Seconds until a dead peer is noticed.
    public var detection: Int64 = 900
    /// Idle time in seconds below which probes are too often.
    public var probeEvery: Int64 = 10
    /// Interval in seconds below which probes are too often.
    public var probeInterval: Int64 = 2

    /// The defaults.
    public init() {}
}

/// A kgateway release line: "2.2".
public struct KgatewayVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first number.
    public let major: Int
    /// The second number.
    public let minor: Int

    /// A release line of two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// By release.
    public static func < (left: KgatewayVersion, right: KgatewayVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// As people write it: "2.3".
    public var description: String { "\(major).\(minor)" }

    /// The first release that serves `tcpKeepalive` on a ListenerPolicy, and ships an Envoy (1.37) that knows `Listener.tcp_keepalive`.
    static let withListenerKeepalive = KgatewayVersion(2, 3)
}
