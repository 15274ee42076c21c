import Manifests
import PolicyKinds
import SocketOptions

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
                    "\(entry.clause): \(entry.leaves); \(entry.remedy)", instead: entry.remedy,
                    fix: .unsafe(entry.remedy, repeating(entry, in: review)))
            }
        })

    /// The general setting as it is, in the entry as well.
    private static func repeating(_ entry: ReplacedDefault, in review: WholeObject) -> [Fix.Edit]? {
        let general = review.keepalives.first { $0.isTyped != entry.isRaw && $0.isOn && $0.configuration.target == entry.of }
        guard let general, [general.idle, general.interval, general.count].allSatisfy({ !$0.isUnusable }) else { return nil }
        let written = { (setting: KeepaliveSetting) in setting.isFixed ? nil : setting.value }
        let (idle, interval, count) = (written(general.idle), written(general.interval), written(general.count))
        let steps = entry.missing.split(separator: ".").map(String.init)
        if case .block(let block) = general.source {
            return block.form.newField(idle: idle, interval: interval, count: count)
                .flatMap { Fix.Edit.adding($0, at: steps.dropLast(), below: entry.node) }
        }
        guard let node = entry.node.value(of: entry.missing),
            let list = review.object.configurations.lazy.compactMap(\.options).first(where: { $0.node.id == node.id })
        else { return nil }
        let numbers: [(role: KeepaliveRole, number: Int64?)] = [(.enable, 1), (.idle, idle), (.interval, interval), (.count, count)]
        let present = Set(list.options.enumerated().compactMap { DecodedOption($1, index: $0).key })
        var options: [NewOption] = []
        for case (let role, let number?) in numbers {
            guard let key = review.environment.onlyKey(of: role.constant) else { return nil }
            if !present.contains(key) { options.append(NewOption(description: role.inWords, key: key, value: number)) }
        }
        return Fix.Edit.adding(options, to: list)
    }
}
