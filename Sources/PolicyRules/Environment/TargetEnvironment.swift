public import PolicyKinds
public import SocketOptions

/// What the gateway's proxies run on and what stands on the way: `environment` of the configuration file.
public struct TargetEnvironment: Sendable, Hashable {
    /// An option must hold on all of them. Never empty.
    public var platforms: [TargetPlatform] = [.linuxAMD64, .linuxARM64]
    /// The oldest kernel of the nodes.
    public var kernel = KernelVersion(5, 10)
    /// What the gateway binds.
    public var listenerFamily = ListenerFamily.dual
    /// What the proxy's container keeps. Stock gateways keep this one, to bind ports below 1024.
    public var capabilities: CapabilitySet = .netBindService
    /// The releases in the cluster, by the product's name, and Envoy's own as "envoy". A product that is not named: any released one.
    public var releases: [String: Release] = [:]
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
