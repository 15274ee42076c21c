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
        var keepalives: [EffectiveKeepalive] = []
        for configuration in object.configurations {
            let keepalive: EffectiveKeepalive?
            switch configuration.settings {
            case .options(let list):
                let (review, found) = Self.review(ClassifiedList(list, in: configuration, of: object, context: context))
                findings += found
                keepalive = EffectiveKeepalive(review)
            case .keepalive(let block):
                let review = TypedBlock(context: context, object: object, configuration: configuration, block: block)
                for look in RuleRegistry.block { Self.add(look(review), to: &findings) }
                keepalive = EffectiveKeepalive(review)
            }
            guard let keepalive else { continue }
            if keepalive.isAsked {
                for look in RuleRegistry.keepalive { Self.add(look(keepalive), to: &findings) }
            }
            keepalives.append(keepalive)
        }
        let whole = WholeObject(context: context, object: object, keepalives: keepalives)
        for look in RuleRegistry.object { Self.add(look(whole), to: &findings) }

        let graded = Self.graded(findings, by: context.rules)
        let (isSilenced, reports) = Suppressions(of: object, in: context).applied(to: graded)
        let kept = reports.isEmpty && !isSilenced.contains(true) ? graded : zip(graded, isSilenced).filter { !$1 }.map(\.0)
        self.findings = Self.sorted(kept + Self.graded(reports, by: context.rules))
        explanations = keepalives.compactMap(Explanation.init)
    }

    /// One list: each option by the order of "one mistake, one finding", then the options nobody claimed, then the list.
    private static func review(_ list: ClassifiedList) -> (list: ClassifiedList, findings: [Finding]) {
        var findings: [Finding] = []
        for (malformation, node) in list.list.malformed {
            let field = quotedField(list.list.node)
            let isList = node.span == list.list.node.span
            findings.append(Rule.malformed(isList ? field : "an item of \(field)", malformation, at: node))
        }
        let (review, claims) = list.classified()
        findings += claims
        for look in RuleRegistry.list { add(look(review), to: &findings) }
        return (review, findings)
    }

    /// Most rules have nothing to add.
    private static func add(_ found: [Finding], to findings: inout [Finding]) {
        if !found.isEmpty { findings += found }
    }

    /// The list's own field: "`socketOptions`".
    private static func quotedField(_ list: ManifestNode) -> String { "`\(list.key?.text ?? "socketOptions")`" }

    private static func graded(_ findings: [Finding], by settings: RuleSettings) -> [Finding] {
        settings.changeNothing ? findings : findings.compactMap { $0.graded(by: settings) }
    }

    static func sorted(_ findings: [Finding]) -> [Finding] {
        guard findings.count > 1 else { return findings }
        let keyed = findings.enumerated().map { (start: $1.place.span.start, code: $1.rule.code, order: $0) }
        return keyed.sorted { ($0.start, $0.code, $0.order) < ($1.start, $1.code, $1.order) }.map { findings[$0.order] }
    }
}
