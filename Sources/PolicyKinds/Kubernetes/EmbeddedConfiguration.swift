import Manifests

/// A product's configuration in a text of an object that is there for something else: a key of a ConfigMap, an annotation of a pod. Each is a
/// value in its product's folder; `PolicyKinds.embedded` lists them.
public struct EmbeddedConfiguration: Sendable {
    /// Where it may stand.
    let home: Home
    /// The key that such a text has in a ConfigMap, as a rule: for specimens.
    let key: String
    /// Where its settings stand in the document; each names its product.
    let settings: [SettingPath]
    /// Words of which every text with something of ours in it holds one.
    let hints: [String]
    /// Whether a document is such a configuration: by its content, by the key of the ConfigMap, or by the ConfigMap itself.
    let recognizes: @Sendable (_ document: ManifestNode, _ key: ManifestNode, _ object: ManifestNode) -> Bool
    /// Whether its reader takes every document of a text, not only the first.
    let isStream: Bool
    /// Whether the product refuses a text that is no document; else the text may be anybody's.
    let isRefused: Bool
    /// Reads the document.
    let read: @Sendable (ManifestNode, inout PolicyReading) -> Void

    /// Where a text stands.
    enum Home: Sendable, Hashable {
        /// A value in the `data` of a ConfigMap, or the `stringData` of a Secret.
        case configMap
        /// The annotation of a pod, also in the template of a workload.
        case podAnnotation(String)
        /// The annotation of a Service.
        case serviceAnnotation(String)
    }

    init(
        in home: Home, key: String = "config.yaml", settings: [SettingPath], hints: [String]? = nil, isStream: Bool = false,
        isRefused: Bool = false,
        recognizes: @escaping @Sendable (_ document: ManifestNode, _ key: ManifestNode, _ object: ManifestNode) -> Bool = { _, _, _ in true
        },
        read: @escaping @Sendable (ManifestNode, inout PolicyReading) -> Void
    ) {
        self.home = home
        self.key = key
        self.settings = settings
        self.isStream = isStream
        self.isRefused = isRefused
        self.hints = hints ?? Array(Set(settings.map(\.fieldName)))
        self.recognizes = recognizes
        self.read = read
    }
}

extension PolicyReading {
    /// Reads a text that may be one of these configurations. Texts without any of their fields are not even parsed.
    mutating func readText(_ text: ManifestNode, as configurations: [EmbeddedConfiguration]) {
        guard text.kind == .string, let key = text.key,
            configurations.contains(where: { $0.hints.contains { text.sourceHolds($0) } })
        else { return }
        let field = "`\(quoted(key.text).dropFirst().dropLast())`"
        let isRefused = configurations.contains(where: \.isRefused)
        if configurations.contains(where: \.isStream) {
            var isReadable = true
            for document in text.embeddedDocuments() {
                switch document {
                case .success(let tree): readDocument(tree.root, key, as: configurations)
                case .failure(let error):
                    // Each stands at the text itself: the first one says it.
                    if isReadable { noteUnreadable(text, field, error, isRefused: isRefused) }
                    isReadable = false
                }
            }
        } else if let document = document(in: text, field, isRefused: isRefused) {
            readDocument(document, key, as: configurations)
        }
    }

    private mutating func readDocument(_ document: ManifestNode, _ key: ManifestNode, as configurations: [EmbeddedConfiguration]) {
        guard document.kind == .mapping else { return }
        configurations.first { $0.recognizes(document, key, object) }?.read(document, &self)
    }
}
