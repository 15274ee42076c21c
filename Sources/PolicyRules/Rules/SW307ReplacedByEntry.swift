import Manifests
import PolicyKinds

extension Rule {
    static let replacedByEntry: Rule = Rule(
        code: "SW307", name: "replaced-by-entry", severity: .warning,
        documentation: Documentation(
            finds: """
                An entry for one port, subset, listener or cluster without keepalive, where the general setting that it replaces has it. Not where the \
                general one is switched off. An entry with an empty block of its own is a decision.
                """,
            why: "an entry replaces the general setting whole, so the connections there have no TCP keepalive at all",
            example: .replacedDefault,
            instead: "the keepalive in the entry as well"),
        check: .object { review in
            let replaced = review.object.reading.replacedDefaults
            guard !replaced.isEmpty else { return [] }
            func lost(_ isRaw: Bool) -> Set<SocketTarget> {
                Set(review.keepalives.lazy.filter { $0.isTyped != isRaw && $0.isOn }.map(\.configuration.target))
            }
            let (typed, raw) = (lost(false), lost(true))
            return replaced.filter { ($0.isRaw ? raw : typed).contains($0.of) }.map { entry in
                Finding(
                    .replacedByEntry, at: Place(entry.node, .missing(entry.missing)),
                    "\(entry.clause): \(entry.leaves); \(entry.remedy)", instead: entry.remedy)
            }
        })
}
