import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let descriptionContradictsNumber: Rule = Rule(
        code: "SW105", name: "description-contradicts-number", severity: .warning,
        documentation: Documentation(
            finds: """
                A description that names one option while the numbers name another. An error where it spells a constant (of two constants one \
                right is enough; other platforms' names count as aliases, TCP_KEEPALIVE is macOS's TCP_KEEPIDLE). A warning where plain words \
                name another keepalive setting, tried in this order: interval; count or "number of"; idle or "time before"; enable. A YAML \
                comment on the line of the option, its level or its name counts as a description where there is none, and is never an error.
                """,
            why: "one of the two is wrong, and Envoy only ever reads the numbers",
            example: .options(
                "- {description: SO_KEEPALIVE, level: 1, name: 36, intValue: 1}",
                mended: "- {description: SO_KEEPALIVE, level: 1, name: 9, intValue: 1}"),
            instead: "the numbers of the option that the description names, or a description of the option that the numbers name"),
        check:
            .option { review in
                guard let description = review.ownDescription, let (finding, named) = constantsFinding(review, description, .error) else {
                    return nil
                }
                return Claim(finding, meant: MeantOption(constant: named.constant, role: named.keepaliveRole))
            },
        .soundOption { review in
            if let comment = review.description, comment.origin == .comment,
                let (finding, _) = constantsFinding(review, comment, .warning)
            {
                return finding
            }
            guard let key = review.option.key, let row = review.row, let description = review.description,
                description.constants.isEmpty, let role = description.role, role != row.keepaliveRole,
                row.keepaliveRole != nil || description.speaksOfKeepalive, !description.names(row)
            else { return nil }
            // "keepalive" alone says which family, not which member of it; and "enable" fits whatever is switched on.
            if role == .enable && !description.speaksOfKeepalive { return nil }
            let instead = (review.environment.numbers(of: role.constant) ?? "correct the numbers") + ", or correct the \(description.word)"
            return Finding(
                .descriptionContradictsNumber, at: review.raw.pairPlace,
                "the \(description.word) speaks of \(role.constant), but \(key) is \(row.constant) (\(row.purpose)); \(instead)",
                instead: instead, fix: review.fix(to: role.constant, isSafe: false))
        })

    /// Where constants are spelled, and none of them is the option's: the first one, and what there is to say.
    private static func constantsFinding(
        _ review: ClassifiedOption, _ description: Description, _ severity: Severity
    ) -> (Finding, SocketOption)? {
        guard let key = review.option.key, let first = description.spelled(otherThan: review.row) else {
            return nil
        }
        let real = review.row.map { "\($0.constant) (\($0.purpose))" } ?? "no option of \(review.platformNames)"
        let instead =
            (review.environment.numbers(of: first.constant) ?? "correct the numbers") + ", or correct the \(description.word)"
        let finding = Finding(
            .descriptionContradictsNumber, severity, at: review.raw.pairPlace,
            "the \(description.word) says \(first.constant), but \(key) is \(real); \(instead)\(review.worseWhenListening)",
            instead: instead,
            // Of numbers that are no option the author cannot have meant any other.
            fix: review.fix(to: first.constant, isSafe: review.row == nil && description.origin == .field))
        return (finding, first)
    }
}

extension Description {
    /// "description" or "comment".
    fileprivate var word: String { origin == .field ? "description" : "comment" }
}
