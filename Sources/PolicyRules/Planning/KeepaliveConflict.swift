import SocketOptions

/// Things that cannot be had at once of a keepalive: as few as do not go together, and what would do instead.
public struct KeepaliveConflict: Error, Sendable {
    /// One line: "an idle time of 60 s (--idle) and detection within 60 s (--detect-within) do not go together; --idle 54s would do".
    public let message: String

    /// - Parameter constraints: those that nothing fits, what is blamed last first.
    init(among constraints: [KeepaliveConstraint]) {
        let blamed = Self.pair(constraints) ?? Self.fewest(constraints)
        let remedies = blamed.compactMap { constraint in
            constraint.remedy(among: KeepaliveBounds(constraints.filter { $0 != constraint }))
        }
        let words = blamed.map(\.words)
        let given = words.count > 2 ? ", with \(enumeration(Array(words[2...])))" : ""
        message =
            enumeration(Array(words.prefix(2))) + (words.count > 1 ? " do not go together" : " cannot be had") + given
            + (remedies.isEmpty ? "" : "; \(enumeration(remedies, "or")) would do")
    }

    /// Two that alone do not go together, the later ones first; nil where it takes more.
    private static func pair(_ constraints: [KeepaliveConstraint]) -> [KeepaliveConstraint]? {
        let blamed = Array(constraints.reversed())
        for (index, first) in blamed.enumerated() {
            for second in blamed[(index + 1)...] where KeepaliveBounds([first, second]).best == nil { return [first, second] }
        }
        return nil
    }

    /// What is not needed for the conflict is left out, one after the other: what remains is a conflict without anything to spare.
    private static func fewest(_ constraints: [KeepaliveConstraint]) -> [KeepaliveConstraint] {
        var rest = constraints
        for constraint in constraints {
            let fewer = rest.filter { $0 != constraint }
            if KeepaliveBounds(fewer).best == nil { rest = fewer }
        }
        return rest.reversed()
    }

    /// - Parameter deaf: middleboxes whose timers no probe resets.
    init(_ deaf: [Middlebox]) {
        message =
            "a keepalive and an open connection through \(enumeration(deaf.map(\.title))) do not go together: probes do not reset the idle timer "
            + "there (SW206); raise that timeout and let the application send data in time, or leave it out here"
    }
}

extension KeepaliveConstraint {
    /// What would do in its place, ready for "… would do"; nil where nothing does, or where it is nobody's to change.
    /// - Parameter others: all other constraints.
    fileprivate func remedy(among others: KeepaliveBounds) -> String? {
        switch self {
        case .kernel, .product, .fixed, .unit, .twoProbes: return nil
        case .wish(let role, let value):
            return others.nearest(value, of: role).map { "\(role.flag) \($0)\(role == .count ? "" : "s")" }
        case .detection(_, let isWished):
            return others.shortestDetection.map { isWished ? "--detect-within \($0)s" : "a thresholds.detection of \($0)s" }
        case .middlebox(let middlebox):
            return others.earliestSecondProbe.map { "an idle timeout of \($0 + 1) s at \(middlebox.name)" }
        case .probeInterval(let least): return others.nearest(least, of: .interval).map { "a thresholds.probeInterval of \($0)s" }
        case .probeEvery(let least): return others.nearest(least, of: .idle).map { "a thresholds.probeEvery of \($0)s" }
        case .falseDrops(let loss, _):
            // Nobody wants to lose more than that.
            return others.leastFalseDrops(loss: loss).flatMap {
                $0 < 0.1 ? "a thresholds.falseDropsPerDay of \(Self.percentage(atLeast: $0))" : nil
            }
        }
    }

    /// A fraction rounded up as the configuration writes it: "1.3%". Below a hundredth of a percent there is no need to be exact.
    private static func percentage(atLeast fraction: Double) -> String {
        let hundredths = Int((min(1, fraction) * 10_000).rounded(.up))
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        return rest == 0 ? "\(whole)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest % 10 == 0 ? rest / 10 : rest)%"
    }
}
