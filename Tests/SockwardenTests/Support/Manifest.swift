/// Manifests that the tests write.
enum Manifest {
    /// A ListenerPolicy whose `spec.socketOptions` are these lines; the first stands in line 9.
    static func policy(_ options: String, name: String = "keepalive") -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: \(name)
          namespace: edge
        spec:
          targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]
          socketOptions:

        """ + options.split(separator: "\n").map { "  " + $0 + "\n" }.joined()
    }

    /// The keepalive guide's recipe: 60 s idle, then every 20 s, twice.
    static let guideOptions = """
        - {description: enable keepalive, level: 1, name: 9, intValue: 1}
        - {description: idle time, level: 6, name: 4, intValue: 60}
        - {description: interval, level: 6, name: 5, intValue: 20}
        - {description: number of probes, level: 6, name: 6, intValue: 2}
        """

    static let sound = policy(guideOptions)

    /// SO_KEEPALIVE by macOS's numbers.
    static let foreign = policy(guideOptions.replacing("level: 1, name: 9", with: "level: 65535, name: 8"))

    /// One lost packet is the end.
    static let risky = policy(guideOptions.replacing("intValue: 2", with: "intValue: 1"))

    static let other = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings

        """

    /// An AdmissionReview of the sound policy, or of one with other options in JSON.
    static func review(operation: String = "CREATE", options: String = #"{"level": 1, "name": 9, "intValue": 1}"#) -> String {
        #"""
        {
          "apiVersion": "admission.k8s.io/v1",
          "kind": "AdmissionReview",
          "request": {
            "uid": "1",
            "kind": {"group": "gateway.kgateway.dev", "version": "v1alpha1", "kind": "ListenerPolicy"},
            "operation": "\#(operation)",
            "namespace": "edge",
            "name": "keepalive",
            "userInfo": {"username": "jane"},
            "object": {
              "apiVersion": "gateway.kgateway.dev/v1alpha1",
              "kind": "ListenerPolicy",
              "metadata": {"name": "keepalive", "namespace": "edge"},
              "spec": {
                "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "http"}],
                "socketOptions": [\#(options)]
              }
            }
          }
        }

        """#
    }
}
