import Manifests

extension PolicyKind {
    /// ProxyTemplate of kuma.io, which MeshProxyPatch replaces: modifications, and whole resources.
    static let proxyTemplate: PolicyKind = PolicyKind(
        group: Kuma.group, kind: "ProxyTemplate", versions: ["v1alpha1"], resource: "proxytemplates", product: .kuma,
        settings: ProxyTemplate.modified.all + ProxyTemplate.added.all,
        documentation: Documentation(
            reads: """
                spec.conf.modifications[]: the value of listener and of cluster; spec.conf.resources[]: listeners and clusters with their @type. All are \
                texts of YAML or JSON in Envoy's own fields.
                """,
            becomes: Kuma.becomes + " In every release up to 2.14; removed for 3.0.", sources: Kuma.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            if let selectors = spec["selectors"] { reading.attach(selectors) }
            guard let body = reading.container("conf", of: spec, .mapping) else { return }
            if let modifications = reading.container("modifications", of: body, .sequence) {
                for (position, item) in modifications.elements.enumerated() where !reading.passesOver(modifications) {
                    let here = "modifications[\(position)]"
                    if let entry = item["listener"], entry.kind == .mapping {
                        Kuma.readValue(of: entry, here: here, .listener, ProxyTemplate.modified, into: &reading)
                    }
                    if let entry = item["cluster"], entry.kind == .mapping {
                        Kuma.readValue(of: entry, here: here, .cluster, ProxyTemplate.modified, into: &reading)
                    }
                }
            }
            guard let resources = reading.container("resources", of: body, .sequence) else { return }
            let reader = EnvoyReader(settings: ProxyTemplate.added)
            reading.whenUnknown = Kuma.whenUnknown
            for item in resources.elements where !reading.passesOver(resources) {
                guard let text = item["resource"], text.holdsSettings, let root = reading.document(in: text, "`resource`", isRefused: true)
                else { continue }
                if root["@type"] == nil {
                    reading.notApplied.append(
                        NotApplied(
                            Place(text, .key), "Kuma refuses a resource without the type of its message",
                            remedy: "write '@type': \(Envoy.listenerType), or that of a cluster", loses: .target))
                }
                reader.readResource(root, into: &reading)
            }
            reading.whenUnknown = nil
        })
}

private enum ProxyTemplate {
    static let modified = Kuma.settings(
        listener: "spec.conf.modifications[].listener.value", cluster: "spec.conf.modifications[].cluster.value"
    ) { message, text in
        document("modifications:\n    - \(message):\n        operation: patch\n        value: '\(text)'")
    }
    static let added = EnvoySettings(
        [.listener, .cluster], spelling: .camel, listener: "spec.conf.resources[].resource: ", cluster: "spec.conf.resources[].resource: ",
        keepaliveServed: .since(Kuma.firstWithListenerKeepalive), unserved: "it drops the field in silence"
    ) { message, members in
        let (type, own) = message == .listener ? (Envoy.listenerType, Envoy.listenerMembers) : (Envoy.clusterType, Envoy.clusterMembers)
        return Specimen(
            document(
                "resources:\n    - name: example\n      version: v1\n      resource: '{\"@type\": \"\(type)\", \(own), \(members)}'"))
    }

    private static func document(_ conf: String) -> String {
        """
        apiVersion: kuma.io/v1alpha1
        kind: ProxyTemplate
        mesh: default
        metadata: {name: example}
        spec:
          selectors: [{match: {kuma.io/service: "*"}}]
          conf:
            \(conf)

        """
    }
}
