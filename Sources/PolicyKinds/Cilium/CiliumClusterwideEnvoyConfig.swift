import Manifests

extension PolicyKind {
    /// CiliumClusterwideEnvoyConfig of cilium.io: Envoy's own resources, for the whole cluster.
    static let ciliumClusterwideEnvoyConfig: PolicyKind = PolicyKind(
        group: Cilium.group, kind: "CiliumClusterwideEnvoyConfig", versions: ["v2"], resource: "ciliumclusterwideenvoyconfigs",
        product: .cilium, settings: CiliumClusterwideEnvoyConfig.settings.all, documentation: Cilium.documentation,
        read: Cilium.read(CiliumClusterwideEnvoyConfig.settings))
}

private enum CiliumClusterwideEnvoyConfig {
    static let settings = Cilium.settings(of: "CiliumClusterwideEnvoyConfig")
}
