/// An entry of `environments`: what holds for the objects of some namespaces, or of some gateways.
public struct MatchedSettings: Sendable, Hashable {
    /// Of which objects.
    public var match: EnvironmentMatch
    /// The general settings, with the entry's own in the place of theirs. Complete: there is nothing below it to look up.
    public var settings: Settings

    /// An entry.
    public init(match: EnvironmentMatch, settings: Settings) {
        self.match = match
        self.settings = settings
    }
}

/// `match` of an entry of `environments`. Where it names both, both must fit.
public struct EnvironmentMatch: Sendable, Hashable {
    /// Of the object; where none is named, all fit.
    public var namespaces: [NamePattern] = []
    /// That the object is applied to; where none is named, all fit.
    public var gateways: [NamePattern] = []

    /// A match that fits everything.
    public init() {}

    /// Whether every gateway fits.
    var isForAnyGateway: Bool { gateways.isEmpty || gateways.contains(.any) }

    /// Whether an object fits.
    ///
    /// - Parameters:
    ///   - gateway: nil for what may be any.
    ///   - namespace: "" for what has none.
    func mayFit(gateway: String?, in namespace: String) -> Bool {
        guard namespaces.isEmpty || namespaces.contains(where: { $0.matches(namespace) }) else { return false }
        guard let gateway, !gateways.isEmpty else { return true }
        return gateways.contains { $0.matches(gateway) }
    }
}

/// A name, or the beginning of names with a `*` behind it.
public struct NamePattern: Sendable, Hashable {
    private let name: String
    private let isPrefix: Bool

    /// All names, and what has none.
    public static let any = NamePattern("*")

    /// As the configuration file writes it: "edge", "edge-*", "*".
    public init(_ text: String) {
        isPrefix = text.hasSuffix("*")
        name = isPrefix ? String(text.dropLast()) : text
    }

    /// Whether a name is meant.
    public func matches(_ name: String) -> Bool { isPrefix ? name.utf8.starts(with: self.name.utf8) : name == self.name }
}
