import Manifests

extension PolicyKind {
    /// AgentgatewayModel of agentgateway.dev: keepalive of connections to the model's provider.
    static let agentgatewayModel: PolicyKind = PolicyKind(
        group: Agentgateway.group, kind: "AgentgatewayModel", versions: ["v1alpha1"], resource: "agentgatewaymodels",
        product: .agentgateway,
        settings: [AgentgatewayModel.nested.other],
        documentation: Documentation(
            reads: """
                Typed keepalive in every policies.tcp.keepalive of the spec, wherever a release has it: the kind is young and its fields move [places \
                not verified for every release].
                """,
            becomes: Agentgateway.becomes, sources: Agentgateway.sources),
        read: AgentgatewayModel.read)
}

private enum AgentgatewayModel {
    static let nested = Agentgateway.NestedSettings(
        provider: nil, target: nil,
        other: Agentgateway.setting(
            "spec….policies.tcp.keepalive",
            specimen: Specimen(
                """
                apiVersion: agentgateway.dev/v1alpha1
                kind: AgentgatewayModel
                metadata: {name: example}
                spec:
                  parentRefs: [{name: gateway, sectionName: llm}]
                  provider: OpenAI
                  policies: {tcp: {keepalive: SETTING}}

                """)))

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        if let parents = spec["parentRefs"] { reading.attach(parents) }
        Agentgateway.readNested(spec, nested, general: nil, into: &reading)
    }
}
