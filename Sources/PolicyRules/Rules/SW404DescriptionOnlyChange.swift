import Manifests
import PolicyKinds

extension Rule {
    static let descriptionOnlyChange: Rule = Rule(
        code: "SW404", name: "description-only-change", severity: .warning,
        documentation: Documentation(
            finds: "An update that changes descriptions of socket options and nothing else about them (their order aside).",
            why: """
                a description changes no socket, but it is part of the option that Envoy compares: it makes new sockets and drains the listener with \
                all its connections, as for a real change (measured, Envoy 1.40)
                """,
            example: .options(
                "- {description: keepalive on, level: 1, name: 9, intValue: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}",
                old: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "the old descriptions until the next real change; a YAML comment costs nothing"),
        traits: .dependsOnOccasion,
        check: .object { review in
            guard let change = review.change, change.extent == .descriptions else { return [] }
            return [
                Finding(
                    .descriptionOnlyChange, at: change.place,
                    "this update changes descriptions only, but Envoy rebuilds the sockets and drains the listener all the same; keep them until "
                        + "the next real change",
                    instead: "keep the descriptions until the next real change")
            ]
        })
}
