public import PolicyKinds

/// A rule: its code, its documentation, and how it looks.
///
/// Each rule is a constant in a file of its own under `Rules`; `RuleRegistry` holds them in order.
public final class Rule: Sendable {
    /// `SW` and three digits. Never used again for another rule.
    public let code: String
    /// In words, for example `outlasts-middlebox`.
    public let name: String
    /// The severity of most of its findings. A rule may grade single cases otherwise and says so in its documentation.
    public let severity: Severity
    /// What people are told about it.
    public let documentation: Documentation
    /// What engines need to know of it.
    public let traits: Traits
    let checks: [Check]

    init(
        code: String, name: String, severity: Severity, documentation: Documentation, traits: Traits = [], check checks: Check...
    ) {
        self.traits = traits
        self.code = code
        self.name = name
        self.severity = severity
        self.documentation = documentation
        self.checks = checks
    }

    /// What engines need to know of a rule.
    public struct Traits: OptionSet, Sendable {
        /// One bit a trait.
        public let rawValue: UInt8
        /// The traits of some bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// It is about suppressions and cannot be silenced by one: a suppression must not hide that it is wrong.
        public static let isAboutSuppressions: Traits = Traits(rawValue: 1)
        /// Its findings depend on the occasion: whether a file, a creation or an update is reviewed. A suppression of it is never unused.
        public static let dependsOnOccasion: Traits = Traits(rawValue: 2)
        /// Only the linter can find it.
        public static let isOnlyLinted: Traits = Traits(rawValue: 4)
    }

    /// Whether a suppression can silence it.
    var canBeSilenced: Bool { !traits.contains(.isAboutSuppressions) }
    /// Whether a finding of it shows wherever the object is reviewed.
    public var showsEverywhere: Bool { traits.isDisjoint(with: [.dependsOnOccasion, .isOnlyLinted]) }

    /// What `sockwarden explain` prints. The example is run as a test: the rule must fire on it, and must not on `mended`.
    public struct Documentation: Sendable {
        /// What it finds, in a sentence or a few.
        public let finds: String
        /// Why it matters, with the evidence.
        public let why: String
        /// A manifest that makes it fire, and the same mended.
        public let example: Example
        /// What to write instead, in words.
        public let instead: String

        init(finds: String, why: String, example: Example, instead: String) {
            self.finds = finds
            self.why = why
            self.example = example
            self.instead = instead
        }
    }

    /// What a rule looks at.
    enum Check: Sendable {
        /// A raw option, in the order of "one mistake, one finding": the first rule that returns a finding claims the option.
        /// With `goesOn` the option is looked at further all the same.
        case option(goesOn: Bool = false, @Sendable (ClassifiedOption) -> Claim?)
        /// A raw option that no rule of the order has claimed.
        case soundOption(@Sendable (ClassifiedOption) -> Finding?)
        /// A list of raw options as a whole.
        case list(@Sendable (ClassifiedList) -> [Finding])
        /// The keepalive that a list or a typed block results in.
        case keepalive(@Sendable (EffectiveKeepalive) -> [Finding])
        /// A typed keepalive block.
        case block(@Sendable (TypedBlock) -> [Finding])
        /// The object as a whole.
        case object(@Sendable (WholeObject) -> [Finding])
        /// Not looked for by itself: the engine reports it where it applies suppressions.
        case engine
    }
}

/// A finding of the "one mistake, one finding" order, and what the author meant the option to be.
///
/// A class, because nearly every rule has none for nearly every option: then there is only a pointer to hand back.
final class Claim: Sendable {
    let finding: Finding
    /// The keepalive role that the option was meant to have; SW2xx counts it as that.
    let meant: MeantOption?

    init(_ finding: Finding, meant: MeantOption? = nil) {
        self.finding = finding
        self.meant = meant
    }
}
