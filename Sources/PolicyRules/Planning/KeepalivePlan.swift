public import SocketOptions

/// A keepalive that was chosen, and why.
public struct KeepalivePlan: Sendable {
    /// The numbers.
    public let keepalive: Keepalive
    private let constraints: [KeepaliveConstraint]
    private let middleboxes: [Middlebox]
    /// What would be chosen without one of the constraints, the most wilful first.
    private let without: [(constraint: KeepaliveConstraint, keepalive: Keepalive)]

    init(_ keepalive: Keepalive, _ constraints: [KeepaliveConstraint], middleboxes: [Middlebox]) {
        self.keepalive = keepalive
        self.constraints = constraints
        self.middleboxes = middleboxes
        without = constraints.indices.reversed().compactMap { index in
            var others = constraints
            let constraint = others.remove(at: index)
            return KeepaliveBounds(others).best.map { (constraint, $0) }
        }
    }

    /// The number of a role.
    public func value(of role: KeepaliveRole) -> Int64 { Self.value(of: role, in: keepalive) }

    /// Why a number is what it is, in a line: "15 s of silence before the first probe, not the usual 60 s: detection within 30 s …".
    public func reason(for role: KeepaliveRole) -> String {
        let value = value(of: role)
        let (what, usual) =
            switch role {
            case .enable: ("keepalive is on", "")
            case .idle: ("\(seconds(value)) of silence before the first probe", "\(KeepaliveBounds.usual.idle) s")
            case .interval: ("\(seconds(value)) from one probe to the next", "\(KeepaliveBounds.usual.interval) s")
            case .count:
                ("\(value) unanswered probe\(value == 1 ? "" : "s") end the connection", "\(KeepaliveBounds.usual.count)")
            }
        if role == .enable { return what }
        if constraints.contains(where: { $0 == .wish(role, value) }) { return "\(what), as asked for" }
        if let clause = constraints.lazy.compactMap({ $0.fixing(role) }).first { return "\(what): \(clause)" }
        if value == Self.value(of: role, in: KeepaliveBounds.usual) { return "\(what), as is usual" }
        let causes = causes(of: role)
        return "\(what), not the usual \(usual)" + (causes.isEmpty ? "" : ", for \(enumeration(causes))")
    }

    /// What it comes to, a line each: detection, false drops, middleboxes.
    public var consequences: [String] {
        let (idle, interval, count) = (keepalive.idle, keepalive.interval, keepalive.count)
        var lines = ["A dead peer is noticed after \(idle) + \(count) × \(interval) = \(seconds(keepalive.detectionTime))."]
        let reset = middleboxes.filter { $0.probesReset }.sorted { $0.idleTimeout < $1.idleTimeout }
        if !reset.isEmpty {
            let forgets = reset.count == 1 ? "forgets" : "forget"
            lines.append(
                "A probe that is lost is repeated \(idle + interval) s after the last packet, before \(enumeration(reset.map(\.title))) "
                    + "\(forgets) the connection.")
        }
        for case .falseDrops(let loss, let limit) in constraints {
            lines.append(
                "At \(configuredPercentage(loss)) packet loss \(percentage(keepalive.falseDropsPerDay(loss: loss))) of healthy connections that "
                    + "are idle all day are cut; the limit is \(configuredPercentage(limit)).")
        }
        return lines
    }

    /// What the number would not be without.
    private func causes(of role: KeepaliveRole) -> [String] {
        without.filter { Self.value(of: role, in: $0.keepalive) != value(of: role) }.map(\.constraint.words)
    }

    private static func value(of role: KeepaliveRole, in keepalive: Keepalive) -> Int64 {
        switch role {
        case .enable: 1
        case .idle: keepalive.idle
        case .interval: keepalive.interval
        case .count: keepalive.count
        }
    }
}

extension KeepaliveConstraint {
    /// Why nobody can choose a role's number; nil where one can.
    fileprivate func fixing(_ role: KeepaliveRole) -> String? {
        if case .fixed(role, _, let clause) = self { clause } else { nil }
    }
}
