import SocketOptions

#if canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// TCP keepalive as a socket has it, and what follows from it. Times in seconds unless a name says otherwise.
public struct Keepalive: Sendable, Hashable {
    /// Linux's defaults (tcp(7)): tcp_keepalive_time, tcp_keepalive_intvl, tcp_keepalive_probes.
    public static let defaultIdle: Int64 = 7200
    /// tcp_keepalive_intvl, seconds.
    public static let defaultInterval: Int64 = 75
    /// tcp_keepalive_probes.
    public static let defaultCount: Int64 = 9

    /// The kernel's default of a setting, in seconds or probes; that keepalive is on counts as 1.
    static func kernelDefault(of role: KeepaliveRole) -> Int64 {
        switch role {
        case .enable: 1
        case .idle: defaultIdle
        case .interval: defaultInterval
        case .count: defaultCount
        }
    }

    /// Silence before the first probe, seconds.
    public var idle: Int64
    /// Between probes, seconds.
    public var interval: Int64
    /// Unanswered probes after which the connection is closed.
    public var count: Int64
    /// TCP_USER_TIMEOUT in milliseconds; nil or 0 leaves the count in charge.
    public var userTimeout: Int64?

    /// Settings; what is left out is Linux's default.
    public init(idle: Int64 = defaultIdle, interval: Int64 = defaultInterval, count: Int64 = defaultCount, userTimeout: Int64? = nil) {
        self.idle = idle
        self.interval = interval
        self.count = count
        self.userTimeout = userTimeout
    }

    /// The probes that are sent before the connection is given up.
    ///
    /// With TCP_USER_TIMEOUT the kernel looks at the time instead of the count, but only when a probe is due (measured, see the network
    /// tests; tcp(7)): at least one probe, and as many as fit until the time is up.
    public var countInForce: Int64 {
        guard let userTimeout, userTimeout > 0 else { return count }
        let rest = userTimeout - idle * 1000
        return max(1, (rest + interval * 1000 - 1) / (interval * 1000))
    }

    /// Seconds from the last sign of life until a dead peer is noticed.
    public var detectionTime: Int64 { idle + interval * countInForce }

    /// The chance that a healthy connection, idle all day, is cut within 24 hours.
    ///
    /// - Parameter loss: one-way packet loss as a fraction, taken as independent. A probe and its answer must both arrive.
    public func falseDropsPerDay(loss: Double) -> Double {
        let unanswered = 1 - (1 - loss) * (1 - loss)
        let cut = pow(unanswered, Double(countInForce))
        // 1 - (1 - cut)^cycles, exact also where cut is tiny.
        return -expm1(86_400 / Double(max(idle, 1)) * log1p(-cut))
    }

    /// Packets an hour that 10,000 idle, healthy connections make: a probe and its answer each time the idle time has passed.
    public var packetsPerHourOf10000: Int64 { 10_000 * 2 * 3600 / max(idle, 1) }
}
