public import Manifests

extension PolicyObject {
    /// What a kind's reader fills in.
    struct Parts {
        var configurations: [SocketConfiguration] = []
        var ports: [PortEntry] = []
        var otherFields: [OtherField] = []
        var setsAnything: Bool?
        var selectsAnything: Bool?
        var sectionNames: [ManifestNode] = []
    }

    /// The API group of all kinds that are read.
    public static let group = "gateway.kgateway.dev"

    /// Reads an object. nil where its apiVersion and kind are none of ours.
    public convenience init?(from node: ManifestNode) {
        guard node.kind == .mapping, let apiVersion = node["apiVersion"], let kindNode = node["kind"], apiVersion.kind == .string,
            let kind = PolicyKind.allCases.first(where: { kindNode.hasText($0.staticName) })
        else { return nil }
        let version = apiVersion.text
        guard version.hasPrefix(Self.group + "/") else { return nil }

        var parts = Parts()
        let spec = node["spec"]
        if let spec {
            switch kind {
            case .listenerPolicy: ListenerPolicy.read(spec, into: &parts)
            case .backend: Backend.read(spec, into: &parts)
            case .backendConfigPolicy: BackendConfigPolicy.read(spec, into: &parts)
            }
        } else if kind == .listenerPolicy {
            parts.setsAnything = false
            parts.selectsAnything = false
        }
        let metadata = node["metadata"]
        var annotations: [Annotation] = []
        if let written = metadata?["annotations"] {
            for (key, value) in written.entries where value.kind == .string {
                annotations.append(Annotation(key: key.text, value: value))
            }
        }
        let text = { (node: ManifestNode?) in node.flatMap { $0.kind == .string ? $0.text : nil } }
        self.init(
            node: node, kind: kind, apiVersion: version, namespace: text(metadata?["namespace"]), name: text(metadata?["name"]),
            annotations: annotations, isBeingDeleted: metadata?["deletionTimestamp"].map { $0.kind == .string } ?? false,
            parts: parts, spec: spec ?? node)
    }

    /// The object as its author last applied it on the client's side, before the API server pruned anything. nil where kubectl left no
    /// such annotation, or where it cannot be read: kubectl wrote it, so nobody can mend it.
    public func lastAppliedConfiguration() -> PolicyObject? {
        let key = "kubectl.kubernetes.io/last-applied-configuration"
        guard let annotation = annotations.first(where: { $0.key == key }) else { return nil }
        do {
            return PolicyObject(from: try JSONReader.read(Array(annotation.value.utf8)).root)
        } catch {
            return nil
        }
    }
}

extension PolicyKind {
    var staticName: StaticString {
        switch self {
        case .listenerPolicy: "ListenerPolicy"
        case .backend: "Backend"
        case .backendConfigPolicy: "BackendConfigPolicy"
        }
    }
}

extension ManifestNode {
    /// `{}`, `[]`, null, or a map of nothing but nulls: there, and nothing said.
    var isEmptyCollection: Bool {
        switch kind {
        case .null: true
        case .mapping: entries.allSatisfy { $0.value.kind == .null }
        case .sequence: !elements.contains { _ in true }
        case .bool, .number, .string, .skipped: false
        }
    }
}
