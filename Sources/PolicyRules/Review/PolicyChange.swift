import Manifests
import PolicyKinds
import SocketOptions

/// What an update really changes, as Envoy will see it: the whole object, by value and not by position in the file.
struct PolicyChange {
    enum Extent: Int, Comparable {
        case none
        /// The same options in another order.
        case order
        /// The same options with other descriptions.
        case descriptions
        /// Options or keepalive fields came, went or have other values.
        case values

        static func < (left: Extent, right: Extent) -> Bool { left.rawValue < right.rawValue }
    }

    /// The largest change of any configuration.
    private(set) var extent = Extent.none
    /// Where that change stands.
    private(set) var place: Place
    /// What came, went or has another value, ready to print, in the order of the new object; the gone ones last.
    private(set) var changed: [String] = []
    /// Whether listeners are concerned, or only connections to backends.
    private(set) var concernsListeners = false

    init(from old: PolicyObject, to new: PolicyObject, environment: TargetEnvironment) {
        place = Place(new.spec, .key)
        var rest = old.configurations
        for configuration in new.configurations {
            let index = rest.firstIndex { $0.isCounterpart(of: configuration) }
            let before = index.map { rest.remove(at: $0) }
            switch configuration.settings {
            case .options(let list):
                compare(before?.options, list, at: Place(list.node, .key), environment)
            case .keepalive(let block):
                compare(before, configuration, block, at: Place(block.node, .key), environment)
            }
        }
        for gone in rest {
            switch gone.settings {
            case .options(let list) where list.options.isEmpty: break
            case .options(let list):
                note(.values, at: Place(new.spec, .missing("socketOptions")), list.options.map { $0.wish.title(in: environment) })
            case .keepalive: note(.values, at: Place(new.spec, .key), ["tcpKeepalive"], of: gone.direction)
            }
        }
    }

    private mutating func note(
        _ extent: Extent, at place: Place, _ changed: [String] = [], of direction: SocketConfiguration.Direction = .downstream
    ) {
        for title in changed where !self.changed.contains(title) { self.changed.append(title) }
        if direction == .downstream { concernsListeners = true }
        guard extent > self.extent else { return }
        self.extent = extent
        self.place = place
    }

    private mutating func compare(_ old: SocketOptionList?, _ new: SocketOptionList, at place: Place, _ environment: TargetEnvironment) {
        let before = old?.options.map(\.wish) ?? []
        let after = new.options.map(\.wish)
        // Envoy compares lists as bags of whole options, descriptions and all (measured, Envoy 1.40).
        if before == after { return }
        if Self.bag(before) == Self.bag(after) { return note(.order, at: place) }
        let (silentBefore, silentAfter) = (Self.bag(before.map(\.withoutDescription)), Self.bag(after.map(\.withoutDescription)))
        if silentBefore == silentAfter { return note(.descriptions, at: place) }
        let differing = (after + before).filter { wish in
            silentBefore[wish.withoutDescription, default: 0] != silentAfter[wish.withoutDescription, default: 0]
        }
        note(.values, at: place, differing.map { $0.title(in: environment) })
    }

    private mutating func compare(
        _ old: SocketConfiguration?, _ new: SocketConfiguration, _ block: TypedKeepalive, at place: Place, _ environment: TargetEnvironment
    ) {
        guard case .keepalive(let before)? = old?.settings else { return note(.values, at: place, ["tcpKeepalive"], of: new.direction) }
        let pairs = [(before.idle, block.idle), (before.interval, block.interval), (before.count, block.count)]
        let changed = pairs.filter { $0.meaning != $1.meaning }.map(\.1.fieldName)
        if !changed.isEmpty { note(.values, at: place, changed, of: new.direction) }
    }

    private static func bag(_ wishes: [Wish]) -> [Wish: Int] { wishes.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}

/// A raw option as Envoy's configuration has it.
private struct Wish: Hashable {
    var level: Int64
    var name: Int64
    var int: Int64?
    var bytes: [UInt8]?
    var state: WrittenState
    var type: SocketTypeFilter
    var ipVersion: IPVersionFilter
    var description: String
    /// What is written, where a field is not what belongs there.
    var malformed: String?

    var withoutDescription: Wish {
        var copy = self
        copy.description = ""
        return copy
    }

    /// "TCP_KEEPIDLE (6/4)", or the numbers where they mean nothing.
    func title(in environment: TargetEnvironment) -> String {
        let key = OptionKey(Int32(truncatingIfNeeded: level), Int32(truncatingIfNeeded: name))
        return environment.distinctPlatforms.lazy.compactMap { $0.table[key]?.title }.first ?? "\(key)"
    }
}

extension RawOption {
    fileprivate var wish: Wish {
        // What is left out has protobuf's default: level and name 0, the state STATE_PREBIND, any type and family.
        Wish(
            level: level.value ?? 0, name: name.value ?? 0, int: intValue.value, bytes: bufValue.value,
            state: state.value ?? .known(.prebind),
            type: type.value ?? .any, ipVersion: ipVersion.value ?? .unspecified, description: description.value ?? "",
            malformed: hasMalformedField ? node.sourceText : nil)
    }
}

extension SocketConfiguration {
    fileprivate var options: SocketOptionList? {
        if case .options(let list) = settings { list } else { nil }
    }

    fileprivate func isCounterpart(of other: SocketConfiguration) -> Bool {
        subject == other.subject && (options == nil) == (other.options == nil)
    }
}

extension TypedField {
    /// What the field says, however it is written: 60s and 1m are the same.
    fileprivate var meaning: Scalar {
        switch scalar {
        case .string(let text): GoDuration(text).map { .integer($0.wholeSeconds) } ?? scalar
        case .null: .absent
        default: scalar
        }
    }
}
