import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let nodeDependent: Rule = Rule(
        code: "SW126", name: "node-dependent", severity: .warning,
        documentation: Documentation(
            finds: """
                A value that one node's kernel takes and another's refuses: an interface's index or name, a congestion module, memory that a \
                cgroup must account (SO_RESERVE_MEM), CONFIG_HZ, what a later release changed, a struct that only the kernel can judge.
                """,
            why:
                "where the node lacks it, setsockopt fails, and with it the listener or every connection to the backend: on one node only, or after the next upgrade",
            example: .options(
                "- {description: TCP_CONGESTION, level: 6, name: 13, bufValue: YmJyAA==}",
                mended: "- {description: TCP_NODELAY, level: 6, name: 1, intValue: 1}"),
            instead: "a value that every node takes, or nothing; a sysctl of the nodes where there is one"),
        check: .option { review in
            guard let row = review.row else { return nil }
            if let dependence = review.dependence { return Claim(finding(review, row, dependence)) }
            // What today's kernels take, the oldest node may still refuse.
            guard let situation = review.situation, let value = review.option.value, let earlier = row.option.earlier,
                earlier.acceptance != nil, review.environment.platforms.contains(where: { $0 != .gvisor }),
                case .refused = row.option.asOf(review.environment.kernel).answer(to: value, in: situation)
            else { return nil }
            return Claim(finding(review, row, .takenSince(earlier.before)))
        })

    private static func finding(_ review: ClassifiedOption, _ row: KnownOption, _ dependence: NodeDependence) -> Finding {
        let instead = dependence.instead ?? "write \(row.acceptedValues), or remove it"
        // The condition has a name's text, whichever way it was written.
        let value = row.kind == .string ? "" : review.intValue.map { " set to \($0)" } ?? " with this bufValue"
        return Finding(
            .nodeDependent, at: review.raw.valuePlace,
            "\(row.title)\(value) depends on the node: \(dependence.condition); elsewhere the kernel answers \(dependence.refusal) and "
                + "\(review.consequence); \(instead)\(review.worseWhenListening)",
            instead: instead,
            fix: dependence.takenEverywhere.flatMap { .unsafe("write \($0)", review.writing(value: $0)) } ?? review.removal)
    }
}
