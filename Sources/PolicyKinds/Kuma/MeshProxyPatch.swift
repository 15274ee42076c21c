import Manifests

extension PolicyKind {
    /// MeshProxyPatch of kuma.io: modifications of the listeners and clusters of data planes.
    static let meshProxyPatch: PolicyKind = PolicyKind(
        group: Kuma.group, kind: "MeshProxyPatch", versions: ["v1alpha1"], resource: "meshproxypatches", product: .kuma,
        settings: MeshProxyPatch.settings.all + MeshProxyPatch.patched.all,
        documentation: Documentation(
            reads: """
                spec.default.appendModifications[]: of listener and of cluster the value, a text of YAML or JSON in Envoy's own fields, and the \
                jsonPatches, which are read together for each match: whole lists and blocks, single options and single fields, in camel case.
                """,
            becomes: Kuma.becomes, sources: Kuma.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            if let target = spec["targetRef"], target.kind == .mapping { reading.attachments.append(target) }
            guard let body = reading.container("default", of: spec, .mapping) else { return }
            reading.readMisspelt("appendModifications", of: body, here: "spec.default", except: [])
            guard let modifications = reading.container("appendModifications", of: body, .sequence) else { return }
            var patches = EnvoyJSONPatches(settings: MeshProxyPatch.patched, as: Kuma.patches)
            for (position, item) in modifications.elements.enumerated() where !reading.passesOver(modifications) {
                let here = "appendModifications[\(position)]"
                if let entry = item["listener"], entry.kind == .mapping {
                    Kuma.readValue(of: entry, here: here, .listener, MeshProxyPatch.settings, into: &reading)
                    Kuma.take(entry, here: here, .listener, &patches, into: &reading)
                }
                if let entry = item["cluster"], entry.kind == .mapping {
                    Kuma.readValue(of: entry, here: here, .cluster, MeshProxyPatch.settings, into: &reading)
                    Kuma.take(entry, here: here, .cluster, &patches, into: &reading)
                }
            }
            reading.whenUnknown = Kuma.whenUnknown
            patches.read(into: &reading)
            reading.whenUnknown = nil
        })
}

private enum MeshProxyPatch {
    static let patched = EnvoySettings(
        [.listener, .cluster], spelling: .camel, listener: "spec.default.appendModifications[].listener.jsonPatches[]: ",
        cluster: "spec.default.appendModifications[].cluster.jsonPatches[]: ",
        keepaliveServed: .since(Kuma.firstWithListenerKeepalive), unserved: "it drops the field in silence"
    ) { _, _ in nil }

    static let settings = Kuma.settings(
        listener: "spec.default.appendModifications[].listener.value", cluster: "spec.default.appendModifications[].cluster.value"
    ) { message, text in
        """
        apiVersion: kuma.io/v1alpha1
        kind: MeshProxyPatch
        metadata: {name: example}
        spec:
          targetRef: {kind: Mesh}
          default:
            appendModifications:
            - \(message):
                operation: Patch
                value: '\(text)'

        """
    }
}
