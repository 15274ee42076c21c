import Manifests

extension PolicyKind {
    /// CiliumEnvoyConfig of cilium.io: Envoy's own resources, for one namespace.
    static let ciliumEnvoyConfig: PolicyKind = PolicyKind(
        group: Cilium.group, kind: "CiliumEnvoyConfig", versions: ["v2"], resource: "ciliumenvoyconfigs", product: .cilium,
        settings: CiliumEnvoyConfig.settings.all, documentation: Cilium.documentation, read: Cilium.read(CiliumEnvoyConfig.settings))
}

private enum CiliumEnvoyConfig {
    static let settings = Cilium.settings(of: "CiliumEnvoyConfig")
}
