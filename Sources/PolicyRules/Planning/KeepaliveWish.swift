/// What somebody asks of a keepalive. What is nil is left open.
public struct KeepaliveWish: Sendable, Hashable {
    /// Silence before the first probe, seconds.
    public var idle: Int64?
    /// Between probes, seconds.
    public var interval: Int64?
    /// Unanswered probes after which the connection is closed.
    public var count: Int64?
    /// Seconds within which a dead peer is to be noticed.
    public var detectWithin: Int64?
    /// One-way packet loss as a fraction. Where the environment assumes more, that counts.
    public var loss: Double?
    /// What is on the way besides the environment's own.
    public var behind: [Middlebox]

    /// A wish; of nothing by default.
    public init(
        idle: Int64? = nil, interval: Int64? = nil, count: Int64? = nil, detectWithin: Int64? = nil, loss: Double? = nil,
        behind: [Middlebox] = []
    ) {
        self.idle = idle
        self.interval = interval
        self.count = count
        self.detectWithin = detectWithin
        self.loss = loss
        self.behind = behind
    }
}
