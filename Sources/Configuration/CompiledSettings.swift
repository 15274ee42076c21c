public import PolicyKinds
public import PolicyRules

/// Settings, ready to review by: what follows from them alone is worked out once, when they are read.
public struct CompiledSettings: Sendable {
    /// `exemptions`.
    public let exemptions: Exemptions
    /// An array of one, as most clusters need no other answer.
    private let general: [ReviewSettings]
    private let entries: [(match: EnvironmentMatch, settings: ReviewSettings)]

    /// Compiles what a file says.
    public init(_ settings: Settings) {
        exemptions = settings.exemptions
        general = [ReviewSettings(settings, index: nil)]
        entries = settings.environments.enumerated().map { ($1.match, ReviewSettings($1.settings, index: $0)) }
    }

    /// The settings that hold for an object: those of the first entry of `environments` that fits, else the general ones.
    ///
    /// That is asked for each gateway by itself. Mostly all have the same answer. Where they have not, the object must hold in each: else
    /// whoever names one more gateway would choose by which settings he is judged. What may be applied to any gateway, by a selector or
    /// because it is about backends, must hold for all that the entries name.
    /// - Parameter namespace: "" where it has none.
    /// - Returns: each once, in the order of the gateways; never none.
    public func reached(by object: PolicyObject, in namespace: String) -> [ReviewSettings] {
        entries.isEmpty ? general : reached(by: object.reading.gateways, in: namespace)
    }

    /// The same for the names of gateways.
    ///
    /// - Parameter gateways: nil for what may be any; none is the same.
    public func reached(by gateways: [String?], in namespace: String) -> [ReviewSettings] {
        var reached: [ReviewSettings] = []
        var asked: Set<String?> = []
        for gateway in gateways.isEmpty ? [nil] : gateways where asked.insert(gateway).inserted {
            for settings in settings(for: gateway, in: namespace) where !reached.contains(where: { $0.index == settings.index }) {
                reached.append(settings)
            }
        }
        return reached
    }

    private func settings(for gateway: String?, in namespace: String) -> [ReviewSettings] {
        var reached: [ReviewSettings] = []
        for (match, settings) in entries where match.mayFit(gateway: gateway, in: namespace) {
            reached.append(settings)
            if gateway != nil || match.isForAnyGateway { return reached }
        }
        return reached + general
    }
}

/// What one object is reviewed by.
public struct ReviewSettings: Sendable {
    /// Which of `environments`; nil for the general settings.
    public let index: Int?
    /// What the proxies run on.
    public let environment: CompiledEnvironment
    /// `rules` and `enforcement`.
    public let rules: RuleSettings
    private let annotations: ReviewContext.AnnotationReach

    init(_ settings: Settings, index: Int?) {
        self.index = index
        environment = CompiledEnvironment(settings.environment)
        rules = settings.rules
        annotations = settings.annotations
    }

    /// The context of a review by them; see ``ReviewContext``.
    public func context(
        operation: ReviewContext.Operation = .create, oldObject: PolicyObject? = nil, origin: ReviewContext.Origin, day: CalendarDay
    ) -> ReviewContext {
        ReviewContext(
            environment: environment, rules: rules, operation: operation, oldObject: oldObject, origin: origin, day: day,
            annotations: annotations)
    }
}
