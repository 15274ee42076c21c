import Manifests

/// A product's configuration in a text of an object that is there for something else: a key of a ConfigMap, an annotation of a pod. Each is a
/// value in its product's folder; `PolicyKinds.embedded` lists them.
public struct EmbeddedConfiguration: Sendable {
    /// Where it may stand.
    let home: Home
    /// Where its settings stand in the document; each names its product.
    let settings: [SettingPath]
    /// Words of which every text with something of ours in it holds one.
    let hints: [String]
    /// Whether a document is such a configuration: by its content, by the key of the ConfigMap, or by the ConfigMap itself.
    let recognizes: @Sendable (_ document: ManifestNode, _ key: ManifestNode, _ object: ManifestNode) -> Bool
    /// Reads the document.
    let read: @Sendable (ManifestNode, inout PolicyReading) -> Void

    /// Where a text stands.
    enum Home: Sendable, Hashable {
        /// A value in the `data` of a ConfigMap, or the `stringData` of a Secret.
        case configMap
        /// The annotation of a pod, also in the template of a workload.
        case podAnnotation(String)
    }

    init(
        in home: Home, settings: [SettingPath], hints: [String]? = nil,
        recognizes: @escaping @Sendable (_ document: ManifestNode, _ key: ManifestNode, _ object: ManifestNode) -> Bool = { _, _, _ in true
        },
        read: @escaping @Sendable (ManifestNode, inout PolicyReading) -> Void
    ) {
        self.home = home
        self.settings = settings
        self.hints = hints ?? Array(Set(settings.map(\.fieldName)))
        self.recognizes = recognizes
        self.read = read
    }
}

extension PolicyReading {
    /// Reads a text that may be one of these configurations. Texts without any of their fields are not even parsed.
    mutating func readText(_ text: ManifestNode, as configurations: [EmbeddedConfiguration]) {
        guard text.kind == .string, let key = text.key,
            configurations.contains(where: { $0.hints.contains { text.sourceHolds($0) } }),
            let document = document(in: text, "`\(quoted(key.text).dropFirst().dropLast())`", isRefused: false), document.kind == .mapping
        else { return }
        for configuration in configurations where configuration.recognizes(document, key, object) {
            return configuration.read(document, &self)
        }
    }
}
