public import Configuration
import Manifests
import PolicyKinds
public import PolicyRules
import SocketOptions

/// Answers AdmissionReviews: bytes in, bytes out, nothing else.
public struct AdmissionReviewer: Sendable {
    private let settings: CompiledSettings
    /// What the audit log says of an environment, the same for every answer: the general one, and each of `environments`.
    private let environmentNote: String
    private let environmentNotes: [String]

    /// A reviewer of all requests of one cluster.
    public init(settings: Settings) {
        self.settings = CompiledSettings(settings)
        environmentNote = Self.note(settings.environment)
        environmentNotes = settings.environments.enumerated().map { "environments[\($0)]: \(Self.note($1.settings.environment))" }
    }

    private static func note(_ environment: TargetEnvironment) -> String {
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
        let review = RequestReview(of: request, by: settings, on: day)
        guard let object = review.object else {
            let content = ReviewAnswer.Content(annotations: [("verdict", review.skipReason ?? "not reviewed")])
            return ReviewAnswer(to: request, content, record: Self.record(of: request, .notReviewed, kind: "", name: nil, codes: []))
        }
        let denying = review.findings.filter(\.denies)
        let verdict = Self.verdict(review)
        var content = ReviewAnswer.Content()
        let warnings = review.findings.filter { $0.severity >= .warning && $0.enforcement != .audit && !$0.denies }
        // What would be denied but for the ratchet or the enforcement comes first.
        let ranked = warnings.filter { $0.rule.severity == .error } + warnings.filter { $0.rule.severity != .error }
        content.warnings = WarningBudget.fitting(
            ranked.lazy.map { "\($0.place.path(in: object.node)): \($0.message) [\($0.rule.code)]" })
        content.annotations = annotations(verdict, review)
        let name = request.name ?? object.name
        if verdict == .denied {
            content.denial = ReviewAnswer.Denial(
                group: request.group, kind: object.kind.kind, name: name ?? "", causes: Self.causes(of: denying, in: object))
        }
        let codes = Self.codes(of: verdict == .denied ? denying : review.findings)
        return ReviewAnswer(
            to: request, content, record: Self.record(of: request, verdict, kind: object.kind.kind, name: name, codes: codes))
    }

    private static func verdict(_ review: RequestReview) -> ReviewRecord.Verdict {
        if review.findings.contains(where: \.denies) { return .denied }
        if review.hasStandingErrors || review.findings.contains(where: { $0.severity == .error }) { return .allowedWithErrors }
        return review.findings.contains { $0.severity == .warning } ? .allowedWithWarnings : .allowed
    }

    private static func record(
        of request: AdmissionReviewRequest, _ verdict: ReviewRecord.Verdict, kind: String, name: String?, codes: [String]
    ) -> ReviewRecord {
        ReviewRecord(
            verdict: verdict, uid: request.uid, operation: request.operation.name, kind: kind, namespace: request.namespace ?? "",
            name: name ?? "", username: request.username, isDryRun: request.isDryRun, codes: codes)
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

    private func annotations(_ verdict: ReviewRecord.Verdict, _ review: RequestReview) -> [(key: String, value: String)] {
        var annotations = [("verdict", verdict.rawValue)]
        if !review.findings.isEmpty {
            annotations.append(("rules", Self.codes(of: review.findings).joined(separator: ",")))
        }
        // What an erroneous policy would do is nobody's to promise.
        if !review.explanations.isEmpty, verdict == .allowed || verdict == .allowedWithWarnings {
            let texts = review.explanations.prefix(8).map(\.text)
            annotations.append(("keepalive", texts.count == 1 ? texts[0] : texts.joined(separator: "; ")))
        }
        annotations.append(("environment", environment(review.settings)))
        return annotations
    }

    private func environment(_ settings: [ReviewSettings]) -> String {
        func note(_ settings: ReviewSettings) -> String { settings.index.map { environmentNotes[$0] } ?? environmentNote }
        return settings.count == 1 ? note(settings[0]) : settings.map(note).joined(separator: "; ")
    }

    /// Each code once, in the order of the findings.
    private static func codes(of findings: [Finding]) -> [String] {
        var codes: [String] = []
        // There are only so many rules, and mostly it is the last one's again.
        for finding in findings where codes.last != finding.rule.code && !codes.contains(finding.rule.code) {
            codes.append(finding.rule.code)
        }
        return codes
    }
}
