import PolicyKinds
import SocketOptions

/// One thing that must hold of a keepalive.
enum KeepaliveConstraint: Hashable {
    /// The kernel takes no more.
    case kernel(KeepaliveRole)
    /// The product takes no more and no less.
    case product(KeepaliveRole, ClosedRange<Int64>, String)
    /// What is in force whatever is written, and why.
    case fixed(KeepaliveRole, Int64, String)
    /// Raw seconds must not look like milliseconds.
    case unit
    /// One lost packet must not be the end.
    case twoProbes
    /// Seconds between probes.
    case probeInterval(Int64)
    /// Seconds of silence before a probe.
    case probeEvery(Int64)
    /// The chance that a healthy connection, idle all day, is cut within the day.
    case falseDrops(loss: Double, limit: Double)
    /// The second probe must come before it forgets the connection, so that one may be lost.
    case middlebox(Middlebox)
    /// Seconds until a dead peer is noticed.
    case detection(Int64, isWished: Bool)
    /// What somebody asked for.
    case wish(KeepaliveRole, Int64)

    /// All that must hold, what is blamed last when something does not fit first. A rule that is switched off asks for nothing.
    static func all(
        _ wish: KeepaliveWish, _ limits: KeepaliveLimits, _ environment: TargetEnvironment, _ rules: RuleSettings
    ) -> [KeepaliveConstraint] {
        func isOn(_ rule: Rule) -> Bool { rules.byCode[rule.code] != .off }
        let thresholds = environment.thresholds
        var all: [KeepaliveConstraint] = KeepaliveRole.tuning.map { .kernel($0) }
        all += limits.ranges.map { .product($0.role, $0.range, $0.product) }
        if limits.isRaw, isOn(.unitSuspicion) { all.append(.unit) }
        if isOn(.singleProbe) { all.append(.twoProbes) }
        if isOn(.probesTooOften) { all += [.probeInterval(thresholds.probeInterval), .probeEvery(thresholds.probeEvery)] }
        all += limits.fixed.map { .fixed($0.role, $0.value, $0.clause) }
        let onTheWay = limits.side == .listener ? environment.middleboxes : environment.upstreamMiddleboxes
        let middleboxes = (isOn(.outlastsMiddlebox) ? onTheWay : []) + wish.behind
        // The shortest is the one to blame.
        all += middleboxes.filter(\.probesReset).sorted { $0.idleTimeout > $1.idleTimeout }.map { .middlebox($0) }
        let within = wish.detectWithin.flatMap { $0 <= thresholds.detection || !isOn(.slowDetection) ? $0 : nil }
        if within == nil, isOn(.slowDetection) { all.append(.detection(thresholds.detection, isWished: false)) }
        if isOn(.falseDrops) || wish.loss != nil {
            all.append(.falseDrops(loss: max(wish.loss ?? 0, environment.packetLoss), limit: thresholds.falseDropsPerDay))
        }
        if let within { all.append(.detection(within, isWished: true)) }
        all += [(KeepaliveRole.count, wish.count), (.interval, wish.interval), (.idle, wish.idle)].compactMap { role, value in
            value.map { .wish(role, $0) }
        }
        return all
    }

    /// What must hold, as a noun: "at least 2 probes (SW207)".
    var words: String {
        switch self {
        case .kernel(let role): "the kernel's maximum of \(role.maximum ?? 0)\(role.unit)"
        case .product(let role, let range, let product): "\(product)'s limits of \(range.lowerBound) to \(range.upperBound)\(role.unit)"
        case .fixed(let role, let value, let clause): "\(role.words) of \(value)\(role.unit) that nobody can change (\(clause))"
        case .unit: "raw seconds that do not look like milliseconds (SW212)"
        case .twoProbes: "at least 2 probes (SW207)"
        case .probeInterval(let seconds): "at least \(seconds) s between probes (SW209)"
        case .probeEvery(let seconds): "at least \(seconds) s of silence before a probe (SW209)"
        case .falseDrops(let loss, let limit):
            "at most \(configuredPercentage(limit)) false drops a day at \(configuredPercentage(loss)) packet loss (SW208)"
        case .middlebox(let middlebox): "a second probe before \(middlebox.title) forgets the connection (SW205)"
        case .detection(let time, let isWished):
            "detection (idle + interval × count) within \(seconds(time)) (\(isWished ? "--detect-within" : "SW210"))"
        case .wish(let role, let value): "\(role.words) of \(value)\(role.unit) (\(role.flag))"
        }
    }
}

extension KeepaliveRole {
    /// What says how keepalive works, beside the switch.
    static let tuning: [KeepaliveRole] = [.idle, .interval, .count]

    /// "an idle time".
    fileprivate var words: String {
        switch self {
        case .enable: "a switch"
        case .idle: "an idle time"
        case .interval: "an interval"
        case .count: "a count"
        }
    }
    /// " s", " probes".
    fileprivate var unit: String { self == .count ? " probes" : " s" }
    /// The command's flag for it.
    var flag: String {
        switch self {
        case .enable, .idle: "--idle"
        case .interval: "--interval"
        case .count: "--count"
        }
    }
}
