import Manifests
import PolicyKinds

extension Rule {
    static let expiredSuppression: Rule = Rule(
        code: "SW903", name: "expired-suppression", severity: .error,
        documentation: Documentation(
            finds: """
                A suppression whose `until` is over. It holds through that day, in UTC. One whose `until` is no day (2027-02-30) counts as expired. \
                What it was about is reported as well; where there is nothing to report any more, it is unused (SW901) and no error.
                """,
            why: "somebody promised to look again by that day",
            example: .annotated(
                "ignore.sockwarden.dev/SW207: \"until=2020-01-31 until the new proxy is in place\"", probes: 1,
                mended: "ignore.sockwarden.dev/SW207: \"until=9999-01-31 until the new proxy is in place\"", mendedProbes: 1),
            instead: "mend what it is about, or write a later day if the reason still holds"),
        traits: .isAboutSuppressions, check: .engine)
}

extension Finding {
    /// nil where the suppression has no end, or today is not after it.
    static func expired(_ suppression: Suppression, _ rule: Rule, on day: CalendarDay) -> Finding? {
        if let text = suppression.malformedUntil {
            return Finding(
                .expiredSuppression, at: suppression.place,
                "\(suppression.title) has until=\(quoted(text)), which is no day, so it silences nothing: write one such as until=2027-01-31",
                instead: "write a day such as until=2027-01-31")
        }
        guard let until = suppression.until, day > until else { return nil }
        return Finding(
            .expiredSuppression, at: suppression.place,
            "\(suppression.title) ended on \(until): mend what \(rule.code) (\(rule.name)) found, or write a later day",
            instead: "mend what \(rule.code) found, or write a later day", fix: suppression.removal)
    }
}
