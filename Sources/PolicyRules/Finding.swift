public import Manifests
import PolicyKinds

/// What a rule found at one place of an object.
public struct Finding: Sendable {
    /// The rule that found it.
    public let rule: Rule
    /// The rule's severity, or the one this case or the configuration gives it.
    public var severity: Severity
    /// Where to point.
    public let place: Place
    /// One line: what is wrong, by name and number, and what to write instead.
    public var message: String
    /// Why it matters, for this case.
    public let why: String
    /// What to write instead, by itself.
    public let instead: String
    /// How to mend it mechanically, where that is possible.
    public let fix: Fix?

    init(
        _ rule: Rule, _ severity: Severity? = nil, at place: Place, _ message: String, why: String? = nil, instead: String? = nil,
        fix: Fix? = nil
    ) {
        self.rule = rule
        self.severity = severity ?? rule.severity
        self.place = place
        self.message = message
        self.why = why ?? rule.documentation.why
        self.instead = instead ?? rule.documentation.instead
        self.fix = fix
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
