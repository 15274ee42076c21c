/// `rules` and `enforcement` of the configuration file: what a cluster makes of a rule's findings.
public struct RuleSettings: Sendable, Hashable {
    /// What becomes of one rule's findings.
    public struct Setting: Sendable, Hashable {
        /// Whether the rule speaks, and how loud.
        public enum Grade: Sendable, Hashable {
            case off
            case severity(Severity)
        }

        /// nil keeps the severities that the rule gives.
        public var grade: Grade?
        /// nil leaves it to ``RuleSettings/enforcement``.
        public var enforcement: Enforcement?

        /// A setting; one that says nothing by default.
        public init(grade: Grade? = nil, enforcement: Enforcement? = nil) {
            self.grade = grade
            self.enforcement = enforcement
        }

        /// The rule finds nothing.
        public static let off = Setting(grade: .off)
        /// All that the rule finds has this severity.
        public static func severity(_ severity: Severity) -> Setting { Setting(grade: .severity(severity)) }
    }

    /// By rule code.
    public var byCode: [String: Setting] = [:]
    /// What becomes of the findings of rules that have no enforcement of their own.
    public var enforcement = Enforcement.deny

    /// Every rule as it comes.
    public init() {}

    /// Whether every finding stays as its rule made it.
    var changeNothing: Bool { byCode.isEmpty && enforcement == .deny }
}

/// What becomes of findings in the cluster.
public enum Enforcement: String, Sendable, Hashable, CaseIterable {
    /// An error denies the object.
    case deny
    /// The object is allowed, errors and warnings alike are warnings.
    case warn
    /// The object is allowed, and only the audit log says what was found.
    case audit
}
