/// A kernel release, as far as socket options care: 5.10, 6.13.
public struct KernelVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The 5 of 5.10.
    public let major: Int
    /// The 10 of 5.10.
    public let minor: Int

    /// The release of these two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Older releases come first.
    public static func < (left: KernelVersion, right: KernelVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// "5.10".
    public var description: String { "\(major).\(minor)" }
}
