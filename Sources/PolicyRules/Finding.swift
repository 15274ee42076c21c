public import Manifests

/// What a rule found at one place of an object.
///
/// A finding is small until it is shown: the rule, the place, and what the text is made of. Most findings of a hostile object never are.
public struct Finding: Sendable {
    /// The rule that found it.
    public let rule: Rule
    /// The rule's severity, or the one this case or the configuration gives it.
    public var severity: Severity
    /// Where to point.
    public let place: Place
    /// What the author or the cluster did about it, behind the message: "(an error, let through …)".
    public var remark: String = ""
    private let text: @Sendable () -> String
    private let ownWhy: String?
    private let ownInstead: String?
    /// How to mend it mechanically, where that is possible: not where the text stands escaped or folded in another one.
    public let fix: Fix?
    /// What else it is about: the other options that set the same.
    let related: [ManifestNode]

    /// One line: what is wrong, by name and number, and what to write instead. Made anew each time.
    public var message: String { remark.isEmpty ? text() : "\(text()) \(remark)" }
    /// Why it matters, for this case.
    public var why: String { ownWhy ?? rule.documentation.why }
    /// What to write instead, by itself.
    public var instead: String { ownInstead ?? rule.documentation.instead }

    init(
        _ rule: Rule, _ severity: Severity? = nil, at place: Place, _ message: @autoclosure @escaping @Sendable () -> String,
        why: String? = nil, instead: String? = nil, fix: Fix? = nil, related: [ManifestNode] = []
    ) {
        self.rule = rule
        self.severity = severity ?? rule.severity
        self.place = place
        text = message
        ownWhy = why
        ownInstead = instead
        self.fix = place.node.isEditedInPlace ? fix : nil
        self.related = related
    }
}

extension Finding {
    /// The finding with the severity that a configuration gives its rule; nil where the rule is off.
    public func graded(by settings: RuleSettings) -> Finding? {
        switch settings.byCode[rule.code] {
        case nil: return self
        case .off: return nil
        case .severity(let severity):
            var graded = self
            graded.severity = severity
            return graded
        }
    }
}

/// Edits that mend a finding, in the bytes of the source.
public struct Fix: Sendable, Hashable {
    /// One replacement.
    public struct Edit: Sendable, Hashable {
        /// The bytes to replace.
        public let span: SourceSpan
        /// What to write there.
        public let replacement: String
    }

    /// In the order of the source, without overlaps.
    public let edits: [Edit]
}
