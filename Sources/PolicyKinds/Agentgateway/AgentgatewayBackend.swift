import Manifests

extension PolicyKind {
    /// AgentgatewayBackend of agentgateway.dev: keepalive of connections to the backend, its providers and targets.
    static let agentgatewayBackend: PolicyKind = PolicyKind(
        group: Agentgateway.group, kind: "AgentgatewayBackend", versions: ["v1alpha1"], resource: "agentgatewaybackends",
        product: .agentgateway, settings: AgentgatewayBackend.settings,
        documentation: Documentation(
            reads: """
                Typed keepalive in spec.policies.tcp.keepalive, in the policies of each provider and of each static MCP target, and in every \
                policies.tcp.keepalive further below. The tcp of a provider or target replaces that of spec.policies whole.
                """,
            becomes: Agentgateway.becomes, sources: Agentgateway.sources),
        read: AgentgatewayBackend.read)
}

private enum AgentgatewayBackend {
    static let policies = Agentgateway.setting(
        "spec.policies.tcp.keepalive",
        specimen: specimen("  static: {host: example.internal, port: 443}\n  policies: {tcp: {keepalive: SETTING}}"))
    static let nested = Agentgateway.NestedSettings(
        provider: Agentgateway.setting(
            "spec.ai.groups[].providers[].policies.tcp.keepalive",
            specimen: specimen("  ai: {groups: [{providers: [{name: a, openai: {}, policies: {tcp: {keepalive: SETTING}}}]}]}")),
        target: Agentgateway.setting(
            "spec.mcp.targets[].static.policies.tcp.keepalive",
            specimen: specimen(
                "  mcp: {targets: [{name: a, static: {host: example.internal, port: 443, policies: {tcp: {keepalive: SETTING}}}}]}")),
        other: Agentgateway.setting(
            "spec….policies.tcp.keepalive",
            specimen: specimen(
                "  ai: {provider: {openai: {}}}\n"
                    + "  policies: {ai: {promptGuard: {request: [{openAIModeration: {policies: {tcp: {keepalive: SETTING}}}}]}}}")))
    static let settings = [policies, nested.provider, nested.target, nested.other].compactMap { $0 }

    private static func specimen(_ spec: String) -> Specimen {
        Specimen("apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: example}\nspec:\n\(spec)\n")
    }

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        reading.readStrayFields(
            of: spec, path: "spec", here: "spec", except: fields, settings: [policies], block: Agentgateway.keepalive)
        let target = SocketTarget("the backend", identity: "upstream", isGeneral: true)
        let own = reading.container("policies", of: spec, .mapping)
        if let own {
            if spec["static"]?["unixPath"]?.kind == .string, let block = own["tcp"]?["keepalive"], block.kind != .null {
                reading.notApplied.append(
                    NotApplied(Place(block, .key), "nothing is set here: the backend is a Unix socket (unixPath)", remedy: "remove it"))
            } else {
                Agentgateway.readTCP(of: own, policies, target, into: &reading)
            }
        }
        Agentgateway.readNested(spec, nested, except: own, general: own == nil ? nil : target, into: &reading)
    }

    private static let fields: [StaticString] = ["static", "a2a", "ai", "mcp", "dynamicForwardProxy", "aws", "policies"]
}
