/// A gateway or mesh whose objects are read.
public struct Product: Sendable {
    /// What `environment.releases` calls it, for example `kgateway`.
    public let name: String
    /// As people write it: "Envoy Gateway".
    public let title: String
    /// Release lines with the Envoy that each ships, oldest first. Releases in between have that of the one before.
    public let envoys: [(release: Release, envoy: Release)]

    /// A product; its releases oldest first. Without a title it is called by its name.
    public init(name: String, title: String? = nil, envoys: [(release: Release, envoy: Release)]) {
        self.name = name
        self.title = title ?? name
        self.envoys = envoys
    }

    /// The Envoy that a release ships; of releases older than all that are known, at most the oldest one's.
    public func envoy(of release: Release) -> Release? {
        (envoys.last { $0.release <= release } ?? envoys.first)?.envoy
    }
}

/// A release line of a product, of Envoy or of anything else that counts in two numbers: "2.3".
public struct Release: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first number.
    public let major: Int
    /// The second number.
    public let minor: Int

    /// A release line of two numbers.
    public init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// By release.
    public static func < (left: Release, right: Release) -> Bool { (left.major, left.minor) < (right.major, right.minor) }

    /// As people write it: "2.3".
    public var description: String { "\(major).\(minor)" }
}
