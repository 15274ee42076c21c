public import PolicyRules

/// What the configuration file says: the same for the webhook and the linter.
public struct Settings: Sendable, Hashable {
    /// `environment`.
    public var environment = TargetEnvironment()
    /// `rules` and `enforcement`.
    public var rules = RuleSettings()
    /// `suppressions.admission`: which findings an object's author may silence by annotation, in the cluster and in the linter alike.
    public var annotations = ReviewContext.AnnotationReach.warnings
    /// `exemptions`: requests that the webhook lets through unseen.
    public var exemptions = Exemptions()
    /// `environments`: settings for some namespaces and gateways, in the order of the file.
    public var environments: [MatchedSettings] = []
    /// What is still read and has a newer spelling: a line each, with its place, ready to print behind the file's name.
    public var hints: [String] = []

    /// The defaults.
    public init() {}

    /// `enforcement`: what becomes of the findings of rules that have none of their own.
    public var enforcement: Enforcement {
        get { rules.enforcement }
        set { rules.enforcement = newValue }
    }
}

/// Who is let through without a review.
public struct Exemptions: Sendable, Hashable {
    /// Of the object.
    public var namespaces: [String] = []
    /// Of who asks, for example `system:serviceaccount:argocd:argocd`.
    public var usernames: [String] = []
    /// Of who asks.
    public var groups: [String] = []

    /// The defaults.
    public init() {}
}
