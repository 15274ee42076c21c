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

    /// Which findings of its rule a suppression is about.
    public enum Reach: Sendable, Hashable {
        /// Every finding of the rule on the object.
        case object
        /// Findings that begin within these bytes: the lines that a comment speaks for.
        case span(SourceSpan)
    }

    /// The two ways to write one.
    public enum Form: Sendable, Hashable {
        case annotation
        case comment
    }

    /// - Parameter text: what follows the rule: an optional `until=2027-01-31`, then the reason.
    public init(_ codeOrName: String, text: String, at place: Place, reach: Reach, form: Form) {
        self.codeOrName = codeOrName
        self.place = place
        self.reach = reach
        self.form = form
        let words = text.split(whereSeparator: \.isWhitespace)
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

    func isAbout(_ finding: Finding, _ rule: Rule) -> Bool {
        guard finding.rule.code == rule.code else { return false }
        switch reach {
        case .object: return true
        case .span(let span): return finding.place.span.start >= span.start && finding.place.span.start < span.end
        }
    }
}

/// The suppressions of one object, and what they do to its findings.
///
/// Every suppression gives at most one report: that it is unused (SW901), else that its day is over (SW903), else that it lacks a reason
/// (SW902). One that is reported silences nothing.
struct Suppressions {
    static let prefix = "ignore.sockwarden.dev/"

    private let suppressions: [Suppression]
    private let context: ReviewContext

    /// Those in the object's annotations, and the comments that came with the context.
    init(of object: PolicyObject, in context: ReviewContext) {
        self.context = context
        suppressions =
            object.annotations.compactMap { annotation in
                guard annotation.key.hasPrefix(Self.prefix) else { return nil }
                return Suppression(
                    String(annotation.key.dropFirst(Self.prefix.count)), text: annotation.value, at: Place(annotation.node), reach: .object,
                    form: .annotation)
            } + context.comments
    }

    /// The findings that stay, and what is to be said about the suppressions themselves.
    func applied(to findings: [Finding]) -> (kept: [Finding], reports: [Finding]) {
        guard !suppressions.isEmpty else { return (findings, []) }
        var kept = findings
        var reports: [Finding] = []
        for suppression in suppressions {
            switch verdict(on: suppression, over: findings) {
            case .silences(let rule): kept.removeAll { suppression.isAbout($0, rule) }
            case .report(let finding): reports.append(finding)
            case .nothing: break
            }
        }
        return (kept, reports)
    }

    private enum Verdict {
        case silences(Rule)
        case report(Finding)
        case nothing
    }

    private func verdict(on suppression: Suppression, over findings: [Finding]) -> Verdict {
        let isHonored = suppression.form == .comment || context.honorsAnnotations
        guard let rule = suppression.rule else { return isHonored ? .report(.unknownRule(suppression)) : .nothing }
        guard !rule.isAboutSuppressions else { return isHonored ? .report(.unsuppressible(suppression, rule)) : .nothing }
        let isUsed = findings.contains { suppression.isAbout($0, rule) }
        guard isHonored else { return isUsed ? .report(.refused(suppression, rule)) : .nothing }
        guard isUsed else { return rule.showsEverywhere ? .report(.unused(suppression, rule)) : .nothing }
        if let finding = Finding.expired(suppression, rule, on: context.day) { return .report(finding) }
        if suppression.reason.isEmpty { return .report(.withoutReason(suppression, rule)) }
        return .silences(rule)
    }
}

extension Rule {
    /// SW901 to SW903 cannot be silenced: a suppression must not hide that it is wrong.
    var isAboutSuppressions: Bool { code.hasPrefix("SW9") }

    /// Whether a finding shows wherever the object is reviewed. SW401 tells files and admission apart, SW403 to SW405 need an update: a
    /// suppression of theirs is not unused because this review could not show it.
    fileprivate var showsEverywhere: Bool { !["SW401", "SW403", "SW404", "SW405"].contains(code) }
}
