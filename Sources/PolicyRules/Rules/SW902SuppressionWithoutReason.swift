import Manifests
import PolicyKinds

extension Rule {
    static let suppressionWithoutReason: Rule = Rule(
        code: "SW902", name: "suppression-without-reason", severity: .warning,
        documentation: Documentation(
            finds: "A suppression without a reason. It silences nothing: what it is about is reported as well.",
            why: "nobody can tell later whether it still holds; a reason is the price of a suppression, in the cluster as in a file",
            example: .annotated(
                "ignore.sockwarden.dev/SW207: \"\"", probes: 1, mended: "ignore.sockwarden.dev/SW207: \"the peer is on the same node\"",
                mendedProbes: 1),
            instead: "a reason behind the rule, and a day if it should end: `until=2027-01-31 reason`"),
        traits: .isAboutSuppressions, check: .engine)
}

extension Finding {
    static func withoutReason(_ suppression: Suppression, _ rule: Rule) -> Finding {
        Finding(
            .suppressionWithoutReason, at: suppression.place,
            "\(suppression.title) gives no reason, so it silences nothing: say why \(rule.name) does not matter here",
            instead: "say why \(rule.name) does not matter here")
    }
}
