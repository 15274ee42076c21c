/// How much a finding matters.
public enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Shows in the linter only.
    case info = 0
    /// Reaches the person at kubectl as a warning.
    case warning = 1
    /// Denies the object.
    case error = 2

    /// The word in reports and in the configuration file.
    public var word: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// By weight: info, warning, error.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}
