import PolicyRules

/// What a review's findings say of a policy's fate.
struct Said {
    /// Codes of the errors.
    let errors: [String]
    /// Codes of the errors and warnings.
    let told: Set<String>
    /// Whether a finding says that the node decides.
    let isNodeDependent: Bool

    init(_ findings: [Finding]) {
        errors = findings.filter { $0.severity == .error }.map(\.rule.code)
        told = Set(findings.filter { $0.severity >= .warning }.map(\.rule.code))
        isNodeDependent = findings.contains { $0.rule.code == "SW126" }
    }

    /// Whether its author was told before Envoy lost the policy.
    var foretellsLoss: Bool { !errors.isEmpty || isNodeDependent }

    /// The errors that say that the kernel or Envoy's parser refuses something.
    var refusals: [String] { errors.filter(Self.refusing.contains) }

    private static let refusing: Set<String> = [
        "SW101", "SW102", "SW104", "SW106", "SW107", "SW108", "SW110", "SW112", "SW113", "SW114", "SW115", "SW124",
    ]

    /// Errors and warnings that say that sockets do not get what is asked for: what an option or a field is, what switches keepalive off,
    /// what is skipped or never applied. Not the advice about what is in force, nor that no release serves the field.
    var losses: Set<String> {
        told.filter { $0.hasPrefix("SW1") || $0.hasPrefix("SW3") || ["SW201", "SW202", "SW203", "SW211", "SW407", "SW408"].contains($0) }
    }
}
