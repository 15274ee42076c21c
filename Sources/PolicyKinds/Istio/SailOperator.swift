import Manifests

extension PolicyKind {
    /// Istio and IstioRevision of sailoperator.io: the mesh's configuration in `spec.values.meshConfig`.
    static let sailIstio: PolicyKind = sail("Istio", "istios")
    static let sailIstioRevision: PolicyKind = sail("IstioRevision", "istiorevisions")

    private static func sail(_ kind: String, _ resource: String) -> PolicyKind {
        let settings = MeshConfig.Settings("spec.values.meshConfig.") { members in
            Istio.specimen(kind, group: "sailoperator.io", "values: {meshConfig: {\(members)}}")
        }
        return PolicyKind(
            group: "sailoperator.io", kind: kind, versions: ["v1"], resource: resource, product: .istio, settings: settings.all,
            documentation: MeshConfig.documentation,
            read: { object, reading in
                guard let spec = reading.container("spec", of: object, .mapping),
                    let values = reading.container("values", of: spec, .mapping),
                    let mesh = reading.container("meshConfig", of: values, .mapping)
                else { return }
                MeshConfig.read(mesh, settings, into: &reading)
            })
    }
}
