import Manifests
import SocketOptions

/// Cilium: what its kinds share.
///
/// Sources: cilium/cilium (single stored files of 2024 and 2025: pkg/ciliumenvoyconfig/cec_resource_parser.go,
/// pkg/k8s/apis/cilium.io/v2/cec_types.go, operator/pkg/model), cilium/proxy of 2026-08 (cilium/bpf_metadata.cc), and their threads.
extension Product {
    /// Envoy 1.37 is of January 2026: what Cilium 1.18, of July 2025, and older ones ship is at most the one named here. The main branch had
    /// 1.38 in August 2026; which release has it first is not verified.
    static let cilium: Product = Product(
        name: "cilium", title: "Cilium", envoys: [(Release(1, 18), Release(1, 34)), (Release(1, 20), Release(1, 38))])
}

enum Cilium {
    static let group = "cilium.io"

    /// What a field does to its resource that the agent's parser does not know.
    static let whenUnknown = "Cilium's agent drops the whole resource for a field that it does not know, with a line in its log alone"

    /// What Cilium's listener filter sets on every accepted connection (cilium/proxy#1151; in every release since 2018). The count and
    /// TCP_USER_TIMEOUT are left as the listener has them.
    private static let keepalive = ProductOptions(
        [(OptionKey(1, 9), 1), (OptionKey(6, 5), 300), (OptionKey(6, 4), 300)], .accepted,
        clause: "on every accepted connection Cilium sets SO_KEEPALIVE to 1, TCP_KEEPIDLE and TCP_KEEPINTVL to 300 s",
        remedy: "leave it out: only TCP_KEEPCNT and TCP_USER_TIMEOUT hold")

    static func settings(of kind: String) -> EnvoySettings {
        EnvoySettings(
            [.listener, .cluster], spelling: .camel, listener: "spec.resources[].", cluster: "spec.resources[].",
            keepaliveServed: .never(path: "spec.resources[].tcpKeepalive"),
            unserved: "the agent drops the whole listener", own: keepalive
        ) { message, members in
            // Of typed keepalive that the agent does not take no document can hold any.
            if message == .listener, members.contains("tcpKeepalive") { return nil }
            let (type, own) =
                message == .listener ? (Envoy.listenerType, #""name": "http""#) : (Envoy.clusterType, Envoy.clusterMembers)
            return Specimen(
                """
                apiVersion: cilium.io/v2
                kind: \(kind)
                metadata: {name: example}
                spec:
                  resources:
                  - {"@type": \(type), \(own), \(members)}

                """)
        }
    }

    static func read(_ settings: EnvoySettings) -> @Sendable (ManifestNode, inout PolicyReading) -> Void {
        { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            if let services = spec["services"] { reading.attach(services) }
            if let selector = spec["nodeSelector"], selector.kind != .null { reading.attachments.append(selector) }
            guard case .keepalive(let block) = settings.clusterKeepalive.holds else { return }
            reading.readStrayFields(of: spec, path: "spec", here: "spec", except: fields, settings: settings.all, block: block)
            reading.readMisspelt("resources", of: spec, here: "spec", except: fields)
            guard let resources = reading.container("resources", of: spec, .sequence) else { return }
            let reader = EnvoyReader(settings: settings)
            var stranger: ManifestNode?
            reading.whenUnknown = whenUnknown
            for resource in resources.elements where !reading.passesOver(resources) {
                guard resource.kind == .mapping else {
                    reading.malformed.append(
                        (
                            "an item of `resources`", .wrongType(expected: "a resource of Envoy with its @type", found: resource.inWords),
                            resource
                        ))
                    continue
                }
                guard let type = resource["@type"], type.kind == .string, !type.hasText("") else {
                    noteMissingType(resource, into: &reading)
                    continue
                }
                if stranger == nil, !types.contains(where: type.hasText) { stranger = type }
                reader.readResource(resource, into: &reading)
            }
            reading.whenUnknown = nil
            adjust(settings, &reading)
            // Without settings of ours it is somebody else's business.
            guard !reading.configurations.isEmpty || !reading.notApplied.isEmpty, let stranger else { return }
            reading.notApplied.append(
                NotApplied(
                    Place(stranger), "Cilium refuses the whole object for a resource of the type \(quoted(stranger.text(atMost: 164)))",
                    remedy: "keep to Listener, Cluster, RouteConfiguration, ClusterLoadAssignment and Secret, each by its full name",
                    loses: .target))
        }
    }

    /// What only Cilium makes of a listener: it knows no typed keepalive there, and gives one without an address the node's loopback.
    private static func adjust(_ settings: EnvoySettings, _ reading: inout PolicyReading) {
        reading.configurations = reading.configurations.compactMap { configuration in
            switch configuration.setting.becomes {
            case .listenerKeepalive:
                let name = configuration.node.key?.text ?? "tcpKeepalive"
                reading.notApplied.append(
                    NotApplied(
                        Place(configuration.node, .key),
                        "Cilium's agent does not know `\(name)` of a listener (its Envoy API, as of November 2025, is older than 1.37) and drops the whole "
                            + "listener; one that knows it sets idle time and interval to 300 s all the same",
                        remedy: "remove it: only TCP_KEEPCNT (6/6) in socketOptions holds", loses: .target))
                return nil
            case .listenerOptions where configuration.target.family == nil && configuration.node.parent?["address"] == nil:
                let target = configuration.target
                return SocketConfiguration(
                    setting: configuration.setting,
                    target: SocketTarget(target.title, identity: target.identity, transport: target.transport, family: .ipv4),
                    settings: configuration.settings, application: configuration.application)
            default: return configuration
            }
        }
    }

    /// The agent skips a resource whose type it cannot read.
    private static func noteMissingType(_ resource: ManifestNode, into reading: inout PolicyReading) {
        let names: [(StaticString, StaticString)] = [
            ("socket_options", "socketOptions"), ("tcp_keepalive", "tcpKeepalive"), ("upstream_bind_config", "upstreamBindConfig"),
            ("upstream_connection_options", "upstreamConnectionOptions"), ("additional_addresses", "additionalAddresses"),
        ]
        guard let setting = names.lazy.compactMap({ resource.field($0, $1) }).first else { return }
        reading.notApplied.append(
            NotApplied(
                Place(setting, .key), "Cilium's agent skips a resource without `@type`, with a line in its log alone",
                remedy: "write \"@type\": \(Envoy.listenerType), or that of a cluster", loses: .target))
    }

    /// What a resource may be (cec_resource_parser.go).
    private static let types: [StaticString] = [
        Envoy.listenerType, Envoy.clusterType, "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
        "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
        "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
    ]

    /// The spec's fields.
    private static let fields: [StaticString] = ["backendServices", "nodeSelector", "resources", "services"]

    static let documentation = PolicyKind.Documentation(
        reads: """
            The listeners and clusters among spec.resources, each with its @type: socketOptions and tcpKeepalive of listeners (also of their \
            additional addresses), upstreamConnectionOptions.tcpKeepalive and upstreamBindConfig of clusters, in camel and in snake case.
            """,
        becomes: """
            What is written, but: on every connection that a listener accepts Cilium's own filter sets SO_KEEPALIVE to 1, TCP_KEEPIDLE and \
            TCP_KEEPINTVL to 300 s, whatever the listener says (read in its source, not run); TCP_KEEPCNT and TCP_USER_TIMEOUT hold, and clusters are \
            left alone. No webhook looks at the content: for one field that the agent does not know, one bad enum or one fraction it drops the \
            whole resource and only logs it; tcpKeepalive of a listener is such a field, as far as stored versions of the agent show. A listener without an address is bound to the node's loopback.
            """,
        sources: [
            "cilium/cilium: pkg/ciliumenvoyconfig/cec_resource_parser.go, pkg/k8s/apis/cilium.io/v2/cec_types.go (as stored, 2025)",
            "cilium/proxy: cilium/bpf_metadata.cc (2026-08), pull requests 1115 and 1151",
        ])
}
