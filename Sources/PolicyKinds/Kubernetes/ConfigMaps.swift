import Manifests

extension PolicyKind {
    /// ConfigMap: whatever stands in its `data` as a text that a product reads as its configuration.
    static let configMap: PolicyKind = host("ConfigMap", "configmaps", "data")
    /// Secret: the same in `stringData`; what is in `data` is encoded, and nobody's to read.
    static let secret: PolicyKind = host("Secret", "secrets", "stringData")

    private static func host(_ kind: String, _ resource: String, _ field: StaticString) -> PolicyKind {
        let embedded = PolicyKinds.embedded.filter { $0.home == .configMap }
        return PolicyKind(
            group: "", kind: kind, versions: ["v1"], resource: resource, product: .kubernetes,
            settings: embedded.flatMap { configuration in
                configuration.settings.map { $0.inText("\(field)[]", wrappedBy: ConfigMaps.wrap(kind, field, configuration.key)) }
            }, isHost: true, hints: embedded.flatMap(\.hints),
            documentation: Documentation(
                reads: """
                    Configurations of proxies and control planes in texts: whatever in \(field) is a document with one of the settings. Findings stand \
                    at the line and column of the \(kind)'s own file, and the path names both: \(field)["envoy.yaml"]: static_resources.listeners[0].
                    """,
                becomes: "What the product makes of its configuration: see the kinds Bootstrap and those of the product.",
                sources: ["Kubernetes API reference, core/v1"]),
            read: { object, reading in
                guard let data = reading.container(field, of: object, .mapping) else { return }
                for (_, value) in data.entries { reading.readText(value, as: embedded) }
            })
    }
}

private enum ConfigMaps {
    /// Puts a document into an object's field, as a block of lines.
    static func wrap(_ kind: String, _ field: StaticString, _ key: String) -> @Sendable (String) -> String {
        { document in
            let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
            return "apiVersion: v1\nkind: \(kind)\nmetadata: {name: example}\n\(field):\n  \(key): |\n" + lines.joined(separator: "\n")
                + "\n"
        }
    }
}

extension Product {
    /// Kubernetes' own kinds, which hold settings of others.
    static let kubernetes: Product = Product(name: "kubernetes", title: "Kubernetes", envoys: [])
}
