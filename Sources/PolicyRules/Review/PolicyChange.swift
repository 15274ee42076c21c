import Manifests
import PolicyKinds
import SocketOptions

/// What an update really changes, as Envoy will see it: the whole object, by value and not by position in the file.
struct PolicyChange: Sendable {
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
    /// Whether listeners are concerned that are made anew and drained, as Envoy's are.
    private(set) var concernsListeners = false
    /// Whether connections to backends are concerned.
    private(set) var concernsBackends = false
    private var seen: Set<String> = []

    init(from old: PolicyObject, to new: PolicyObject, environment: CompiledEnvironment) {
        place = Place(new.reading.body, .key)
        let before = old.configurations.filter(\.setsSomething)
        // The counterparts that wait for theirs, in the order of the old object; the next one last.
        var waiting: [Counterpart: [Int]] = [:]
        for index in before.indices.reversed() { waiting[Counterpart(before[index]), default: []].append(index) }
        var isFound = Array(repeating: false, count: before.count)
        for configuration in new.configurations where configuration.setsSomething {
            let index = waiting[Counterpart(configuration)]?.popLast()
            if let index { isFound[index] = true }
            let counterpart = index.map { before[$0] }
            switch configuration.settings {
            case .options(let list): compare(counterpart?.options, list, configuration, environment)
            case .keepalive(let block): compare(counterpart?.keepalive, block, configuration)
            }
        }
        for (index, gone) in before.enumerated() where !isFound[index] {
            switch gone.settings {
            case .options(let list) where list.options.isEmpty: break
            case .options(let list):
                let field = gone.node.key?.text ?? ""
                note(
                    .values, at: Place(new.reading.body, .missing(field)), list.options.map { $0.request.title(in: environment) }, of: gone)
            case .keepalive(let block): note(.values, at: Place(new.reading.body, .key), [block.form.name], of: gone)
            }
        }
    }

    /// What makes two configurations each other's counterpart before and after an update.
    private struct Counterpart: Hashable {
        let target: String
        let isList: Bool

        init(_ configuration: SocketConfiguration) {
            target = configuration.target.identity
            isList = configuration.options != nil
        }
    }

    private mutating func note(_ extent: Extent, at place: Place, _ changed: [String] = [], of configuration: SocketConfiguration) {
        for title in changed where seen.insert(title).inserted { self.changed.append(title) }
        switch configuration.role {
        case .listener: concernsListeners = concernsListeners || configuration.setting.becomes.isEnvoys
        case .upstream: concernsBackends = true
        }
        guard extent > self.extent else { return }
        self.extent = extent
        self.place = place
    }

    private mutating func compare(
        _ old: SocketOptionList?, _ new: SocketOptionList, _ configuration: SocketConfiguration, _ environment: CompiledEnvironment
    ) {
        let place = Place(new.node, .key)
        let before = old?.options.map(\.request) ?? []
        let after = new.options.map(\.request)
        // Envoy compares lists as bags of whole options, descriptions and all (measured, Envoy 1.40).
        if before == after { return }
        if Self.bag(before) == Self.bag(after) { return note(.order, at: place, of: configuration) }
        let (silentBefore, silentAfter) = (Self.bag(before.map(\.withoutDescription)), Self.bag(after.map(\.withoutDescription)))
        if silentBefore == silentAfter { return note(.descriptions, at: place, of: configuration) }
        let differing = (after + before).filter { request in
            silentBefore[request.withoutDescription, default: 0] != silentAfter[request.withoutDescription, default: 0]
        }
        note(.values, at: place, differing.map { $0.title(in: environment) }, of: configuration)
    }

    private mutating func compare(_ old: KeepaliveBlock?, _ new: KeepaliveBlock, _ configuration: SocketConfiguration) {
        let place = Place(new.node, .key)
        guard let old else { return note(.values, at: place, [new.form.name], of: configuration) }
        let changed = zip(old.fields, new.fields).filter { $0.meaning != $1.meaning }.map(\.1.name)
        if !changed.isEmpty { note(.values, at: place, changed, of: configuration) }
    }

    private static func bag(_ requests: [OptionRequest]) -> [OptionRequest: Int] { requests.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
}

/// A raw option as Envoy's configuration has it.
private struct OptionRequest: Hashable {
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

    var withoutDescription: OptionRequest {
        var copy = self
        copy.description = ""
        return copy
    }

    /// "TCP_KEEPIDLE (6/4)", or the numbers where they mean nothing.
    func title(in environment: CompiledEnvironment) -> String {
        let key = OptionKey(Int32(truncatingIfNeeded: level), Int32(truncatingIfNeeded: name))
        return environment.row(of: key)?.title ?? "\(key)"
    }
}

extension RawOption {
    fileprivate var request: OptionRequest {
        // What is left out has protobuf's default: level and name 0, the state STATE_PREBIND, any type and family.
        OptionRequest(
            level: level.value ?? 0, name: name.value ?? 0, int: intValue.value, bytes: bufValue.value,
            state: state.value ?? .known(.prebind),
            type: type.value ?? .any, ipVersion: ipVersion.value ?? .unspecified, description: description.value ?? "",
            malformed: hasMalformedField ? node.sourceText : nil)
    }
}

extension SocketConfiguration {
    /// A block that is null is no block to the API server.
    fileprivate var setsSomething: Bool { keepalive.map { !$0.isNull } ?? true }
}
