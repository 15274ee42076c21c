import Manifests
import PolicyKinds

extension Rule {
    static let emptyPolicy: Rule = Rule(
        code: "SW402", name: "empty-policy", severity: .warning,
        documentation: Documentation(
            finds: """
                A policy that sets nothing besides its targets, or that selects nothing. Where SW401 says that a field was thrown away, it stands for \
                this.
                """,
            why: """
                the policy is stored and reported as accepted, and does nothing. Often a field was pruned on the way: Helm, Argo CD and Flux do not \
                ask the API server to refuse unknown fields
                """,
            example: .emptyPolicy,
            instead: "what the policy should set, and what it is for"),
        check: .object { review in
            let gaps = review.object.reading.gaps
            guard !gaps.isEmpty else { return [] }
            let isExplained = gaps.contains(where: \.mayBePruned) && Rule.saysThatAFieldWasThrownAway(in: review)
            return gaps.filter { !($0.mayBePruned && isExplained) }.map { gap in
                Finding(.emptyPolicy, at: gap.place, "\(gap.clause): write \(gap.remedy)", instead: "write \(gap.remedy)")
            }
        })
}
