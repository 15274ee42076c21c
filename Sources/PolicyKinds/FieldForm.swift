public import SocketOptions

/// How a product spells one field of a typed keepalive block, and what it makes of the value: one for each way there is.
public struct FieldForm: Sendable {
    /// What the field takes.
    public let unit: Unit
    /// What becomes of a part of a second.
    public let fraction: Fraction
    /// What a 0 means.
    public let zero: Zero
    /// The largest value that the product lets through; nil where it checks none.
    public let maximum: Int64?
    /// What the product sets where the field is left out, in seconds or probes; nil where that is the kernel's default.
    public let ownDefault: Int64?
    /// Whether what is written there is ever applied. Where not, the kernel's default holds whatever it says.
    public let isApplied: Bool
    /// Whether a whole number may stand as text, "60": protobuf's JSON takes both.
    public let takesNumbersAsText: Bool

    init(
        _ unit: Unit, fraction: Fraction = .refused, zero: Zero, maximum: Int64? = nil, ownDefault: Int64? = nil, isApplied: Bool = true,
        takesNumbersAsText: Bool = false
    ) {
        self.unit = unit
        self.fraction = fraction
        self.zero = zero
        self.maximum = maximum
        self.ownDefault = ownDefault
        self.isApplied = isApplied
        self.takesNumbersAsText = takesNumbersAsText
    }

    /// What a field takes.
    public enum Unit: Sendable {
        /// A whole number of seconds.
        case seconds
        /// A duration with its unit: "60s".
        case duration(DurationSyntax)
        /// A whole number of probes.
        case count
    }

    /// What becomes of a part of a second.
    public enum Fraction: Sendable, Hashable {
        case truncates
        /// Rounded up, from this many nanoseconds on; less than that is cut.
        case roundsUp(from: Int64)
        case refused
    }

    /// What a 0 means.
    public enum Zero: Sendable, Hashable {
        case refusedByAPI
        /// As if the field were not there.
        case ignored
        /// Every socket fails.
        case refusedByKernel
        /// No keepalive at all; older Envoys hand it to the kernel, which refuses it.
        case switchesOff(sinceEnvoy: Release)
    }

    /// Whether the field takes a duration with its unit, not a whole number.
    public var takesDuration: Bool {
        if case .duration = unit { true } else { false }
    }

    /// Whether the field counts probes.
    public var isCount: Bool {
        if case .count = unit { true } else { false }
    }

    /// The largest value that the kernel and the product take.
    public func maximum(of role: KeepaliveRole) -> Int64 { min(role.maximum ?? Int64.max, maximum ?? Int64.max) }

    /// What belongs there: "a duration with its unit", "a whole number of seconds", "a whole number".
    public var expectation: String {
        switch unit {
        case .seconds: "a whole number of seconds"
        case .duration: "a duration with its unit"
        case .count: "a whole number"
        }
    }

    /// Seconds or probes as JSON has them in this field: `"60s"` in its quotes, or `60`.
    public func json(of number: Int64) -> String { takesDuration ? "\"\(number)s\"" : "\(number)" }

    /// Seconds or probes as the field takes them: "60s" or "60".
    public func spelling(of number: Int64) -> String { takesDuration ? "\(number)s" : "\(number)" }
}

/// The durations that a field takes.
public struct DurationSyntax: Sendable {
    /// Whether the API takes a text of this shape.
    let matches: @Sendable (String) -> Bool
    /// The least it takes, nanoseconds.
    public let minimum: Int64
    /// What it takes, in words that follow "write": "whole numbers with h, m, s or ms".
    public let words: String

    init(minimum: Int64, words: String, matches: @escaping @Sendable (String) -> Bool) {
        self.minimum = minimum
        self.words = words
        self.matches = matches
    }
}
