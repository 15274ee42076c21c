import Manifests
import SocketOptions

/// The free-form proxy configuration of Consul: `spec.config` of ProxyDefaults, and the same keys in a pod's annotation.
struct ConsulProxyConfig: Sendable {
    let keepalive: SettingPath
    /// Escape hatches that Consul itself reads.
    let publicListener: EnvoySettings
    let localCluster: EnvoySettings
    /// Texts that go into Envoy's bootstrap unread.
    let staticListeners: EnvoySettings
    let staticClusters: EnvoySettings
    let bootstrap: EnvoySettings
    let all: [SettingPath]

    /// - Parameters:
    ///   - prefix: the configuration's path with its point, "" where it is the document.
    ///   - product: whose it is, where the kind is another one's.
    ///   - wrap: a document with this `config`, YAML in flow style; nil where there is none.
    init(_ prefix: String, product: Product? = nil, wrap: (@Sendable (String) -> String)? = nil) {
        func specimen(_ config: String) -> Specimen? { wrap.map { Specimen($0(config)) } }
        /// A text in single quotes, in which JSON needs no escapes.
        func text(_ key: String, _ json: String) -> Specimen? { specimen("{\(key): '\(json)'}") }
        func listener(_ key: String, _ type: String, served: Availability, product: Product?) -> EnvoySettings {
            EnvoySettings(
                .listener, spelling: .snake, listener: "\(prefix)\(key): ", keepaliveServed: served,
                unserved: Envoy.unserved, product: product
            ) { _, members in
                // Of typed keepalive that Consul does not take no document can hold any.
                product?.name != Product.envoy.name && members.contains("tcp_keepalive")
                    ? nil : text(key, "{\(type)\(Envoy.listenerMembers), \(members)}")
            }
        }
        func cluster(_ key: String, _ type: String, product: Product?) -> EnvoySettings {
            EnvoySettings(
                .cluster, spelling: .snake, cluster: "\(prefix)\(key): ", keepaliveServed: .always, unserved: "", product: product
            ) { _, members in text(key, "{\(type)\(Envoy.clusterMembers), \(members)}") }
        }
        func typed(_ type: StaticString) -> String { #""@type": "\#(type)", "# }

        keepalive = SettingPath(
            prefix + Self.form.name, .keepalive(Self.form), becomes: .clusterKeepalive, availability: .since(Release(1, 12)),
            unserved: "keys that it does not know are passed over", product: product,
            specimen: specimen("{\(Self.form.name): true, <<: SETTING}"))
        publicListener = listener(
            "envoy_public_listener_json", typed(Envoy.listenerType),
            served: .never(path: "\(prefix)envoy_public_listener_json: tcp_keepalive"), product: product)
        localCluster = cluster("envoy_local_cluster_json", typed(Envoy.clusterType), product: product)
        staticListeners = listener(
            "envoy_extra_static_listeners_json", "", served: .since(Envoy.firstWithListenerKeepalive), product: .envoy)
        staticClusters = cluster("envoy_extra_static_clusters_json", "", product: .envoy)
        bootstrap = EnvoySettings(
            [.listener, .cluster, .bootstrap], spelling: .snake,
            listener: "\(prefix)envoy_bootstrap_json_tpl: static_resources.listeners[].",
            cluster: "\(prefix)envoy_bootstrap_json_tpl: static_resources.clusters[].", bootstrap: "\(prefix)envoy_bootstrap_json_tpl: ",
            keepaliveServed: .since(Envoy.firstWithListenerKeepalive), unserved: Envoy.unserved, product: .envoy
        ) { message, members in
            switch message {
            case .listener:
                text("envoy_bootstrap_json_tpl", #"{"static_resources": {"listeners": [{\#(Envoy.listenerMembers), \#(members)}]}}"#)
            case .cluster:
                text("envoy_bootstrap_json_tpl", #"{"static_resources": {"clusters": [{\#(Envoy.clusterMembers), \#(members)}]}}"#)
            default: text("envoy_bootstrap_json_tpl", "{\(members)}")
            }
        }
        all =
            [keepalive] + publicListener.all + localCluster.all + staticListeners.all + staticClusters.all + bootstrap.all
    }

    /// envoy_gateway_remote_tcp_…: whole seconds, weakly typed ("60" is 60, a part of a second is cut), and a 0 is not set
    /// (agent/xds/config/config.go; how fractions are decoded is unverified).
    private static let form = BlockForm(
        "envoy_gateway_remote_tcp_enable_keepalive", idle: ("envoy_gateway_remote_tcp_keepalive_time", number(.seconds)),
        interval: ("envoy_gateway_remote_tcp_keepalive_interval", number(.seconds)),
        count: ("envoy_gateway_remote_tcp_keepalive_probes", number(.count)), sharedPrefix: "envoy_gateway_remote_tcp_")

    private static func number(_ unit: FieldForm.Unit) -> FieldForm {
        FieldForm(unit, fraction: .truncates, zero: .ignored, takesNumbersAsText: true)
    }

    /// Reads the configuration.
    /// - Parameter path: where it stands, as messages name it: "spec.config".
    func read(_ config: ManifestNode, path: String, into reading: inout PolicyReading) {
        readKeepalive(config, into: &reading)
        readStrayFields(config, path: path, into: &reading)
        if let text = config["envoy_public_listener_json"] { readTyped(text, publicListener, Envoy.listenerType, into: &reading) }
        if let text = config["envoy_local_cluster_json"] { readTyped(text, localCluster, Envoy.clusterType, into: &reading) }
        if let text = config["envoy_extra_static_listeners_json"], let row = reading.hatch(text, isRow: true) {
            let reader = EnvoyReader(settings: staticListeners)
            for listener in row.elements where !reading.passesOver(text) { reader.readListener(listener, into: &reading) }
        }
        if let text = config["envoy_extra_static_clusters_json"], let row = reading.hatch(text, isRow: true) {
            let reader = EnvoyReader(settings: staticClusters)
            for cluster in row.elements where !reading.passesOver(text) { reader.readCluster(cluster, into: &reading) }
        }
        // A Go template: only one without actions in places where JSON has none can be read before it is rendered.
        if let text = config["envoy_bootstrap_json_tpl"], text.holdsSettings,
            let root = reading.document(in: text, "`envoy_bootstrap_json_tpl`", isRefused: false)
        {
            EnvoyReader(settings: bootstrap).readBootstrap(root, into: &reading)
        }
    }

    private func readKeepalive(_ config: ManifestNode, into reading: inout PolicyReading) {
        let enable = config.entries.reduce(nil as ManifestNode?) { $1.key.isText(Self.form.name) ? $1.value : $0 }
        let first = config.entries.first { key, _ in Self.form.fieldNames.contains(where: key.isText) }
        switch enable.map(Self.isOn) ?? .off {
        case .on:
            reading.add(
                SocketConfiguration(
                    setting: keepalive,
                    target: SocketTarget("the backends of mesh and terminating gateways", identity: "gateways"),
                    settings: .keepalive(KeepaliveBlock(config, as: Self.form, into: &reading))))
        case .unreadable:
            guard let enable else { return }
            reading.malformed.append(("`\(Self.form.name)`", .wrongType(expected: "true or false", found: enable.inWords), enable))
        case .off:
            guard let first else { return }
            // Who writes false has switched it off, and keeps the numbers for later.
            let isMeant = enable.map { $0.kind != .null } ?? false
            reading.notApplied.append(
                NotApplied(
                    Place(first.value, .key), "Consul passes over `\(first.key.text)` without `\(Self.form.name): true`",
                    remedy: isMeant ? "write true there, or remove the numbers" : "add it", loses: isMeant ? .setting : .keepalive))
        }
    }

    private enum Switch { case on, off, unreadable }

    /// A weakly typed bool: numbers other than 0 and Go's words for true (strconv.ParseBool) are one.
    private static func isOn(_ node: ManifestNode) -> Switch {
        switch node.kind {
        case .bool: node.hasText("true") ? .on : .off
        case .number: WholeNumber(node.text) == .value(0) ? .off : .on
        case .null: .off
        case .string:
            if ["1", "t", "T", "true", "TRUE", "True"].contains(where: node.hasText) {
                .on
            } else if ["0", "f", "F", "false", "FALSE", "False", ""].contains(where: node.hasText) {
                .off
            } else {
                .unreadable
            }
        case .sequence, .mapping, .skipped: .unreadable
        }
    }

    /// Any key may stand there: only those that speak of sockets are looked at, and those of the block by the block itself.
    private func readStrayFields(_ config: ManifestNode, path: String, into reading: inout PolicyReading) {
        for (key, value) in config.entries
        where key.hasText("tcpKeepalive") || key.hasText("tcp_keepalive") || key.hasText("socketOptions") || key.hasText("socket_options") {
            guard reading.takesStrayField(at: config) else { return }
            let isKeepalive = key.hasText("tcpKeepalive") || key.hasText("tcp_keepalive")
            reading.add(
                StrayField(
                    key: key, value: value, owner: .mapping(path),
                    meaning: .misplaced(
                        home: isKeepalive ? keepalive.path : publicListener.listenerOptions.path, isBeside: false)))
        }
    }

    private func readTyped(_ text: ManifestNode, _ settings: EnvoySettings, _ type: StaticString, into reading: inout PolicyReading) {
        guard let root = reading.hatch(text) else { return }
        ConsulHatch.read(root, settings, type, title: nil, identity: nil, into: &reading)
    }
}

/// A listener or cluster in a text that Consul's own parser reads.
enum ConsulHatch {
    static func read(
        _ root: ManifestNode, _ settings: EnvoySettings, _ type: StaticString, title: String?, identity: String?,
        into reading: inout PolicyReading
    ) {
        let name = root.hostOfDocument?.key?.text(atMost: 64) ?? "the text"
        guard root.kind == .mapping, let written = root["@type"], written.hasText(type) else {
            reading.notApplied.append(
                NotApplied(
                    Place(root["@type"] ?? root), "Consul refuses `\(name)` without the type of its message",
                    remedy: "write \"@type\": \"\(type)\"",
                    loses: .target))
            return
        }
        reading.whenUnknown = Consul.whenUnknown
        let before = reading.configurations.count
        let reader = EnvoyReader(settings: settings)
        let origin = EnvoyReader.Origin(title: title, identity: identity)
        if type.utf8CodeUnitCount == Envoy.listenerType.utf8CodeUnitCount {
            reader.readListener(root, from: origin, into: &reading)
        } else {
            reader.readCluster(root, from: origin, into: &reading)
        }
        reading.whenUnknown = nil
        dropTypedKeepalive(from: before, &reading)
    }

    /// The protos that Consul is built with (v1.32 in the newest stored code) have no `tcp_keepalive` on listeners.
    private static func dropTypedKeepalive(from first: Int, _ reading: inout PolicyReading) {
        for configuration in reading.configurations[first...] where configuration.setting.becomes == .listenerKeepalive {
            reading.notApplied.append(
                NotApplied(
                    Place(configuration.node, .key),
                    "Consul's parser does not know `\(configuration.node.key?.text ?? "")` of a listener (its Envoy API is older than 1.37) and refuses "
                        + "the whole text",
                    remedy: "write socket_options", loses: .target))
        }
        reading.configurations[first...].removeAll { $0.setting.becomes == .listenerKeepalive }
    }
}
