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
        let isUDP: Bool
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
            Self.text(listener["protocol"]).map { Listener(name: Self.text(listener["name"]) ?? "", isUDP: $0 == "UDP") }
        }
        let key = Name(namespace: Self.text(node["metadata"]?["namespace"]) ?? "", name: name)
        if listeners[key] == nil { listeners[key] = found ?? [] }
    }

    /// Takes over what others know.
    public mutating func merge(_ other: KnownGateways) { listeners.merge(other.listeners) { own, _ in own } }

    /// What the listeners carry that a policy is applied to; nil where some of them are not known, or carry different things.
    func transport(of references: [ManifestNode], in namespace: String) -> SocketTarget.Transport? {
        var udp: (clause: String, count: Int) = ("", 0)
        var count = 0
        for reference in references {
            guard let name = Self.text(reference["name"]), reference["kind"]?.hasText("Gateway") ?? false else { return nil }
            let key = Name(namespace: Self.text(reference["namespace"]) ?? namespace, name: name)
            guard let all = listeners[key] else { return nil }
            let section = Self.text(reference["sectionName"])
            let selected = section.map { section in all.filter { $0.name == section } } ?? all
            guard !selected.isEmpty else { return nil }
            count += selected.count
            udp.count += selected.count(where: \.isUDP)
            udp.clause =
                section.map { "the listener \(quoted($0)) of the Gateway \(quoted(name)) is for UDP" }
                ?? "the Gateway \(quoted(name)) has listeners for UDP alone"
        }
        return udp.count == 0 ? .unknown : udp.count == count ? .datagrams(clause: udp.clause) : nil
    }

    private static func text(_ node: ManifestNode?) -> String? {
        node.flatMap { $0.kind == .string && !$0.text.isEmpty ? $0.text(atMost: 253) : nil }
    }
}

extension PolicyObject {
    /// Whether Gateways could show what the object's raw options are set on.
    public var dependsOnGateways: Bool {
        !reading.attachments.isEmpty && configurations.contains { $0.options != nil && $0.role == .listener }
    }

    /// The object with what Gateways show of its targets; itself where they show nothing.
    public func read(beside gateways: KnownGateways) -> PolicyObject {
        guard dependsOnGateways, !gateways.isEmpty, reading.attachments.count < ReadingLimits.references,
            let transport = gateways.transport(of: reading.attachments, in: namespace ?? "")
        else { return self }
        var reading = reading
        reading.configurations = configurations.map { configuration in
            switch (configuration.settings, configuration.target.transport) {
            case (.options, .unknown), (.options, .datagrams):
                SocketConfiguration(
                    setting: configuration.setting, target: configuration.target.carrying(transport), settings: configuration.settings,
                    application: configuration.application)
            default: configuration
            }
        }
        return PolicyObject(self, reading: reading)
    }
}

extension SocketTarget {
    /// The same target, known better.
    fileprivate func carrying(_ transport: Transport) -> SocketTarget {
        SocketTarget(title, identity: identity, isGeneral: isGeneral, transport: transport, family: family)
    }
}
