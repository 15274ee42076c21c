public import Configuration
public import PolicyKinds
public import PolicyRules

/// The review of an object by all settings that it reaches: one object's gateways may stand in two environments.
public struct ObjectReview: Sendable {
    /// What was found in any of them, by position, then code.
    public let findings: [Finding]
    /// What the keepalive settings come to.
    public let explanations: [Explanation]
    /// What it was reviewed by.
    public let settings: [ReviewSettings]

    /// - Parameters:
    ///   - namespace: "" where the object has none.
    ///   - review: the review by one of the settings.
    public init(
        of object: PolicyObject, in namespace: String, by settings: CompiledSettings,
        review: (ReviewSettings) -> (findings: [Finding], explanations: [Explanation])
    ) {
        self.settings = settings.reached(by: object, in: namespace)
        if self.settings.count == 1 {
            (findings, explanations) = review(self.settings[0])
        } else {
            let joined = JoinedReview(self.settings.map(review))
            (findings, explanations) = (joined.findings, joined.explanations)
        }
    }
}
