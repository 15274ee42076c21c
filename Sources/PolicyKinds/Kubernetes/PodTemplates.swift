import Manifests

extension PolicyKind {
    /// Pods and the workloads that make them: annotations that a product reads as its configuration.
    static let podTemplates: [PolicyKind] = [
        pods("", "v1", "Pod", "pods", "metadata"),
        pods("apps", "v1", "Deployment", "deployments", "spec.template.metadata"),
        pods("apps", "v1", "StatefulSet", "statefulsets", "spec.template.metadata"),
        pods("apps", "v1", "DaemonSet", "daemonsets", "spec.template.metadata"),
        pods("apps", "v1", "ReplicaSet", "replicasets", "spec.template.metadata"),
        pods("batch", "v1", "Job", "jobs", "spec.template.metadata"),
        pods("batch", "v1", "CronJob", "cronjobs", "spec.jobTemplate.spec.template.metadata"),
    ]

    private static func pods(_ group: String, _ version: String, _ kind: String, _ resource: String, _ metadata: String) -> PolicyKind {
        let embedded = PolicyKinds.embedded.filter { if case .podAnnotation = $0.home { true } else { false } }
        return PolicyKind(
            group: group, kind: kind, versions: [version], resource: resource, product: .kubernetes,
            settings: embedded.flatMap { configuration -> [SettingPath] in
                guard case .podAnnotation(let key) = configuration.home else { return [] }
                return configuration.settings.map { $0.inText("\(metadata).annotations[\(key)]", wrappedBy: nil) }
            },
            isHost: true, hints: embedded.flatMap(\.hints),
            documentation: Documentation(
                reads: "Annotations that a product reads as its configuration, on a pod or in the template of a workload.",
                becomes: "What the product makes of its configuration.",
                sources: ["Kubernetes API reference, core/v1, apps/v1 and batch/v1"]),
            read: { object, reading in
                var here: ManifestNode? = object
                for step in metadata.split(separator: ".") {
                    here = here?.entries.first { $0.key.isText(String(step)) }?.value
                }
                guard let annotations = here?["annotations"] else { return }
                for (key, value) in annotations.entries {
                    reading.readText(value, as: embedded.filter { $0.home == .podAnnotation(key.text(atMost: 256)) })
                }
            })
    }
}
