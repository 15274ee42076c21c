/// What setsockopt(2) calls an option: the protocol level and the option's number at that level.
public struct OptionKey: Hashable, Sendable, CustomStringConvertible {
    /// The protocol level, for example 1 (SOL_SOCKET) or 6 (IPPROTO_TCP) on Linux.
    public let level: Int32
    /// The option's number at that level.
    public let name: Int32

    /// A key of the two numbers that setsockopt(2) takes.
    public init(_ level: Int32, _ name: Int32) {
        self.level = level
        self.name = name
    }

    /// The key with level and name exchanged: what somebody wrote who confused the two.
    public var mirrored: OptionKey { OptionKey(name, level) }

    /// As Envoy's log prints it: "6/4".
    public var description: String { "\(level)/\(name)" }
}
