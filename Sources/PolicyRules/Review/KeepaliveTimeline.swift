import PolicyKinds

/// One keepalive setting as it runs in time, beside everything on the way that has a clock of its own: what drawings are made of.
///
/// All times are seconds since the last packet of the connection.
public struct KeepaliveTimeline: Sendable, Hashable {
    /// The numbers in force.
    public let keepalive: Keepalive
    /// The other clocks, the shortest first.
    public let marks: [Mark]
    /// The one-way packet loss that the environment assumes, as a fraction: 0.001 is 0.1 %.
    public let packetLoss: Double
    /// The chance of a false drop a day from which on there is a warning, as a fraction.
    public let falseDropsLimit: Double

    /// A clock on the way that runs while a connection is silent.
    public struct Mark: Sendable, Hashable {
        /// Whose it is: "aws-nlb", "idleTimeout".
        public let label: String
        /// When it is up. Above 0.
        public let seconds: Double
        /// Whose clock, and what stops it.
        public let owner: Owner

        /// A mark; seconds above 0.
        public init(label: String, seconds: Double, owner: Owner) {
            self.label = label
            self.seconds = seconds
            self.owner = owner
        }
    }

    /// Whose clock it is, and what a probe does to it.
    public enum Owner: Sendable, Hashable {
        /// It forgets the connection; a probe that passes in time starts its clock anew.
        case middlebox
        /// It counts data only: no probe helps.
        case proxy
        /// The idle timeout of the application protocol on the same object: it closes the connection, whatever probes say.
        case application
        /// The application protocol's own PINGs find a dead peer then.
        case ping
    }

    /// A timeline of numbers, with what else is on the way.
    public init(keepalive: Keepalive, marks: [Mark] = [], packetLoss: Double = 0.001, falseDropsLimit: Double = 0.01) {
        self.keepalive = keepalive
        self.marks = marks.enumerated().sorted { ($0.element.seconds, $0.offset) < ($1.element.seconds, $1.offset) }.map(\.element)
        self.packetLoss = packetLoss
        self.falseDropsLimit = falseDropsLimit
    }

    /// Silence before the first probe.
    public var idle: Int64 { keepalive.idle }
    /// From one probe to the next.
    public var interval: Int64 { keepalive.interval }
    /// Probes that are sent before the connection is given up; a user timeout may have taken the count's place.
    public var count: Int64 { keepalive.countInForce }
    /// When a dead peer is noticed: one interval after the last probe.
    public var detection: Int64 { keepalive.detectionTime }
    /// When the last of all clocks is up: where an axis may end.
    public var end: Double { max(Double(detection), marks.last?.seconds ?? 0) }

    /// When each probe is sent, as long as none is answered.
    /// - Parameter limit: how many at most; a user timeout may be worth millions.
    public func probeTimes(atMost limit: Int) -> [Int64] {
        (0..<min(Int64(limit), max(0, count))).map { idle + $0 * interval }
    }

    /// The chance that a healthy connection, idle all day, is cut within 24 hours, as a fraction.
    /// - Parameter loss: one-way packet loss as a fraction.
    public func falseDropsPerDay(loss: Double) -> Double { keepalive.falseDropsPerDay(loss: loss) }
}

extension KeepaliveTimeline {
    /// Of one configuration: the middleboxes on its way, and what its object says of the application.
    init(
        _ keepalive: Keepalive, _ application: ApplicationTimeouts, _ middleboxes: [Middlebox], packetLoss: Double, falseDropsLimit: Double
    ) {
        var marks = middleboxes.map {
            Mark(label: $0.name, seconds: Double($0.idleTimeout), owner: $0.probesReset ? .middlebox : .proxy)
        }
        if let timeout = application.idleTimeout.value, timeout.nanoseconds > 0 {
            let field = application.idleTimeoutPath?.split(separator: ".").last.map(String.init) ?? "idle timeout"
            marks.append(Mark(label: field, seconds: Self.seconds(timeout), owner: .application))
        }
        if let interval = application.http2PingInterval.value, let timeout = application.http2PingTimeout.value,
            interval.nanoseconds > 0, timeout.nanoseconds > 0
        {
            marks.append(Mark(label: "HTTP/2 PING", seconds: Self.seconds(interval) + Self.seconds(timeout), owner: .ping))
        }
        self.init(keepalive: keepalive, marks: marks, packetLoss: packetLoss, falseDropsLimit: falseDropsLimit)
    }

    private static func seconds(_ duration: GoDuration) -> Double { Double(duration.nanoseconds) / 1_000_000_000 }
}
