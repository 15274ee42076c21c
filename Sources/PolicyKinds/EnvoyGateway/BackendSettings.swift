import Manifests

/// A `backendSettings` of Envoy Gateway's kinds: how the proxy speaks to a service that it needs itself, an external processor, a JWKS server,
/// a collector. All have the same type, ClusterSettings.
struct BackendSettings: Sendable {
    /// The steps to the map that has `backendSettings`.
    let steps: [(field: StaticString, isList: Bool)]
    /// Who is spoken to: "the external processor".
    let title: String
    /// The setting.
    let keepalive: SettingPath
    /// The map's other fields.
    let siblings: [StaticString]

    /// - Parameters:
    ///   - steps: a list's field with `[]` behind it.
    ///   - specimen: the document around `backendSettings: {tcpKeepalive: SETTING}`, which is handed over.
    init(_ steps: [(StaticString, isList: Bool)], _ title: String, siblings: [StaticString], specimen: (String) -> Specimen) {
        self.steps = steps
        self.title = title
        self.siblings = siblings
        let path = steps.map { $0.isList ? "\($0.0)[]" : "\($0.0)" }.joined(separator: ".")
        keepalive = SettingPath(
            "\(path).backendSettings.tcpKeepalive", .keepalive(EnvoyGateway.backendKeepalive), becomes: .clusterKeepalive,
            availability: .since(Release(1, 2)), specimen: specimen("backendSettings: {tcpKeepalive: SETTING}"))
    }

    /// Reads the settings of an object, wherever its lists have one.
    func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        read(object, at: steps[...], "", into: &reading)
    }

    private func read(
        _ node: ManifestNode, at steps: ArraySlice<(field: StaticString, isList: Bool)>, _ here: String, into reading: inout PolicyReading
    ) {
        guard let step = steps.first else { return readOwner(node, here, into: &reading) }
        let path = here.isEmpty ? "\(step.field)" : "\(here).\(step.field)"
        guard let below = reading.container(step.field, of: node, step.isList ? .sequence : .mapping) else { return }
        guard step.isList else { return read(below, at: steps.dropFirst(), path, into: &reading) }
        for (position, item) in below.elements.enumerated() {
            guard position < ReadingLimits.configurations else { return reading.note(.configurations, at: below, isError: true) }
            if item.kind == .mapping { read(item, at: steps.dropFirst(), "\(path)[\(position)]", into: &reading) }
        }
    }

    private func readOwner(_ owner: ManifestNode, _ here: String, into reading: inout PolicyReading) {
        let path = keepalive.parentPath
        readStrayFields(
            of: owner, String(path.dropLast(".backendSettings".count)), here, except: siblings + ["backendSettings"], into: &reading)
        guard let settings = reading.container("backendSettings", of: owner, .mapping) else { return }
        readStrayFields(of: settings, path, here + ".backendSettings", except: Self.fields, into: &reading)
        guard let block = settings["tcpKeepalive"] else { return }
        guard reading.configurations.count < ReadingLimits.configurations else {
            return reading.note(.configurations, at: reading.body, isError: true)
        }
        let name = Self.name(of: owner)
        reading.add(
            SocketConfiguration(
                setting: keepalive,
                target: SocketTarget(
                    name.map { "\(title) \(quoted($0))" } ?? title, identity: "\(title) \(name ?? here)"),
                settings: .keepalive(KeepaliveBlock(block, as: EnvoyGateway.backendKeepalive, into: &reading)),
                application: EnvoyGateway.timeouts(ofBackend: settings, here + ".backendSettings")))
    }

    private func readStrayFields(
        of mapping: ManifestNode, _ path: String, _ here: String, except known: [StaticString], into reading: inout PolicyReading
    ) {
        reading.readStrayFields(
            of: mapping, path: path, here: here, except: known, settings: [keepalive], block: EnvoyGateway.backendKeepalive)
    }

    /// What tells an owner from the others of its list: its name, or its backend's.
    private static func name(of owner: ManifestNode) -> String? {
        let named = [owner["backendRefs"]?.elements.first { _ in true }, owner["backendRef"], owner]
        return named.lazy.compactMap { $0?.textOf("name", "name") }.first
    }

    /// The fields of ClusterSettings up to 1.9.
    private static let fields: [StaticString] = [
        "circuitBreaker", "connection", "dns", "healthCheck", "http2", "loadBalancer", "proxyProtocol", "retry", "tcpKeepalive", "timeout",
    ]
}
