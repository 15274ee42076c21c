public import Configuration
import Manifests
import PolicyKinds
public import PolicyRules
import SocketOptions

/// Answers AdmissionReviews: bytes in, bytes out, nothing else.
public struct AdmissionReviewer: Sendable {
    private let settings: Settings
    /// What the audit log says of the environment, the same for every answer.
    private let environmentNote: String

    /// A reviewer of all requests of one cluster.
    public init(settings: Settings) {
        self.settings = settings
        let environment = settings.environment
        environmentNote =
            "platforms=\(environment.platforms.map(\.rawValue).joined(separator: ",")) kernel=\(environment.kernel) "
            + "listenerFamily=\(environment.listenerFamily.rawValue)"
    }

    /// The answer to one request body.
    ///
    /// A well-formed AdmissionReview always gets an answer with its uid and version. Anything else gets a 400 with the reason in a line.
    /// - Parameter day: today, for suppressions that expire.
    public func answer(to body: [UInt8], on day: CalendarDay) -> ReviewAnswer {
        let request: AdmissionReviewRequest
        do {
            request = try AdmissionReviewRequest(readingJSON: body)
        } catch {
            return ReviewAnswer(badRequest: error.description, uid: error.uid)
        }
        var response = AdmissionResponse(uid: request.uid, apiVersion: request.apiVersion, verdict: .allowed)
        let review = RequestReview(of: request, by: settings, on: day)
        guard let object = review.object else {
            response.auditAnnotations = [("verdict", review.skipReason ?? "not reviewed")]
            return ReviewAnswer(response.json)
        }
        let errors = review.findings.filter { $0.severity == .error }
        let denies = settings.enforcement == .deny && !errors.isEmpty
        if settings.enforcement != .audit {
            let warnings = review.findings.filter { $0.severity == .warning || ($0.severity == .error && !denies) }
            // What would be denied but for the ratchet or the enforcement comes first.
            let ranked = warnings.filter { $0.rule.severity == .error } + warnings.filter { $0.rule.severity != .error }
            response.warnings = WarningBudget.fitting(
                ranked.lazy.map { "\($0.place.path(in: object.node)): \($0.message) [\($0.rule.code)]" })
        }
        let isClean = errors.isEmpty && !review.hasStandingErrors
        response.auditAnnotations = annotations(verdict: denies ? "denied" : isClean ? "allowed" : "allowed with errors", review)
        guard denies else { return ReviewAnswer(response.json) }

        let name = request.name ?? object.name ?? ""
        response.verdict = .denied(
            AdmissionResponse.Denial(
                group: request.group, kind: object.kind.kind, name: name, causes: Self.causes(of: errors, in: object)))
        return ReviewAnswer(
            response.json,
            denial: ReviewAnswer.Denial(
                uid: request.uid, operation: request.operation.name, kind: object.kind.kind, namespace: request.namespace ?? "",
                name: name, username: request.username, isDryRun: request.isDryRun, codes: Self.codes(of: errors)))
    }

    /// A cause for each error, its code at the end. A list as long as no person writes one gets a count instead of the rest.
    private static func causes(of errors: [Finding], in object: PolicyObject) -> [(field: String, message: String)] {
        let shown = 100
        var causes = errors.prefix(shown).map { finding in
            (field: finding.place.path(in: object.node), message: "\(finding.message) [\(finding.rule.code)]")
        }
        if errors.count > shown {
            causes.append(("spec", "and \(errors.count - shown) more errors; run sockwarden lint on the manifest to see them all"))
        }
        return causes
    }

    private func annotations(verdict: String, _ review: RequestReview) -> [(key: String, value: String)] {
        var annotations = [("verdict", verdict)]
        if !review.findings.isEmpty {
            annotations.append(("rules", Self.codes(of: review.findings).joined(separator: ",")))
        }
        // What an erroneous policy would do is nobody's to promise.
        if !review.explanations.isEmpty, verdict == "allowed" {
            let texts = review.explanations.prefix(8).map(\.text).joined(separator: "; ")
            annotations.append(("keepalive", texts))
        }
        annotations.append(("environment", environmentNote))
        return annotations
    }

    /// Each code once, in the order of the findings.
    private static func codes(of findings: [Finding]) -> [String] {
        var codes: [String] = []
        for finding in findings where !codes.contains(finding.rule.code) { codes.append(finding.rule.code) }
        return codes
    }
}
