public import Manifests

/// What a rule found at one place of an object.
///
/// A finding is small until it is shown: the rule, the place, and what the text is made of. Most findings of a hostile object never are.
public struct Finding: Sendable {
    private let content: Content
    /// The rule's severity, or the one this case or the configuration gives it.
    public var severity: Severity
    /// What the configuration makes of it in the cluster.
    public var enforcement = Enforcement.deny
    /// What the author or the cluster did about it, behind the message: "(an error, let through …)".
    public var remark: String = ""

    /// The rule that found it.
    public var rule: Rule { content.rule }
    /// Where to point.
    public var place: Place { content.place }
    /// One line: what is wrong, by name and number, and what to write instead. Made anew each time.
    public var message: String { remark.isEmpty ? content.text() : "\(content.text()) \(remark)" }
    /// Why it matters, for this case.
    public var why: String { content.why ?? rule.documentation.why }
    /// What to write instead, by itself.
    public var instead: String { content.instead ?? rule.documentation.instead }
    /// How to mend it mechanically, where that is possible: not where the text stands escaped or folded in another one. Made anew each time.
    public var fix: Fix? {
        guard let fix = content.fix(), fix.edits.allSatisfy({ $0.nodes.allSatisfy(\.isEditedInPlace) }) else { return nil }
        return fix
    }
    /// What else it is about: the other options that set the same.
    var related: [ManifestNode] { content.related }

    /// What never changes of a finding, in one piece: findings are graded, sorted and chosen from.
    private final class Content: Sendable {
        let rule: Rule
        let place: Place
        let text: @Sendable () -> String
        let why: String?
        let instead: String?
        let fix: @Sendable () -> Fix?
        let related: [ManifestNode]

        init(
            rule: Rule, place: Place, text: @escaping @Sendable () -> String, why: String?, instead: String?,
            fix: @escaping @Sendable () -> Fix?, related: [ManifestNode]
        ) {
            self.rule = rule
            self.place = place
            self.text = text
            self.why = why
            self.instead = instead
            self.fix = fix
            self.related = related
        }
    }

    init(
        _ rule: Rule, _ severity: Severity? = nil, at place: Place, _ message: @autoclosure @escaping @Sendable () -> String,
        why: String? = nil, instead: String? = nil, fix: @autoclosure @escaping @Sendable () -> Fix? = nil, related: [ManifestNode] = []
    ) {
        content = Content(rule: rule, place: place, text: message, why: why, instead: instead, fix: fix, related: related)
        self.severity = severity ?? rule.severity
    }
}

extension Finding {
    /// The finding with the severity and the enforcement that a configuration gives its rule; nil where the rule is off.
    public func graded(by settings: RuleSettings) -> Finding? {
        let setting = settings.byCode[rule.code]
        var graded = self
        switch setting?.grade {
        case .off: return nil
        case .severity(let severity): graded.severity = severity
        case nil: break
        }
        graded.enforcement = setting?.enforcement ?? settings.enforcement
        return graded
    }

    /// Whether it denies the object.
    public var denies: Bool { severity == .error && enforcement == .deny }
}
