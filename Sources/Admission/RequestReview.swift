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

    /// - Parameters:
    ///   - environment: that of the settings, compiled.
    ///   - day: today, for suppressions that expire.
    public init(of request: AdmissionReviewRequest, by settings: Settings, in environment: CompiledEnvironment, on day: CalendarDay) {
        let object = request.object.flatMap(PolicyObject.init(from:))
        let reason = Self.skipReason(request, settings.exemptions) ?? Self.skipReason(object)
        guard reason == nil, let object else {
            self.init(object: nil, skipReason: reason, findings: [], hasStandingErrors: false, explanations: [])
            return
        }
        let context = ReviewContext(settings, environment, request, on: day)
        let review = PolicyReview(of: object, in: context)
        var findings = review.findings
        var hasStandingErrors = false
        if let old = context.oldObject, findings.contains(where: { $0.severity == .error }) {
            var ratchet = Ratchet(from: old, to: object, in: context)
            let identifier = FindingIdentifier(of: object)
            for index in findings.indices where findings[index].severity == .error {
                guard ratchet.hasStood(identifier.identity(of: findings[index])) else { continue }
                hasStandingErrors = true
                findings[index].severity = .warning
                findings[index].remark = "(an error, let through because it stood here before)"
            }
        }
        self.init(
            object: object, skipReason: nil, findings: findings, hasStandingErrors: hasStandingErrors, explanations: review.explanations)
    }

    private init(
        object: PolicyObject?, skipReason: String?, findings: [Finding], hasStandingErrors: Bool, explanations: [Explanation]
    ) {
        self.object = object
        self.skipReason = skipReason
        self.findings = findings
        self.hasStandingErrors = hasStandingErrors
        self.explanations = explanations
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

extension ReviewContext {
    fileprivate init(
        _ settings: Settings, _ environment: CompiledEnvironment, _ request: AdmissionReviewRequest, on day: CalendarDay
    ) {
        let isUpdate = request.operation == .update
        self.init(
            environment: environment, rules: settings.rules, operation: isUpdate ? .update : .create,
            oldObject: isUpdate ? request.oldObject.flatMap(PolicyObject.init(from:)) : nil, origin: .admission, day: day,
            annotations: settings.annotations)
    }
}
