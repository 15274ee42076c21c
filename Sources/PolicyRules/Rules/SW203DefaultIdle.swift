import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let defaultIdle: Rule = Rule(
        code: "SW203", name: "default-idle", severity: .warning,
        documentation: Documentation(
            finds: """
                Keepalive that is switched on and nothing else: SO_KEEPALIVE alone, or an empty typed block. And a typed block that is null, or \
                empty where the kind reads that as nothing: it sets no keepalive at all. SW204, SW205 and SW210 are then not said as well.
                """,
            why: """
                the first probe comes after the kernel's default of 7200 s, and a dead peer is noticed after 7875 s (tcp(7): 7200 s, then 9 probes \
                75 s apart). Load balancers and NATs forget an idle connection after 4 to 10 minutes. A node's or pod's sysctls can change the \
                defaults, but a policy should not lean on them
                """,
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                mended: """
                    - {description: enable keepalive, level: 1, name: 9, intValue: 1}
                    - {description: idle time, level: 6, name: 4, intValue: 60}
                    - {description: keepalive interval, level: 6, name: 5, intValue: 20}
                    - {description: keepalive probes count, level: 6, name: 6, intValue: 3}
                    """),
            instead: "an idle time, an interval and a count of its own, for example 60 s, 20 s and 3 probes"),
        check: .block { review in
            let block = review.block
            let setsNothing =
                block.isNull || (block.form.whenEmpty == .nothing && block.isEmpty)
            // Where its fields stand beside it, SW301 says that they are one level off.
            guard setsNothing, !review.object.reading.strayFields.contains(where: { $0.isBeside(block) }) else { return [] }
            let sample = block.form.spelling(idle: 60, interval: 20, count: 3)
            return [
                Finding(
                    .defaultIdle, at: block.place,
                    "\(review.name) is \(block.isNull ? "null" : "empty"), which sets nothing: there is no keepalive at all; write \(sample), or remove it",
                    instead: "write \(sample), or remove it",
                    fix: .unsafe("write \(sample)", block.filling(idle: 60, interval: 20, count: 3)))
            ]
        },
        .keepalive { review in
            guard review.isDefaultIdleAlone else { return [] }
            let idle = review.suitableIdle
            let subject = review.isTyped ? "\(review.title(of: .enable)) without settings" : "\(review.title(of: .enable)) alone"
            return [
                Finding(
                    .defaultIdle, at: review.idlePlace,
                    "\(subject) leaves the first probe to the kernel's default of \(seconds(Keepalive.defaultIdle)) of silence; add "
                        + "\(review.title(of: .idle)), for example \(review.written(idle))",
                    instead: "add \(review.title(of: .idle)), for example \(review.written(idle))",
                    fix: .unsafe("add \(review.title(of: .idle)) \(review.written(idle))", review.writing([(.idle, idle)])))
            ]
        })
}

extension StrayField {
    /// Whether it is a field of this block that stands beside it.
    fileprivate func isBeside(_ block: KeepaliveBlock) -> Bool {
        guard case .misplaced(_, isBeside: true) = meaning, let parent = block.node.parent else { return false }
        return node.parent?.span == parent.span
    }
}
