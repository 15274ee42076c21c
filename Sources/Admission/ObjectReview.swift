public import Configuration
public import PolicyKinds
public import PolicyRules

/// The review of an object by all settings that it reaches: one object's gateways may stand in two environments.
public struct ObjectReview: Sendable {
    /// What was found in any of them, by position, then code.
    public let findings: [Finding]
    /// What the keepalive settings come to.
    public let explanations: [Explanation]
    /// Which of `environments` it was reviewed by; nil stands for the general settings.
    public let environments: [Int?]

    /// - Parameters:
    ///   - namespace: "" where the object has none.
    ///   - review: the review by one of the settings.
    public init(
        of object: PolicyObject, in namespace: String, by settings: CompiledSettings,
        review: (ReviewSettings) -> (findings: [Finding], explanations: [Explanation])
    ) {
        let reached = settings.reached(by: object, in: namespace)
        let joined = JoinedReview(reached.map(review))
        findings = joined.findings
        explanations = joined.explanations
        environments = reached.map(\.index)
    }
}
