import Manifests
import PolicyKinds

extension Rule {
    static let replacedByEntry: Rule = Rule(
        code: "SW307", name: "replaced-by-entry", severity: .warning,
        documentation: Documentation(
            finds: """
                An entry for one port, subset or listener without keepalive, where the general setting that it replaces has it. Not where the general \
                one is switched off. An entry with an empty block of its own is a decision.
                """,
            why: "an entry replaces the general setting whole, so the connections there have no TCP keepalive at all",
            example: .replacedDefault,
            instead: "the keepalive in the entry as well"),
        check: .object { review in
            let replaced = review.object.reading.replacedDefaults
            guard !replaced.isEmpty else { return [] }
            let lost = Set(review.keepalives.lazy.filter { $0.isTyped && $0.isOn }.map(\.configuration.target))
            return replaced.filter { lost.contains($0.of) }.map { entry in
                Finding(
                    .replacedByEntry, at: Place(entry.node, .missing(entry.missing)),
                    "\(entry.clause): \(entry.leaves); \(entry.remedy)", instead: entry.remedy)
            }
        })
}
