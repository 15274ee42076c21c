public import Manifests

/// Gateways of the Gateway API that stand beside the policies under review: their listeners' protocols show what no policy says.
public struct KnownGateways: Sendable {
    private var listeners: [Name: [Listener]] = [:]

    private struct Name: Hashable, Sendable {
        let namespace: String
        let name: String
    }

    private struct Listener: Sendable {
        let name: String
        /// `protocol`; implementations may have their own.
        let carries: Carried
    }

    /// What listeners carry.
    private enum Carried: Sendable {
        case datagrams
        case traffic(ListenerTraffic)
        case unknown

        init(_ name: String) {
            switch name {
            case "UDP": self = .datagrams
            case "TCP", "TLS": self = .traffic(.streams)
            case "HTTP", "HTTPS": self = .traffic(.http)
            default: self = .unknown
            }
        }

        var isDatagrams: Bool { if case .datagrams = self { true } else { false } }
        var traffic: ListenerTraffic? { if case .traffic(let traffic) = self { traffic } else { nil } }
    }

    /// What a policy's listeners have in common.
    struct Shown: Sendable {
        let transport: SocketTarget.Transport?
        let traffic: ListenerTraffic?
    }

    /// None.
    public init() {}

    /// Whether none is known.
    public var isEmpty: Bool { listeners.isEmpty }

    /// A word of which every Gateway's text has one: a field that its CRD requires.
    public static let hint: String = "gatewayClassName"

    /// Notes a Gateway; anything else is passed over. Of two of one name the first counts.
    public mutating func add(_ node: ManifestNode) {
        guard let kind = node["kind"], kind.hasText("Gateway"), let version = node["apiVersion"],
            version.hasPrefix("gateway.networking.k8s.io/"), let name = Self.text(node["metadata"]?["name"])
        else { return }
        let found = node["spec"]?["listeners"].items.prefix(ReadingLimits.references).compactMap { listener in
            Self.text(listener["protocol"]).map { Listener(name: Self.text(listener["name"]) ?? "", carries: Carried($0)) }
        }
        let key = Name(namespace: Self.text(node["metadata"]?["namespace"]) ?? "", name: name)
        if listeners[key] == nil { listeners[key] = found ?? [] }
    }

    /// Takes over what others know.
    public mutating func merge(_ other: KnownGateways) { listeners.merge(other.listeners) { own, _ in own } }

    /// What the listeners carry that a policy is applied to; nil where some of them are not known, or carry different things.
    func shown(of references: [ManifestNode], in namespace: String) -> Shown? {
        var clause = ""
        var carried: [Carried] = []
        for reference in references {
            guard let name = Self.text(reference["name"]), reference["kind"]?.hasText("Gateway") ?? false else { return nil }
            let key = Name(namespace: Self.text(reference["namespace"]) ?? namespace, name: name)
            guard let all = listeners[key] else { return nil }
            let section = Self.text(reference["sectionName"])
            let selected = section.map { section in all.filter { $0.name == section } } ?? all
            guard !selected.isEmpty else { return nil }
            carried += selected.map(\.carries)
            clause =
                section.map { "the listener \(quoted($0)) of the Gateway \(quoted(name)) is for UDP" }
                ?? "the Gateway \(quoted(name)) has listeners for UDP alone"
        }
        guard let first = carried.first else { return nil }
        let datagrams = carried.count(where: \.isDatagrams)
        return Shown(
            transport: datagrams == 0 ? .unknown : datagrams == carried.count ? .datagrams(clause: clause) : nil,
            traffic: carried.allSatisfy { $0.traffic == first.traffic } ? first.traffic : nil)
    }

    private static func text(_ node: ManifestNode?) -> String? {
        node.flatMap { $0.kind == .string && !$0.text.isEmpty ? $0.text(atMost: 253) : nil }
    }
}

extension PolicyObject {
    /// Whether Gateways could show what the object's settings meet: what raw options are set on, and which timeouts count.
    public var dependsOnGateways: Bool {
        !reading.attachments.isEmpty
            && configurations.contains { $0.role == .listener && ($0.options != nil || !$0.applicationByTraffic.isEmpty) }
    }

    /// The object with what Gateways show of its targets; itself where they show nothing.
    public func read(beside gateways: KnownGateways) -> PolicyObject {
        guard dependsOnGateways, !gateways.isEmpty, reading.attachments.count < ReadingLimits.references,
            let shown = gateways.shown(of: reading.attachments, in: namespace ?? "")
        else { return self }
        var reading = reading
        reading.configurations = configurations.map { $0.role == .listener ? $0.meeting(shown) : $0 }
        return PolicyObject(self, reading: reading)
    }
}

extension SocketConfiguration {
    /// The same, known better.
    fileprivate func meeting(_ shown: KnownGateways.Shown) -> SocketConfiguration {
        var target = target
        if let transport = shown.transport, options != nil {
            switch target.transport {
            case .unknown, .datagrams:
                target = SocketTarget(
                    target.title, identity: target.identity, isGeneral: target.isGeneral, transport: transport, family: target.family)
            case .none, .refused: break
            }
        }
        return SocketConfiguration(
            setting: setting, target: target, settings: settings,
            application: shown.traffic.flatMap { applicationByTraffic[$0] } ?? application)
    }
}
