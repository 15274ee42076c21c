import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let unshiftedDSCP: Rule = Rule(
        code: "SW127", name: "unshifted-dscp", severity: .warning,
        documentation: Documentation(
            finds: """
                IP_TOS or IPV6_TCLASS with one of its two low bits set. The DSCP is the upper six bits of the byte: EF, DSCP 46, is written \
                184.
                """,
            why: """
                ECN lives in the two low bits, and on a TCP socket the kernel keeps them for itself: 46 becomes 44, which is DSCP 11 and none \
                that anybody asked for (measured, Linux 6.18)
                """,
            example: .options(
                "- {description: DSCP EF, level: 0, name: 1, intValue: 46}\n- {description: DSCP EF, level: 41, name: 67, intValue: 46}",
                mended:
                    "- {description: DSCP EF, level: 0, name: 1, intValue: 184}\n- {description: DSCP EF, level: 41, name: 67, intValue: 184}"
            ),
            instead: "the DSCP times 4: EF is 184, AF31 is 104, CS2 is 64"),
        check: .soundOption { review in
            guard let row = review.row, ["IP_TOS", "IPV6_TCLASS"].contains(row.constant), let value = review.intValue, value & 3 != 0,
                !(row.constant == "IPV6_TCLASS" && value == -1)
            else { return nil }
            let cut = value & 0xFC
            // What somebody who did not shift it meant; else the class that is left.
            let named = review.raw.description.value.flatMap(DSCP.spelt)
            let meant = named ?? ((0..<64).contains(value) ? value : cut >> 2)
            let instead = "write \(meant << 2)"
            return Finding(
                .unshiftedDSCP, at: review.raw.valuePlace,
                "\(review.title ?? row.title) set to \(value): the kernel cuts the two low bits, which are ECN's, and \(cut) is DSCP \(DSCP.title(cut >> 2)); "
                    + "the DSCP is written times 4: \(instead) for DSCP \(DSCP.title(meant))",
                instead: instead, fix: .fix(instead, isSafe: named != nil, review.writing(value: Int64(meant << 2))))
        })
}

/// Names of DSCPs (RFC 2474, RFC 2597, RFC 3246, RFC 5865, RFC 8622).
private enum DSCP {
    private static let names: [Int32: String] = {
        var names: [Int32: String] = [1: "LE", 44: "VA", 46: "EF"]
        for selector in Int32(0)...7 { names[selector << 3] = "CS\(selector)" }
        for group in Int32(1)...4 {
            for drop in Int32(1)...3 { names[group << 3 | drop << 1] = "AF\(group)\(drop)" }
        }
        return names
    }()

    /// "46 (EF)", or the number where it has no name.
    static func title(_ code: Int32) -> String { names[code].map { "\(code) (\($0))" } ?? "\(code)" }

    /// The DSCP that a text names.
    static func spelt(in text: String) -> Int32? {
        let words = Set(text.prefix(200).uppercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
        return names.first { words.contains($0.value) }?.key
    }
}
