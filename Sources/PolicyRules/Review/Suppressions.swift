public import Manifests
import PolicyKinds

/// A finding that an author has set aside, and why: by annotation on the object, or by a comment in its file.
public struct Suppression: Sendable {
    /// The rule's code or name, as written.
    public let codeOrName: String
    /// The last day on which it holds, if it ends.
    public let until: CalendarDay?
    /// What stands as `until=` and is no day.
    public let malformedUntil: String?
    /// Why; empty where nobody says.
    public let reason: String
    /// Where it is written: what SW9xx points at.
    public let place: Place
    /// What it speaks for.
    public let reach: Reach
    /// How it is written.
    public let form: Form
    /// Where its parts stand in a comment; nil for an annotation.
    let comment: Comment?

    /// Which findings of its rule a suppression is about.
    public enum Reach: Sendable, Hashable {
        /// Every finding of the rule on the object.
        case object
        /// Findings that begin within these bytes: the line, or the file, that a comment speaks for.
        case span(SourceSpan)
    }

    /// The two ways to write one.
    public enum Form: Sendable, Hashable {
        case annotation
        case comment
    }

    /// The parts of a comment.
    public struct Comment: Sendable {
        /// The rule's code or name.
        public let rule: Place
        /// The rule, and what parts it from its neighbours in the comment; the whole comment, from its `#` on, where it names no other.
        public let whole: Place
        /// Whether it names no other.
        public let isAlone: Bool

        /// See the properties.
        public init(rule: Place, whole: Place, isAlone: Bool) {
            self.rule = rule
            self.whole = whole
            self.isAlone = isAlone
        }
    }

    /// - Parameters:
    ///   - text: what follows the rule: an optional `until=2027-01-31`, then the reason.
    ///   - comment: where its parts stand; nil for an annotation.
    public init(_ codeOrName: String, text: String, at place: Place, reach: Reach, comment: Comment? = nil) {
        self.codeOrName = codeOrName
        self.comment = comment
        self.place = place
        self.reach = reach
        form = comment == nil ? .annotation : .comment
        // The reason is for people, and only its being there counts: what is longer than a screen is not looked at.
        let words = text.prefix(1024).split(whereSeparator: \.isWhitespace)
        let written = words.first.flatMap { $0.hasPrefix("until=") ? $0.dropFirst("until=".count) : nil }
        until = written.flatMap { CalendarDay($0) }
        malformedUntil = until == nil ? written.map(String.init) : nil
        reason = words.dropFirst(written == nil ? 0 : 1).joined(separator: " ")
    }

    /// The rule that it is about; nil where there is none of that code or name.
    var rule: Rule? { RuleRegistry.rule(codeOrName) }

    /// How messages name it: `ignore.sockwarden.dev/SW205`, or "the comment on SW205".
    var title: String {
        let known = rule.map { codeOrName.lowercased() == $0.name ? $0.name : $0.code } ?? quoted(codeOrName)
        return form == .annotation ? "\(Suppressions.prefix)\(known)" : "the comment on \(known)"
    }
}

/// Suppressions, those of one object or those of one file, and what they do to its findings.
///
/// Every suppression gives at most one report: that it is unused (SW901), else that its day is over (SW903), else that it lacks a reason
/// (SW902), else that the finding is not the author's to silence (SW901). One that is reported silences nothing, but for the warnings of a
/// rule whose errors stay.
public struct Suppressions {
    static let prefix: StaticString = "ignore.sockwarden.dev/"

    private var suppressions: [Suppression] = []
    /// How many annotations were not looked at, and the first of them.
    private var unread: (count: Int, node: ManifestNode)?
    private let day: CalendarDay
    private let annotations: ReviewContext.AnnotationReach

    /// Those in the object's annotations.
    init(of object: PolicyObject, in context: ReviewContext) {
        day = context.day
        annotations = context.annotations
        guard let written = object.annotations else { return }
        for (key, value) in written.entries where value.kind == .string && key.begins(with: Self.prefix) {
            guard suppressions.count < ReadingLimits.suppressions else {
                unread = ((unread?.count ?? 0) + 1, unread?.node ?? value)
                continue
            }
            suppressions.append(
                Suppression(
                    String(key.text.utf8.dropFirst(Self.prefix.utf8CodeUnitCount).prefix(256)) ?? "", text: value.text,
                    at: Place(value), reach: .object))
        }
    }

    /// Those in the comments of a file, which only the linter sees.
    /// - Parameter day: today.
    public init(comments: [Suppression], on day: CalendarDay) {
        suppressions = comments
        self.day = day
        annotations = .none
    }

    /// Which findings are silenced, and what is to be said about the suppressions themselves.
    public func applied(to findings: [Finding]) -> (isSilenced: [Bool], reports: [Finding]) {
        var isSilenced = Array(repeating: false, count: findings.count)
        var reports: [Finding] = []
        guard !suppressions.isEmpty else { return (isSilenced, reports) }
        let byRule = Dictionary(grouping: findings.indices) { findings[$0].rule.code }
            .mapValues { $0.sorted { findings[$0].place.span.start < findings[$1].place.span.start } }
        for suppression in suppressions {
            let isHonored = suppression.form == .comment || annotations != .none
            guard let rule = suppression.rule else {
                if isHonored { reports.append(.unknownRule(suppression)) }
                continue
            }
            let concerned = Self.concerned(by: suppression, among: byRule[rule.code] ?? [], of: findings)
            switch verdict(on: suppression, of: rule, isHonored, over: concerned.map { findings[$0] }) {
            case .silences: for index in concerned { isSilenced[index] = true }
            case .silencesWarnings(let report):
                for index in concerned where findings[index].severity != .error { isSilenced[index] = true }
                reports.append(report)
            case .report(let report): reports.append(report)
            case .nothing: break
            }
        }
        if let unread { reports.append(.unreadSuppressions(unread.count, at: Place(unread.node))) }
        return (isSilenced, reports)
    }

    /// The findings of a rule that a suppression is about.
    /// - Parameter indices: of the rule's findings, by where they begin.
    private static func concerned(by suppression: Suppression, among indices: [Int], of findings: [Finding]) -> ArraySlice<Int> {
        guard case .span(let span) = suppression.reach else { return indices[...] }
        // The first finding at or behind a place.
        func first(from start: Int) -> Int {
            var (low, high) = (0, indices.count)
            while low < high {
                let middle = (low + high) / 2
                if findings[indices[middle]].place.span.start < start { low = middle + 1 } else { high = middle }
            }
            return low
        }
        let start = first(from: span.start)
        return indices[start..<max(start, first(from: span.end))]
    }

    private enum Verdict {
        case silences
        /// The rule's errors stay, which is reported.
        case silencesWarnings(Finding)
        case report(Finding)
        case nothing
    }

    private func verdict(on suppression: Suppression, of rule: Rule, _ isHonored: Bool, over findings: [Finding]) -> Verdict {
        let isComment = suppression.form == .comment
        guard rule.canBeSilenced else { return isHonored ? .report(.unsuppressible(suppression, rule)) : .nothing }
        guard isHonored else { return findings.isEmpty ? .nothing : .report(.refused(suppression, rule)) }
        // The cluster sees an annotation on other occasions as well; a comment is there for the file alone.
        guard !findings.isEmpty else { return isComment || rule.showsEverywhere ? .report(.unused(suppression, rule)) : .nothing }
        if let finding = Finding.expired(suppression, rule, on: day) { return .report(finding) }
        if suppression.reason.isEmpty { return .report(.withoutReason(suppression, rule)) }
        let covers = !isComment && annotations == .warnings
        if covers, findings.contains(where: { $0.severity == .error }) { return .silencesWarnings(.errorStays(suppression, rule)) }
        return .silences
    }
}
