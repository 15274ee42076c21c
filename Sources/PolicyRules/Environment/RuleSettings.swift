/// `rules` of the configuration file: what a cluster makes of a rule's findings.
public struct RuleSettings: Sendable, Hashable {
    /// What becomes of a rule's findings.
    public enum Setting: Sendable, Hashable {
        case off
        case severity(Severity)
    }

    /// By rule code.
    public var byCode: [String: Setting] = [:]

    /// Every rule as it comes.
    public init() {}
}
