import Manifests
import PolicyKinds

extension Rule {
    static let reorderOnlyChange: Rule = Rule(
        code: "SW405", name: "reorder-only-change", severity: .warning,
        documentation: Documentation(
            finds: "An update that only puts socket options into another order.",
            why: """
                Envoy compares the options as a set and takes the update as no change: the sockets keep what they have. With an option that stands \
                twice the configuration then says one thing and the kernel has the other until a restart (measured, Envoy 1.40: 60, 30 to 30, 60 \
                keeps 30)
                """,
            example: .options(
                "- {description: idle time, level: 6, name: 4, intValue: 60}\n- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                mended:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}",
                old:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}"
            ),
            instead: "the old order; if an option that stands twice should change, keep one of the two"),
        traits: .dependsOnOccasion,
        check: .object { review in
            guard let change = review.change, change.extent == .order else { return [] }
            return [
                Finding(
                    .reorderOnlyChange, at: change.place,
                    "this update only reorders the options: Envoy takes it as no change and the sockets keep what they have; keep the old order",
                    instead: "keep the old order")
            ]
        })
}
