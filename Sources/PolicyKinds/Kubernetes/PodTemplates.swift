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
                let wrap = PodTemplates.wrap(kind, group.isEmpty ? version : "\(group)/\(version)", metadata, key)
                return configuration.settings.map { $0.inText("\(metadata).annotations[\(key)]", wrappedBy: wrap) }
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

private enum PodTemplates {
    /// Puts a document into the annotation of a pod or a template, as a block of lines.
    static func wrap(_ kind: String, _ apiVersion: String, _ metadata: String, _ key: String) -> @Sendable (String) -> String {
        { document in
            let steps = metadata.split(separator: ".").dropLast()
            func indented(_ depth: Int, _ line: String) -> String { String(repeating: "  ", count: depth) + line + "\n" }
            var text = "apiVersion: \(apiVersion)\nkind: \(kind)\n"
            if !steps.isEmpty { text += "metadata: {name: example}\n" }
            for (depth, step) in steps.enumerated() {
                text += indented(depth, "\(step):")
                if depth == 0, apiVersion == "apps/v1" { text += indented(1, "selector: {matchLabels: {app: example}}") }
                if depth == 0, kind == "CronJob" { text += indented(1, "schedule: \"0 * * * *\"") }
            }
            let depth = steps.count
            text += indented(depth, "metadata:") + indented(depth + 1, steps.isEmpty ? "name: example" : "labels: {app: example}")
            text += indented(depth + 1, "annotations:") + indented(depth + 2, "\(key): |")
            for line in document.split(separator: "\n") { text += indented(depth + 3, String(line)) }
            let restart = apiVersion == "batch/v1" ? "restartPolicy: Never, " : ""
            return text + indented(depth, "spec: {\(restart)containers: [{name: app, image: registry.example.com/app}]}")
        }
    }
}
