public import Configuration
import Manifests
public import PolicyKinds
public import PolicyRules

/// What comes of one admission request: the same for the webhook, which answers it, and for the linter of a recorded one.
public struct RequestReview: Sendable {
    /// The object under review; nil where nothing was reviewed.
    public let object: PolicyObject?
    /// Why nothing was reviewed, in a few words for the audit log.
    public let skipReason: String?
    /// The findings, those that already stood in the old object as warnings.
    public let findings: [Finding]
    /// Whether there are errors that already stood.
    public let hasStandingErrors: Bool
    /// What the keepalive settings come to.
    public let explanations: [Explanation]
    /// What it was reviewed by.
    public let settings: [ReviewSettings]

    /// - Parameter day: today, for suppressions that expire.
    public init(of request: AdmissionReviewRequest, by settings: CompiledSettings, on day: CalendarDay) {
        let object = request.object.flatMap(PolicyObject.init(from:))
        skipReason = Self.skipReason(request, settings.exemptions) ?? Self.skipReason(object)
        guard skipReason == nil, let object else {
            (self.object, findings, hasStandingErrors, explanations, self.settings) = (nil, [], false, [], [])
            return
        }
        let isUpdate = request.operation == .update
        let oldObject = isUpdate ? request.oldObject.flatMap(PolicyObject.init(from:)) : nil
        var hasStandingErrors = false
        let review = ObjectReview(of: object, in: request.namespace ?? object.namespace ?? "", by: settings) { settings in
            let context = settings.context(operation: isUpdate ? .update : .create, oldObject: oldObject, origin: .admission, day: day)
            let review = PolicyReview(of: object, in: context)
            var findings = review.findings
            if Self.ratchet(&findings, of: object, in: context) { hasStandingErrors = true }
            return (findings, review.explanations)
        }
        self.object = object
        self.hasStandingErrors = hasStandingErrors
        findings = review.findings
        explanations = review.explanations
        self.settings = review.settings
    }

    /// Makes warnings of errors that already stood.
    ///
    /// - Returns: whether there are any.
    private static func ratchet(_ findings: inout [Finding], of object: PolicyObject, in context: ReviewContext) -> Bool {
        guard let old = context.oldObject, findings.contains(where: { $0.severity == .error }) else { return false }
        var ratchet = Ratchet(from: old, to: object, in: context)
        let identifier = FindingIdentifier(of: object)
        var hasStandingErrors = false
        for index in findings.indices where findings[index].severity == .error {
            guard ratchet.hasStood(identifier.identity(of: findings[index])) else { continue }
            hasStandingErrors = true
            findings[index].severity = .warning
            findings[index].remark = "(an error, let through because it stood here before)"
        }
        return hasStandingErrors
    }

    /// Why a request is allowed without a look at the object, if it is.
    private static func skipReason(_ request: AdmissionReviewRequest, _ exemptions: Exemptions) -> String? {
        switch request.operation {
        case .create, .update: break
        case .delete, .connect, .other: return "not reviewed: operation \(request.operation.name)"
        }
        if let subResource = request.subResource, !subResource.isEmpty { return "not reviewed: subresource" }
        if let namespace = request.namespace, exemptions.namespaces.contains(namespace) { return "exempt: namespace" }
        if exemptions.usernames.contains(request.username) { return "exempt: user" }
        if !exemptions.groups.isEmpty, request.groups.contains(where: exemptions.groups.contains) { return "exempt: group" }
        return nil
    }

    private static func skipReason(_ object: PolicyObject?) -> String? {
        object == nil ? "not reviewed: no kind that sets socket options" : nil
    }
}
