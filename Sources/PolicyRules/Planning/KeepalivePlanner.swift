import PolicyKinds

/// Chooses what somebody leaves open of a keepalive, so that everything holds: what is asked for, what the kernel and the product take, and
/// every rule about keepalive in force (SW205 to SW210, SW212).
///
/// A pure function, and exact: where anything fits, it finds the best. Better is, in this order:
/// 1. an idle time that is no longer than the usual 60 s, or as little longer as can be;
/// 2. three probes; else more, as few as can be; two only where more do not fit;
/// 3. the usual 60 s and 20 s, both shortened in proportion where they do not fit (30 s for detection: 15 s and 5 s);
/// 4. what is left of the time goes to the idle time, which saves packets, and then to the interval.
public struct KeepalivePlanner: Sendable {
    private let wish: KeepaliveWish
    private let limits: KeepaliveLimits
    private let environment: TargetEnvironment
    private let rules: RuleSettings

    /// A planner for a setting's limits in an environment. Where the wish asks for less than the environment's thresholds, these count as well.
    public init(
        _ wish: KeepaliveWish, within limits: KeepaliveLimits, in environment: TargetEnvironment, rules: RuleSettings = RuleSettings()
    ) {
        self.wish = wish
        self.limits = limits
        self.environment = environment
        self.rules = rules
    }

    /// The best keepalive, and why it is that.
    /// - Throws: what cannot be had at once.
    public func plan() throws(KeepaliveConflict) -> KeepalivePlan {
        let deaf = deafMiddleboxes
        guard deaf.isEmpty else { throw KeepaliveConflict(deaf) }
        let constraints = KeepaliveConstraint.all(wish, limits, environment, rules)
        guard let keepalive = KeepaliveBounds(constraints).best else { throw KeepaliveConflict(among: constraints) }
        return KeepalivePlan(keepalive, constraints, middleboxes: middleboxes)
    }

    /// What is usual, whatever the wish: to see whether a setting can hold any keepalive at all.
    public var usual: KeepalivePlan { KeepalivePlan(KeepaliveBounds.usual, [], middleboxes: []) }

    /// The environment that a plan is made for: with what the wish adds to it. What is planned earns no finding in it.
    public var wishedEnvironment: TargetEnvironment {
        var wished = environment
        wished.packetLoss = max(wished.packetLoss, wish.loss ?? 0)
        wished.thresholds.detection = min(wished.thresholds.detection, wish.detectWithin ?? Int64.max)
        switch limits.side {
        case .listener: wished.middleboxes = middleboxes
        case .upstream: wished.upstreamMiddleboxes = middleboxes
        }
        return wished
    }

    private var middleboxes: [Middlebox] {
        let own = limits.side == .listener ? environment.middleboxes : environment.upstreamMiddleboxes
        return own + wish.behind.filter { !own.contains($0) }
    }

    /// Those whose timers no probe resets.
    private var deafMiddleboxes: [Middlebox] {
        rules.byCode[Rule.middleboxIgnoresProbes.code] == .off ? [] : middleboxes.filter { !$0.probesReset }
    }
}
