import Manifests

extension PolicyKind {
    /// IstioOperator of install.istio.io, which istioctl reads: the mesh's configuration in `spec.meshConfig`.
    static let istioOperator: PolicyKind = PolicyKind(
        group: "install.istio.io", kind: "IstioOperator", versions: ["v1alpha1"], resource: "istiooperators", product: .istio,
        settings: IstioOperator.settings.all, documentation: MeshConfig.documentation,
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping),
                let mesh = reading.container("meshConfig", of: spec, .mapping)
            else { return }
            MeshConfig.read(mesh, IstioOperator.settings, into: &reading)
        })
}

private enum IstioOperator {
    static let settings = MeshConfig.Settings("spec.meshConfig.") { members in
        Istio.specimen("IstioOperator", group: "install.istio.io", version: "v1alpha1", "meshConfig: {\(members)}")
    }
}
