import Manifests
public import PolicyKinds
import SocketOptions

/// The review of one object: every finding, and what the object does if it is allowed.
///
/// A pure function of the object and the context. The webhook and the linter both call it, and nothing else.
public struct PolicyReview: Sendable {
    /// Sorted by position, then code.
    public let findings: [Finding]
    /// For each configuration with keepalive, what it comes to.
    public let explanations: [Explanation]

    /// Reviews an object.
    public init(of object: PolicyObject, in context: ReviewContext) {
        var findings: [Finding] = []
        var keepalives: [KeepaliveReview] = []
        for configuration in object.configurations {
            let keepalive: KeepaliveReview?
            switch configuration.settings {
            case .options(let list):
                let review = ListReview(list, in: configuration, of: object, context: context)
                findings += Self.findings(in: review)
                keepalive = KeepaliveReview(review)
            case .keepalive(let block):
                let review = TypedReview(context: context, object: object, configuration: configuration, block: block)
                for look in RuleRegistry.typed { findings += look(review) }
                keepalive = KeepaliveReview(review)
            }
            guard let keepalive else { continue }
            for look in RuleRegistry.keepalive { findings += look(keepalive) }
            keepalives.append(keepalive)
        }
        let whole = ObjectReview(context: context, object: object, keepalives: keepalives)
        for look in RuleRegistry.object { findings += look(whole) }

        let (kept, reports) = Suppressions(of: object, in: context).applied(to: Self.graded(findings, by: context.rules))
        self.findings = Self.sorted(kept + Self.graded(reports, by: context.rules))
        explanations = keepalives.compactMap(Explanation.init)
    }

    /// One list: each option by the order of "one mistake, one finding", then the options nobody claimed, then the list.
    private static func findings(in review: ListReview) -> [Finding] {
        var findings: [Finding] = []
        for (malformation, node) in review.list.malformed {
            let isList = node.span == review.list.node.span
            findings.append(Rule.malformed(isList ? "`socketOptions`" : "an item of `socketOptions`", malformation, at: node))
        }
        for check in RuleRegistry.optionOrder {
            for index in review.options.indices where !review.isClaimed[index] {
                guard let claim = check.look(review.review(index)) else { continue }
                findings.append(claim.finding)
                if !check.goesOn {
                    review.isClaimed[index] = true
                    review.meant[index] = claim.meant
                }
            }
        }
        for index in review.options.indices where !review.isClaimed[index] {
            let option = review.review(index)
            for check in RuleRegistry.soundOption {
                if let finding = check.look(option) { findings.append(finding) }
            }
        }
        for look in RuleRegistry.list { findings += look(review) }
        return findings
    }

    private static func graded(_ findings: [Finding], by settings: RuleSettings) -> [Finding] {
        guard !settings.byCode.isEmpty else { return findings }
        return findings.compactMap { finding in
            switch settings.byCode[finding.rule.code] {
            case nil: return finding
            case .off: return nil
            case .severity(let severity):
                var graded = finding
                graded.severity = severity
                return graded
            }
        }
    }

    private static func sorted(_ findings: [Finding]) -> [Finding] {
        guard findings.count > 1 else { return findings }
        let keyed = findings.enumerated().map { (start: $1.place.span.start, code: $1.rule.code, order: $0, finding: $1) }
        return keyed.sorted { ($0.start, $0.code, $0.order) < ($1.start, $1.code, $1.order) }.map(\.finding)
    }
}
