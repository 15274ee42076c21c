public import PolicyRules

/// What the configuration file says: the same for the webhook and the linter.
public struct Settings: Sendable, Hashable {
    /// `environment`.
    public var environment = TargetEnvironment()
    /// `rules`.
    public var rules = RuleSettings()
    /// `suppressions.admission`: whether annotations on an object may silence findings in the cluster.
    public var admissionSuppressions = AdmissionSuppressions.allow
    /// `exemptions`: requests that the webhook lets through unseen.
    public var exemptions = Exemptions()
    /// `enforcement`.
    public var enforcement = Enforcement.deny

    /// The defaults.
    public init() {}

    /// Whether an object's author may silence findings in the cluster.
    public enum AdmissionSuppressions: String, Sendable, Hashable, CaseIterable {
        case allow, refuse
    }
}

/// What becomes of errors in the cluster.
public enum Enforcement: String, Sendable, Hashable, CaseIterable {
    /// The object is denied.
    case deny
    /// The object is allowed, errors and warnings alike are warnings.
    case warn
    /// The object is allowed, and only the audit log says what was found.
    case audit
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
