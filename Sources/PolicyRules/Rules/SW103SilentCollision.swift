import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let silentCollision: Rule = Rule(
        code: "SW103", name: "silent-collision", severity: .error,
        documentation: Documentation(
            finds: """
                An option that the kernel takes as another one than the author meant: a keepalive setting at the wrong level or with another \
                platform's number (1/5, 1/6, 1/8, 1/18, 6/3, 6/7, 6/8, 6/9, 6/16 and 6/17 with 0 or 1, 0/6, 41/4 to 41/6). It is said where \
                the description speaks of a keepalive role or of another constant than the real one; or where there is no description and the \
                list is a keepalive recipe that lacks exactly the role that the number has elsewhere. Never where the description names the \
                real option, nor for 1/8 (SO_RCVBUF) with 4096 or more. In the rules about keepalive the option counts as what it was meant \
                to be.
                """,
            why:
                "nothing refuses it: listeners come up and backends are reached, keepalive does not come, and what was set instead can break traffic",
            example: .options(
                "- {description: enable keepalive, level: 6, name: 9, intValue: 1}",
                mended: "- {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
            instead: "on Linux SO_KEEPALIVE is 1/9, TCP_KEEPIDLE 6/4, TCP_KEEPINTVL 6/5 and TCP_KEEPCNT 6/6"),
        check: .option { review in
            guard let key = review.option.key, let guess = Collision.role(of: key), let row = review.row,
                review.list.resolutions.contains(where: { $0.options[review.index].answer == .accepted })
            else { return nil }
            if key == OptionKey(1, 8), let value = review.intValue, value >= 4096 { return nil }
            if key == OptionKey(6, 16) || key == OptionKey(6, 17), let value = review.intValue, value != 0 && value != 1 { return nil }

            let meant: String
            // A comment that names the real option speaks for it; what another one says is no proof.
            if let comment = review.description, comment.origin == .comment, comment.names(row) { return nil }
            if let description = review.ownDescription {
                if description.names(row) { return nil }
                if let other = description.constants.lazy.compactMap(SocketConstants.linuxOption).first {
                    meant = other.constant
                } else if let role = description.role, description.speaksOfKeepalive || role == .idle || role == .interval {
                    meant = role.constant
                } else if description.speaksOfKeepalive {
                    meant = guess.constant
                } else {
                    return nil
                }
            } else {
                guard review.list.rolesOfCollisions.contains(guess) else { return nil }
                meant = guess.constant
            }
            guard meant != row.constant, let numbers = review.environment.numbers(of: meant) else { return nil }
            let effect = review.intValue.flatMap(row.hazard).map { ": \($0.effect)" } ?? ", which does nothing for keepalive"
            return Claim(
                Finding(
                    .silentCollision, at: review.raw.pairPlace,
                    "\(key) looks meant as \(meant), but here it is \(row.constant) (\(row.purpose)), taken without a word\(effect); \(numbers)",
                    instead: numbers, fix: review.fix(to: meant, isSafe: review.ownDescription != nil)),
                meant: MeantOption(
                    constant: meant,
                    role: review.environment.row(named: meant)?.keepaliveRole))
        })
}

/// The pairs that people mistake for keepalive settings and Linux takes as something else.
enum Collision {
    /// The role that the number has at another level or on another platform.
    static func role(of key: OptionKey) -> KeepaliveRole? {
        switch (key.level, key.name) {
        case (1, 5), (41, 5), (6, 17): .interval
        case (1, 6), (0, 6), (41, 6), (6, 7): .count
        case (1, 8), (6, 8), (6, 9): .enable
        case (1, 18), (6, 3), (6, 16), (41, 4): .idle
        default: nil
        }
    }

    /// Where a list is a keepalive recipe that lacks exactly the roles of its collisions without descriptions: those roles. Else none.
    static func roles(
        in options: [DecodedOption], _ descriptions: [Description?], _ verdicts: [ClassifiedList.Verdict]
    ) -> Set<KeepaliveRole> {
        // Hardly a list has any, and few that have lack a description.
        guard
            options.indices.contains(where: { index in
                verdicts[index].role == nil && descriptions[index]?.origin != .field
                    && options[index].key.map { role(of: $0) != nil } ?? false
            })
        else { return [] }
        var present: Set<KeepaliveRole> = []
        var collisions: [KeepaliveRole] = []
        for index in options.indices {
            if let role = verdicts[index].role {
                present.insert(role)
            } else if descriptions[index]?.origin != .field, let key = options[index].key, let role = role(of: key) {
                collisions.append(role)
            }
        }
        guard !present.isEmpty, !collisions.isEmpty else { return [] }
        let missing = Set(KeepaliveRole.allCases).subtracting(present)
        return collisions.count == missing.count && Set(collisions) == missing ? missing : []
    }
}
