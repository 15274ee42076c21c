import Manifests

extension PolicyKind {
    /// ContourConfiguration of projectcontour.io: `spec.envoy.listener.socketOptions`.
    static let contourConfiguration: PolicyKind = PolicyKind(
        group: Contour.group, kind: "ContourConfiguration", versions: ["v1alpha1"], resource: "contourconfigurations", product: .contour,
        settings: [ContourConfiguration.socketOptions],
        documentation: Documentation(
            reads: """
                tos and trafficClass in spec.envoy.listener.socketOptions; the addresses of spec.envoy.http and https say which family is bound; beside \
                it the idle timeout.
                """,
            becomes: Contour.becomes, sources: Contour.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            Contour.readRuntime(spec, ContourConfiguration.socketOptions, path: "spec", into: &reading)
        })
}

private enum ContourConfiguration {
    static let socketOptions = Contour.setting(
        "spec.envoy.listener.socketOptions", .customResource,
        specimen: Specimen(
            """
            apiVersion: projectcontour.io/v1alpha1
            kind: ContourConfiguration
            metadata: {name: example}
            spec:
              envoy:
                http: {address: "::"}
                https: {address: "::"}
                listener: {socketOptions: SETTING}

            """))
}
