import Manifests

extension PolicyKind {
    /// Services: annotations that a product reads as its configuration.
    static let service: PolicyKind = {
        let homes: [(key: String, configuration: EmbeddedConfiguration)] = PolicyKinds.embedded.compactMap { configuration in
            if case .serviceAnnotation(let key) = configuration.home { (key, configuration) } else { nil }
        }
        return PolicyKind(
            group: "", kind: "Service", versions: ["v1"], resource: "services", product: .kubernetes,
            settings: homes.flatMap { key, configuration in
                configuration.settings.map { $0.inText("metadata.annotations[\(key)]", wrappedBy: Services.wrap(key)) }
            },
            isHost: true,
            documentation: Documentation(
                reads: """
                    Annotations that a product reads as its configuration, every document in them. Findings stand at the line and column of the \
                    Service's own file.
                    """,
                becomes: "What the product makes of its configuration.",
                sources: ["Kubernetes API reference, core/v1"]),
            read: { object, reading in
                guard let annotations = object["metadata"]?["annotations"] else { return }
                for (key, value) in annotations.entries {
                    reading.readText(value, as: homes.filter { key.isText($0.key) }.map(\.configuration))
                }
            })
    }()
}

private enum Services {
    /// Puts a document into an annotation, as a block of lines.
    static func wrap(_ key: String) -> @Sendable (String) -> String {
        { document in
            let lines = document.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "      \($0)" }
            return "apiVersion: v1\nkind: Service\nmetadata:\n  name: example\n  annotations:\n    \(key): |\n"
                + lines.joined(separator: "\n") + "\nspec: {ports: [{port: 80}]}\n"
        }
    }
}
