import Manifests
import PolicyKinds

extension Rule {
    static let notLookedAt: Rule = Rule(
        code: "SW409", name: "not-looked-at", severity: .error,
        documentation: Documentation(
            finds: """
                More than is looked at, which is far more than any person writes: \(ReadingLimits.options) options of a list, \
                \(ReadingLimits.configurations) targets of an object, \(ReadingLimits.references) references, \(ReadingLimits.faults) \
                faults of a sort, \(ReadingLimits.strayFields) keys that \
                lead nowhere, \(ReadingLimits.suppressions) suppressions. One finding for each sort says how much was not looked at: an error, but a \
                warning for keys and suppressions, which set nothing.
                """,
            why: "a review must cost no more than its bytes are worth, and nothing may pass unchecked",
            example: .moreThanIsRead,
            instead: "several objects, or only the settings that are needed"),
        check: .object { review in review.object.reading.unread.map(finding) })

    private static func finding(about part: UnreadPart) -> Finding {
        let (what, remedy) =
            switch part.sort {
            case .options: ("options of a list", "keep those that are needed")
            case .configurations: ("targets of an object", "part them into several objects")
            case .faults: ("faults of an object", "mend those first")
            case .patches: ("patches of an object", "part them into several objects")
            case .references: ("references of an object", "part them into several objects")
            case .strayFields: ("keys that lead nowhere", "remove them")
            case .suppressions: ("suppressions of an object", "remove what is not needed")
            }
        return Finding(
            .notLookedAt, part.isError ? .error : .warning, at: Place(part.node, .key),
            "only the first \(part.sort.limit) \(what) are looked at, and \(part.count) more stand here unchecked; \(remedy)",
            instead: remedy)
    }
}
