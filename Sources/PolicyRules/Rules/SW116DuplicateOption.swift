import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let duplicateOption: Rule = Rule(
        code: "SW116", name: "duplicate-option", severity: .error,
        documentation: Documentation(
            finds: """
                The same level and name twice in a list. Envoy applies the states in order, and the list in order within a state, so the last \
                one wins. A warning where the values are equal.
                """,
            why: """
                Envoy takes a list in another order as unchanged: swapping the two never takes effect until a restart, and the configuration \
                says one thing while the kernel has the other (measured, Envoy 1.40)
                """,
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}\n"
                    + "- {description: idle time, level: 6, name: 4, intValue: 30}",
                mended:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 30}"
            ),
            instead: "the option once"),
        check: .list { review in
            guard hasRepeatedPair(review) else { return [] }
            let sound = review.options.indices.filter { !review.verdicts[$0].isClaimed }
            let places = Dictionary(grouping: sound) { review.options[$0].key }
            return places.values.filter { $0.count > 1 }.map { finding(about: $0, in: review) }
        })

    /// Whether any pair stands twice. Few lists have one: looking comes before sorting, and in a short list without a table.
    private static func hasRepeatedPair(_ review: ClassifiedList) -> Bool {
        let options = review.options
        guard options.count <= 16 else { return Set(options.lazy.compactMap(\.key)).count < options.count }
        return options.indices.contains { later in
            options.indices[..<later].contains { options[$0].key == options[later].key }
        }
    }

    /// One finding for each option, however often it stands there, at its second place.
    private static func finding(about places: [Int], in review: ClassifiedList) -> Finding {
        let title = review.review(places[0]).row?.title ?? review.options[places[0]].key.map { "\($0)" } ?? ""
        let times = places.count == 2 ? "twice" : "\(places.count) times"
        let place = review.list.options[places[1]].pairPlace
        guard places.contains(where: { review.options[$0].value != review.options[places[0]].value }) else {
            return Finding(
                .duplicateOption, .warning, at: place, "\(title) is set \(times) to the same value; keep one",
                fix: .fix(
                    "keep one", isSafe: Set(places.map { review.options[$0].state }).count == 1,
                    removing(Array(places.dropFirst()), in: review)))
        }
        let inOrder = places.sorted { (review.options[$0].state ?? .prebind, $0) < (review.options[$1].state ?? .prebind, $1) }
        let shown = inOrder.suffix(4).map { "to \(text(review, $0))" }
        let winner = inOrder.last.map { text(review, $0) } ?? ""
        return Finding(
            .duplicateOption, at: place,
            "\(title) is set \(times), \(places.count > shown.count ? "at last " : "")\(enumeration(shown)): the last in Envoy's order "
                + "(\(winner)) wins, and swapping them later is taken as no change; keep one",
            fix: .unsafe("keep the one that wins", removing(Array(inOrder.dropLast()), in: review)),
            related: places.map { review.list.options[$0].node })
    }

    /// Edits that take options away, all or none of them.
    private static func removing(_ indices: [Int], in review: ClassifiedList) -> [Fix.Edit]? {
        Fix.Edit.removing(indices.map { review.list.options[$0].node })
    }

    private static func text(_ review: ClassifiedList, _ index: Int) -> String {
        review.review(index).intValue.map(String.init) ?? "other bytes"
    }
}
