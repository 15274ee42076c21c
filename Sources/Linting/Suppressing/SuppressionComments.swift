import Manifests
import PolicyKinds
import PolicyRules

/// What the comments of a file set aside: `# sockwarden:ignore SW205, SW208 until=2027-01-31 reason` for its line or the next one, and
/// `# sockwarden:ignore-file SW205 reason` above everything else for the whole file. Only the linter sees them.
struct SuppressionComments {
    private static let word = "sockwarden:"

    /// One for each rule that a comment names.
    private(set) var suppressions: [Suppression] = []
    /// Comments that look like suppressions and are none.
    private(set) var mistakes: [Finding] = []

    /// Whether a file may hold any: nothing else of this costs the others a thing.
    static func mayStand(in source: [UInt8]) -> Bool { search.finds(in: source) }
    private static let search = WordSearch([Array(word.utf8)])

    /// - Parameter trees: the file's documents in order, and those in texts of them. Of a tree that comes twice the comments count once.
    init(in trees: [ManifestTree]) {
        var seen: Set<Int> = []
        if let first = trees.first { add(first.headComments, isHead: true, &seen) }
        for tree in trees { add(tree.sourceComments, isHead: false, &seen) }
    }

    /// - Parameter isHead: whether nothing but comments stands above them.
    private mutating func add(_ comments: some Sequence<SourceComment>, isHead: Bool, _ seen: inout Set<Int>) {
        // For each document as many as annotations of an object.
        var taken = 0
        var unread: (count: Int, place: Place)?
        var gap: SourceComment.Gap?
        for comment in comments {
            guard let text = comment.text(behind: Self.word), seen.insert(comment.place.span.start).inserted else { continue }
            guard taken < ReadingLimits.suppressions else {
                unread = ((unread?.count ?? 0) + 1, unread?.place ?? comment.place)
                continue
            }
            taken += max(1, add(comment, text, isHead: isHead, atMost: ReadingLimits.suppressions - taken, &gap))
        }
        if let unread { mistakes.append(.unreadSuppressions(unread.count, at: unread.place)) }
    }

    /// Takes one comment, and says how many suppressions it holds.
    private mutating func add(_ comment: SourceComment, _ text: Substring, isHead: Bool, atMost limit: Int, _ gap: inout SourceComment.Gap?)
        -> Int
    {
        let form = text.prefix { !$0.isWhitespace }
        let span: SourceSpan
        switch form {
        case "ignore": span = comment.line(&gap)
        case "ignore-file":
            guard isHead else {
                mistakes.append(.misplacedFileSuppression(at: comment.place))
                return 1
            }
            span = SourceSpan(start: 0, end: .max)
        default:
            mistakes.append(.noSuppression(String(form), at: comment.place))
            return 1
        }
        let (rules, rest) = Self.rules(in: text[form.endIndex...])
        if rules.isEmpty { mistakes.append(.suppressionWithoutRule(at: comment.place)) }
        if rules.count > limit { mistakes.append(.unreadSuppressions(rules.count - limit, at: comment.place)) }
        for rule in rules.prefix(limit) {
            let parts = Suppression.Comment(
                rule: comment.place(of: rule), whole: comment.place(of: Self.whole(rule, of: rules)), isAlone: rules.count == 1)
            suppressions.append(
                Suppression(String(rule.prefix(256)), text: String(rest), at: comment.place, reach: .span(span), comment: parts))
        }
        return rules.count
    }

    /// What goes with a rule that is taken out of a comment: the comma behind it, or before the last one; all from the mark on where it is alone.
    private static func whole(_ rule: Substring, of rules: [Substring]) -> Substring {
        let text = rule.base
        guard rules.count > 1 else {
            let behind = text[..<rule.startIndex].drop(fromLast: { $0 != "#" })
            return text[behind.drop(fromLast: { $0 == "#" }).endIndex...]
        }
        if let next = rules.first(where: { $0.startIndex > rule.startIndex }) { return text[rule.startIndex..<next.startIndex] }
        let before = rules.last { $0.startIndex < rule.startIndex }
        return text[(before?.endIndex ?? rule.startIndex)..<rule.endIndex]
    }

    /// Codes or names with commas between them; between codes a space will do. The rest is the day and the reason.
    private static func rules(in text: Substring) -> (rules: [Substring], rest: Substring) {
        var rules: [Substring] = []
        var rest = text.drop(while: \.isWhitespace)
        var isDue = true
        while true {
            let word = rest.prefix { !$0.isWhitespace && $0 != "," }
            guard isDue ? !word.isEmpty && !word.hasPrefix("until=") : isCode(word) else { return (rules, rest) }
            rules.append(word)
            rest = rest[word.endIndex...].drop(while: \.isWhitespace)
            isDue = rest.first == ","
            if isDue { rest = rest.dropFirst().drop(while: \.isWhitespace) }
        }
    }

    private static func isCode(_ word: Substring) -> Bool {
        word.utf8.count == 5 && word.lowercased().hasPrefix("sw") && word.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension ManifestTree {
    /// The tree, and those of the documents whose texts hold it, innermost first.
    private var withHosts: [ManifestTree] {
        var trees = [self]
        var host = root.hostOfDocument
        while let here = host {
            trees.append(here.tree)
            host = here.hostOfDocument
        }
        return trees
    }

    /// The documents in texts of an object that hold something of ours.
    static func embedded(in object: PolicyObject, _ findings: [Finding]) -> [ManifestTree] {
        var known: Set<ObjectIdentifier> = [ObjectIdentifier(object.node.tree)]
        let nodes = object.configurations.map(\.node) + findings.map(\.place.node)
        var trees: [ManifestTree] = []
        for node in nodes where !known.contains(ObjectIdentifier(node.tree)) {
            for tree in node.tree.withHosts where known.insert(ObjectIdentifier(tree)).inserted { trees.append(tree) }
        }
        return trees
    }
}

extension Substring {
    /// Without the characters at its end that fit.
    fileprivate func drop(fromLast fits: (Character) -> Bool) -> Substring {
        self[..<(lastIndex { !fits($0) }.map(index(after:)) ?? startIndex)]
    }
}
