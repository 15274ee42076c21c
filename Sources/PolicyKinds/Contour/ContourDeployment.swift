import Manifests

extension PolicyKind {
    /// ContourDeployment of projectcontour.io: the same settings for Gateways that Contour provisions.
    static let contourDeployment: PolicyKind = PolicyKind(
        group: Contour.group, kind: "ContourDeployment", versions: ["v1alpha1"], resource: "contourdeployments", product: .contour,
        settings: [ContourDeployment.socketOptions],
        documentation: Documentation(
            reads: "tos and trafficClass in spec.runtimeSettings.envoy.listener.socketOptions, as in a ContourConfiguration.",
            becomes: Contour.becomes, sources: Contour.sources),
        read: { object, reading in
            guard let spec = reading.container("spec", of: object, .mapping) else { return }
            reading.readMisspelt("runtimeSettings", of: spec, here: "spec", except: ["contour", "envoy", "resourceLabels"])
            guard let runtime = reading.container("runtimeSettings", of: spec, .mapping) else { return }
            Contour.readRuntime(runtime, ContourDeployment.socketOptions, path: "spec.runtimeSettings", into: &reading)
        })
}

private enum ContourDeployment {
    static let socketOptions = Contour.setting(
        "spec.runtimeSettings.envoy.listener.socketOptions", .customResource,
        specimen: Specimen(
            """
            apiVersion: projectcontour.io/v1alpha1
            kind: ContourDeployment
            metadata: {name: example}
            spec:
              runtimeSettings:
                envoy:
                  http: {address: "::"}
                  https: {address: "::"}
                  listener: {socketOptions: SETTING}

            """))
}
