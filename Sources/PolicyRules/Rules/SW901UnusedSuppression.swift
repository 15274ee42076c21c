public import Manifests
import PolicyKinds

extension Rule {
    static let unusedSuppression: Rule = Rule(
        code: "SW901", name: "unused-suppression", severity: .warning,
        documentation: Documentation(
            finds: """
                A suppression that silences nothing: the object has no such finding (any more), there is no rule of that code or name, the rule is \
                one of SW9xx, which cannot be silenced, or the finding is not the author's to silence: with `suppressions.admission: warnings`, the \
                default, an annotation silences warnings and errors stay; with `none` it silences nothing. An annotation on SW401, SW403 to SW405 or \
                SW406 is never called unused: those findings depend on whether a file, a creation or an update is reviewed. A comment that begins \
                with `sockwarden:` and is no suppression is reported as well.
                """,
            why: "left behind, it would silence the next finding of that rule before anybody has seen it",
            example: .annotated(
                "ignore.sockwarden.dev/SW207: \"one probe is what we want\"", probes: 3,
                mended: "ignore.sockwarden.dev/SW207: \"one probe is what we want\"", mendedProbes: 1),
            instead: "remove the suppression, or name the rule that it is for (`sockwarden rules`)"),
        traits: .isAboutSuppressions, check: .engine)
}

extension Finding {
    static func unused(_ suppression: Suppression, _ rule: Rule) -> Finding {
        Finding(
            .unusedSuppression, at: suppression.place,
            "\(suppression.title) silences nothing: there is no finding of \(rule.code) (\(rule.name)) here; remove it",
            instead: "remove it", fix: suppression.removal)
    }

    static func unknownRule(_ suppression: Suppression) -> Finding {
        let names = RuleRegistry.all.filter { $0.canBeSilenced }.map(\.name)
        let meant = spelling(of: suppression.codeOrName, among: names)
        let instead = meant.map { "did you mean \($0)?" } ?? "write a code such as SW205"
        return Finding(
            .unusedSuppression, at: suppression.place, "\(quoted(suppression.codeOrName)) is no rule, so nothing is silenced: \(instead)",
            instead: instead, fix: meant.flatMap(suppression.renaming))
    }

    static func unsuppressible(_ suppression: Suppression, _ rule: Rule) -> Finding {
        Finding(
            .unusedSuppression, at: suppression.place,
            "\(rule.code) (\(rule.name)) cannot be silenced: it is about suppressions; mend the one that it points at and remove this",
            instead: "remove it", fix: suppression.removal)
    }

    static func errorStays(_ suppression: Suppression, _ rule: Rule) -> Finding {
        Finding(
            .unusedSuppression, at: suppression.place,
            "\(suppression.title) covers an error, which an annotation does not silence (suppressions.admission is warnings): mend \(rule.code) "
                + "(\(rule.name)), or ask for an exemption",
            instead: "mend what \(rule.code) found")
    }

    /// A note that suppressions beyond the bound silence nothing.
    public static func unreadSuppressions(_ count: Int, at place: Place) -> Finding {
        Finding(
            .notLookedAt, .warning, at: place,
            "only the first \(ReadingLimits.suppressions) suppressions of an object are looked at: \(count) more silence nothing; remove what is not "
                + "needed",
            instead: "remove what is not needed")
    }

    static func refused(_ suppression: Suppression, _ rule: Rule) -> Finding {
        Finding(
            .unusedSuppression, at: suppression.place,
            "\(suppression.title) silences nothing here: the configuration refuses suppressions by annotation; mend \(rule.code), or ask for "
                + "an exemption",
            instead: "mend what \(rule.code) found")
    }

    /// A comment that begins like a suppression and is none.
    public static func noSuppression(_ form: String, at place: Place) -> Finding {
        Finding(
            .unusedSuppression, at: place,
            "\(quoted("sockwarden:" + form)) is no comment that is known, so nothing is silenced: write # sockwarden:ignore SW205 and a reason",
            instead: "write # sockwarden:ignore SW205 and a reason")
    }

    /// A suppression by comment that names no rule.
    public static func suppressionWithoutRule(at place: Place) -> Finding {
        Finding(
            .unusedSuppression, at: place,
            "the comment names no rule, so nothing is silenced: write # sockwarden:ignore SW205 and a reason",
            instead: "write # sockwarden:ignore SW205 and a reason")
    }

    /// A suppression for a file that does not stand at its top.
    public static func misplacedFileSuppression(at place: Place) -> Finding {
        Finding(
            .unusedSuppression, at: place,
            "sockwarden:ignore-file stands above everything else in a file, so nothing is silenced: move it there, or write sockwarden:ignore "
                + "on or above a line",
            instead: "move it to the top of the file, or write sockwarden:ignore on or above a line")
    }
}
