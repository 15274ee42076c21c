/// Manifests that several rules' examples share.
extension Example {
    /// A ListenerPolicy whose `spec.default.tcpKeepalive` has these fields.
    static func listenerKeepalive(_ fields: String, mended: String, old: String? = nil, configuration: String? = nil) -> Example {
        Example(listener(fields), mended: listener(mended), old: old.map(listener), configuration: configuration)
    }

    /// A BackendConfigPolicy whose `spec.tcpKeepalive` has these fields.
    static func backendKeepalive(_ fields: String, mended: String, old: String? = nil, configuration: String? = nil) -> Example {
        Example(backend(fields), mended: backend(mended), old: old.map(backend), configuration: configuration)
    }

    private static func listener(_ fields: String) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: example
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
          default:
            httpSettings: {idleTimeout: 3600s}
            tcpKeepalive: {\(fields)}

        """
    }

    private static func backend(_ fields: String) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: BackendConfigPolicy
        metadata:
          name: example
        spec:
          targetRefs:
          - {group: "", kind: Service, name: backend}
          tcpKeepalive: {\(fields)}

        """
    }

    /// A ListenerPolicy with one annotation and this many probes: what the examples of SW9xx are about.
    static func annotated(_ annotation: String, probes: Int, mended: String, mendedProbes: Int) -> Example {
        Example(policy(annotation, probes), mended: policy(mended, mendedProbes))
    }

    private static func policy(_ annotation: String, _ probes: Int) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: example
          annotations:
            \(annotation)
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
          socketOptions:
          - {description: enable keepalive, level: 1, name: 9, intValue: 1}
          - {description: idle time, level: 6, name: 4, intValue: 60}
          - {description: keepalive interval, level: 6, name: 5, intValue: 20}
          - {description: keepalive probes count, level: 6, name: 6, intValue: \(probes)}

        """
    }
}
