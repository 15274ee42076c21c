public import SocketOptions

/// Options that a product sets by itself on the sockets of a setting's target: part of what is in force, and nothing that an author of
/// objects can change.
public struct ProductOptions: Sendable {
    /// In the order in which the product sets them; Linux's numbers.
    public let options: [(key: OptionKey, value: Int32)]
    /// When they are set.
    public let moment: Moment
    /// As a clause: "the product's own filter sets … on every accepted connection, whatever the listener says".
    public let clause: String
    /// What an author can do about options that lose against them, in words: "remove them".
    public let remedy: String

    /// When a product sets options of its own.
    public enum Moment: Sendable, Hashable {
        /// In the listener's own list, before what an author writes, in this state.
        case list(SocketState)
        /// On each accepted socket, after all that the listener has: nothing that is written there survives.
        case accepted
    }

    init(_ options: [(key: OptionKey, value: Int32)], _ moment: Moment, clause: String, remedy: String) {
        self.options = options
        self.moment = moment
        self.clause = clause
        self.remedy = remedy
    }
}

/// A product's own fields, each of which becomes one raw option: the author writes neither numbers nor a state.
public struct OptionFields: Sendable {
    /// The fields, in the order in which the product makes options of them.
    public let fields: [(name: String, key: OptionKey)]
    /// The values that the product takes.
    public let range: ClosedRange<Int64>
    /// The state that it writes.
    public let state: SocketState
    /// How an author changes the family that listeners bind, in words that follow "or".
    public let familyRemedy: String

    init(_ fields: [(name: String, key: OptionKey)], range: ClosedRange<Int64>, state: SocketState, familyRemedy: String) {
        self.fields = fields
        self.range = range
        self.state = state
        self.familyRemedy = familyRemedy
    }

    /// The field that becomes this option; nil where there is none.
    public func field(for key: OptionKey) -> String? { fields.first { $0.key == key }?.name }
}
