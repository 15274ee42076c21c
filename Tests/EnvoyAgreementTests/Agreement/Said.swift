import PolicyRules

/// What a review's findings say of a policy's fate.
struct Said {
    /// Codes of the errors.
    let errors: [String]
    /// Whether a finding says that the node decides.
    let isNodeDependent: Bool

    init(_ findings: [Finding]) {
        errors = findings.filter { $0.severity == .error }.map(\.rule.code)
        isNodeDependent = findings.contains { $0.rule.code == "SW126" }
    }

    /// Whether its author was told before Envoy lost the policy.
    var foretellsLoss: Bool { !errors.isEmpty || isNodeDependent }

    /// The errors that say that the kernel or Envoy's parser refuses something.
    var refusals: [String] { errors.filter(Self.refusing.contains) }

    private static let refusing: Set<String> = [
        "SW101", "SW102", "SW104", "SW106", "SW107", "SW108", "SW110", "SW112", "SW113", "SW114", "SW115", "SW124",
    ]
}
