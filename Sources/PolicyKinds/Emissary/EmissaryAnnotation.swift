import Manifests

extension EmbeddedConfiguration {
    /// The annotation of a Service that holds Mappings and Modules, several documents in one text. Their fields stand at the top, without a
    /// spec. Read as the objects of the same kind are [not verified for every release].
    static let emissaryAnnotation: EmbeddedConfiguration = EmbeddedConfiguration(
        in: .serviceAnnotation("getambassador.io/config"), settings: [EmissaryMapping.keepaliveInText, EmissaryModule.keepaliveInText],
        isStream: true, isRefused: true,
        read: { document, reading in
            guard let kind = document["kind"], kind.kind == .string else { return }
            let name = document["name"]
            if kind.hasText("Mapping") {
                let shown = name.flatMap { $0.kind == .string ? quoted($0.text(atMost: 256)) : nil } ?? "without a name"
                EmissaryMapping.read(
                    document, "", EmissaryMapping.keepaliveInText,
                    SocketTarget("the backend of the Mapping \(shown)", identity: "mapping \(shown)"), into: &reading)
            } else if kind.hasText("Module") {
                EmissaryModule.read(document, "", name, EmissaryModule.keepaliveInText, into: &reading)
            }
        })
}
