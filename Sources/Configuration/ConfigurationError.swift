import Manifests
import PolicyKinds

/// Why a configuration file cannot be used: one line with the place and the remedy.
public struct ConfigurationError: Error, Sendable, Hashable {
    /// What is wrong and what to write instead, in one line.
    public let message: String
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int

    init(_ message: String, at span: SourceSpan, in source: [UInt8]) {
        self.message = message
        let position = LineIndex(source).position(of: span.start)
        line = position.line
        column = position.column
    }
}
