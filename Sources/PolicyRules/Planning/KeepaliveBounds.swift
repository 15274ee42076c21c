import SocketOptions

/// Where a keepalive may lie: what a set of constraints comes to, and the search in it.
///
/// With the count chosen, two sums of idle time and interval are bounded from above (detection, the second probe) and the idle time from below
/// (false drops): so a shorter interval never shuts out an idle time, and of each count and interval the idle times that fit are one range. The
/// search is exact and looks at some twenty intervals for each of at most 127 counts.
struct KeepaliveBounds {
    private var idle = 1...Self.most
    private var interval = 1...Self.most
    private var count = 1...Self.most
    /// Whether two constraints leave nothing for one of the three.
    private var isEmpty = false
    /// idle + interval × count is at most this.
    private var detection = Int64.max
    /// idle + interval is below this.
    private var secondProbe = Int64.max
    private var falseDrops: (loss: Double, limit: Double)?
    private var avoidsThousands = false

    /// Where the kernel's own maxima are set aside to see whether they are what does not fit. Products of two stay below 2^63.
    private static let most: Int64 = 1 << 30

    init(_ constraints: [KeepaliveConstraint]) {
        for constraint in constraints {
            switch constraint {
            case .kernel(let role): limit(role, to: 1...(role.maximum ?? Self.most))
            case .product(let role, let range, _): limit(role, to: range)
            case .fixed(let role, let value, _), .wish(let role, let value): limit(role, to: value...value)
            case .unit: avoidsThousands = true
            case .twoProbes: limit(.count, to: 2...Self.most)
            case .probeInterval(let least): limit(.interval, to: least...max(least, Self.most))
            case .probeEvery(let least): limit(.idle, to: least...max(least, Self.most))
            case .falseDrops(let loss, let limit): falseDrops = (loss, limit)
            case .middlebox(let middlebox): secondProbe = min(secondProbe, middlebox.idleTimeout)
            case .detection(let time, _): detection = min(detection, time)
            }
        }
    }

    private mutating func limit(_ role: KeepaliveRole, to range: ClosedRange<Int64>) {
        func cut(_ own: ClosedRange<Int64>) -> ClosedRange<Int64> {
            guard own.overlaps(range) else { return own }
            return own.clamped(to: range)
        }
        switch role {
        case .enable: break
        case .idle:
            isEmpty = isEmpty || !idle.overlaps(range)
            idle = cut(idle)
        case .interval:
            isEmpty = isEmpty || !interval.overlaps(range)
            interval = cut(interval)
        case .count:
            isEmpty = isEmpty || !count.overlaps(range)
            count = cut(count)
        }
    }

    /// What is usual: a minute of silence, then every 20 s, three times.
    static let usual = Keepalive(idle: 60, interval: 20, count: 3)

    /// The best one; nil where nothing fits. See `KeepalivePlanner` for what is better.
    var best: Keepalive? {
        var best: (excess: Int64, keepalive: Keepalive)?
        // The better count first: a later one must spare idle time.
        for count in counts.filter({ $0 >= Self.usual.count }) + counts.filter({ $0 < Self.usual.count }).reversed() {
            guard let found = self.best(of: count) else { continue }
            let excess = max(0, found.idle - Self.usual.idle)
            if best.map({ excess < $0.excess }) ?? true { best = (excess, found) }
            if excess == 0 { break }
        }
        return best?.keepalive
    }

    /// The best one of a count.
    private func best(of count: Int64) -> Keepalive? {
        guard let least = leastIdle(count) else { return nil }
        var best: (rank: (Int64, Int64, Int64, Int64), keepalive: Keepalive)?
        for interval in interval.lowerBound...min(interval.upperBound, max(Self.usual.interval, interval.lowerBound + 1))
        where isAllowed(interval) {
            guard let idle = nearest(Self.usual.idle, from: least, to: mostIdle(interval, count)) else { continue }
            let rank = (
                max(0, idle - Self.usual.idle), -min(idle, 3 * interval, Self.usual.idle), abs(idle - Self.usual.idle),
                abs(interval - Self.usual.interval)
            )
            if best.map({ rank < $0.rank }) ?? true { best = (rank, Keepalive(idle: idle, interval: interval, count: count)) }
        }
        return best?.keepalive
    }

    // MARK: - What would do instead

    /// The value of a role nearest to this one with which the other two fit; nil where none does.
    func nearest(_ value: Int64, of role: KeepaliveRole) -> Int64? {
        let fitting: [Int64] = counts.compactMap { count in
            guard let least = leastIdle(count), let shortest = shortestInterval else { return nil }
            guard let idle = nearest(value, from: least, to: mostIdle(shortest, count)) else { return nil }
            switch role {
            case .enable: return nil
            case .idle: return idle
            case .interval:
                let most = min(interval.upperBound, (detection - least) / count, secondProbe == .max ? .max : secondProbe - 1 - least)
                return nearest(value, from: shortest, to: most)
            case .count: return count
            }
        }
        return fitting.min { (abs($0 - value), $0) < (abs($1 - value), $1) }
    }

    /// The shortest time of detection; nil where nothing fits whatever the time.
    var shortestDetection: Int64? { shortest { least, interval, count in least + interval * count } }
    /// When the second probe can be sent at the earliest, seconds; nil where nothing fits.
    var earliestSecondProbe: Int64? { shortest { least, interval, _ in least + interval } }
    /// The smallest chance of a false drop a day at a loss; nil where nothing fits.
    func leastFalseDrops(loss: Double) -> Double? {
        guard let interval = shortestInterval else { return nil }
        return counts.compactMap { count in
            guard let least = leastIdle(count), case let most = mostIdle(interval, count), least <= most else { return nil }
            return Keepalive(idle: most, interval: interval, count: count).falseDropsPerDay(loss: loss)
        }.min()
    }

    private func shortest(_ time: (Int64, Int64, Int64) -> Int64) -> Int64? {
        guard let interval = shortestInterval else { return nil }
        return counts.compactMap { count in
            leastIdle(count).flatMap { $0 <= mostIdle(interval, count) ? time($0, interval, count) : nil }
        }.min()
    }

    // MARK: - Steps of the search

    /// Of counts that no kernel takes a few are enough to tell that they are the reason.
    private var counts: ClosedRange<Int64> { count.lowerBound...min(count.upperBound, count.lowerBound + 199) }

    private var shortestInterval: Int64? {
        let first = interval.lowerBound
        if isAllowed(first) { return first }
        return first + 1 <= interval.upperBound ? first + 1 : nil
    }

    private func isAllowed(_ seconds: Int64) -> Bool { !avoidsThousands || seconds < 1000 || seconds % 1000 != 0 }

    /// The longest idle time with which detection and the second probe are in time.
    private func mostIdle(_ interval: Int64, _ count: Int64) -> Int64 {
        min(idle.upperBound, detection - interval * count, secondProbe == .max ? .max : secondProbe - 1 - interval)
    }

    /// The shortest idle time with which false drops are rare enough. They fall as it grows.
    private func leastIdle(_ count: Int64) -> Int64? {
        guard !isEmpty else { return nil }
        guard let (loss, limit) = falseDrops else { return idle.lowerBound }
        func holds(_ idle: Int64) -> Bool { Keepalive(idle: idle, interval: 1, count: count).falseDropsPerDay(loss: loss) <= limit }
        if holds(idle.lowerBound) { return idle.lowerBound }
        var (short, long) = (idle.lowerBound, idle.upperBound)
        guard holds(long) else { return nil }
        while long - short > 1 {
            let middle = short + (long - short) / 2
            if holds(middle) { long = middle } else { short = middle }
        }
        return long
    }

    /// The number between two that is nearest to a third and is none of those to avoid.
    private func nearest(_ value: Int64, from least: Int64, to most: Int64) -> Int64? {
        guard least <= most else { return nil }
        let number = min(max(value, least), most)
        if isAllowed(number) { return number }
        return number - 1 >= least ? number - 1 : number + 1 <= most ? number + 1 : nil
    }
}
