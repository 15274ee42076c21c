import Manifests

extension PolicyKind {
    /// ServiceDefaults of consul.hashicorp.com: escape hatches for upstreams, and extensions.
    static let serviceDefaults: PolicyKind = PolicyKind(
        group: Consul.group, kind: "ServiceDefaults", versions: ["v1alpha1"], resource: "servicedefaults", product: .consul,
        settings: ServiceDefaults.settings,
        documentation: Documentation(
            reads: """
                envoyListenerJSON and envoyClusterJSON, JSON in texts, in spec.upstreamConfig.defaults and in each of its overrides; patches of \
                spec.envoyExtensions (builtin/property-override).
                """,
            becomes: """
                The listener or cluster of that upstream in place of the one that Consul makes, unless a discovery chain is active for it: then it \
                passes over the text, which the object does not show. Consul parses the texts itself: they need @type, and a field that it does not \
                know makes it refuse the whole text; tcp_keepalive of a listener is such a field.
                """,
            sources: Consul.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            reading.readMisspelt("upstreamConfig", of: spec, here: "spec", except: [])
            if let upstreams = reading.container("upstreamConfig", of: spec, .mapping) {
                if let entry = reading.container("defaults", of: upstreams, .mapping) {
                    ServiceDefaults.read(entry, ServiceDefaults.general, name: nil, into: &reading)
                }
                if let entries = reading.container("overrides", of: upstreams, .sequence) {
                    for (position, entry) in entries.elements.enumerated() where entry.kind == .mapping && !reading.passesOver(entries) {
                        ServiceDefaults.read(
                            entry, ServiceDefaults.own,
                            name: entry["name"].flatMap { $0.kind == .string ? $0.text(atMost: 256) : nil } ?? "\(position)", into: &reading
                        )
                    }
                }
            }
            ConsulExtensions.read(spec, ServiceDefaults.patches, into: &reading)
        })
}

private enum ServiceDefaults {
    typealias Hatches = (listener: EnvoySettings, cluster: EnvoySettings)

    static let general = hatches("spec.upstreamConfig.defaults.") { "defaults: {\($0)}" }
    static let own = hatches("spec.upstreamConfig.overrides[].") { "overrides: [{name: backend, \($0)}]" }
    static let patches = ConsulExtensions.setting("ServiceDefaults")
    static let settings = general.listener.all + general.cluster.all + own.listener.all + own.cluster.all + [patches]

    private static func hatches(_ prefix: String, _ entry: @escaping @Sendable (String) -> String) -> Hatches {
        func specimen(_ field: String, _ json: String) -> Specimen {
            Specimen(
                """
                apiVersion: consul.hashicorp.com/v1alpha1
                kind: ServiceDefaults
                metadata: {name: web}
                spec:
                  upstreamConfig:
                    \(entry("\(field): '\(json)'"))

                """)
        }
        let listener = EnvoySettings(
            .listener, spelling: .snake, listener: "\(prefix)envoyListenerJSON: ",
            keepaliveServed: .never(path: "\(prefix)envoyListenerJSON: tcp_keepalive"), unserved: ""
        ) { _, members in
            members.contains("tcp_keepalive")
                ? nil
                : specimen("envoyListenerJSON", #"{"@type": "\#(Envoy.listenerType)", \#(Envoy.listenerMembers), \#(members)}"#)
        }
        let cluster = EnvoySettings(
            .cluster, spelling: .snake, cluster: "\(prefix)envoyClusterJSON: ", keepaliveServed: .always, unserved: ""
        ) { _, members in
            specimen("envoyClusterJSON", #"{"@type": "\#(Envoy.clusterType)", \#(Envoy.clusterMembers), \#(members)}"#)
        }
        return (listener, cluster)
    }

    static func read(_ entry: ManifestNode, _ hatches: Hatches, name: String?, into reading: inout PolicyReading) {
        let whose = name.map { "the upstream \(quoted($0))" } ?? "every upstream without an override"
        if let text = entry["envoyListenerJSON"], let root = reading.hatch(text) {
            ConsulHatch.read(
                root, hatches.listener, Envoy.listenerType, title: "the listener for \(whose)", identity: "listener \(name ?? "defaults")",
                into: &reading)
        }
        if let text = entry["envoyClusterJSON"], let root = reading.hatch(text) {
            ConsulHatch.read(
                root, hatches.cluster, Envoy.clusterType, title: whose, identity: "cluster \(name ?? "defaults")", into: &reading)
        }
    }
}
