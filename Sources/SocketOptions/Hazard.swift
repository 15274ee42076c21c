/// What an accepted value does to an Envoy listener's traffic.
public struct Hazard: Sendable, Hashable {
    /// A stable name of its own: "stalls-small-reads".
    public var code: String
    /// How bad it is.
    public var severity: Severity
    /// Which values do it.
    public var values: [ClosedRange<Int32>]
    /// The effect, as a clause: "every response waits about 200 ms".
    public var effect: String

    /// A hazard of some values.
    public init(_ code: String, _ severity: Severity, _ values: [ClosedRange<Int32>], _ effect: String) {
        self.code = code
        self.severity = severity
        self.values = values
        self.effect = effect
    }

    /// Error breaks traffic, warning harms some, info is worth knowing.
    public enum Severity: Sendable, Hashable { case error, warning, info }

    /// The code of buffers that the node's sysctls bound.
    public static let clampedCode: String = "clamped-buffer"

    /// The code of options that do nothing at all any more.
    public static let noOpCode: String = "no-op"
}
