public import Manifests
import SocketOptions

/// A policy object of a kind that sets socket options or TCP keepalive: what it says, where it says it. Nothing here is judged.
public final class PolicyObject: Sendable {
    /// The object's own node: the root of its field paths.
    public let node: ManifestNode
    /// What kind of object it is.
    public let kind: PolicyKind
    /// With the group: `gateway.kgateway.dev/v1alpha1`.
    public let apiVersion: String
    /// `metadata.namespace`; nil where none is written, or no text.
    public let namespace: String?
    /// `metadata.name`; nil where none is written (generateName), or no text.
    public let name: String?
    /// What its kind read in it.
    public let reading: PolicyReading

    /// Reads an object. nil where its apiVersion and kind are none of ours, or where a host of settings holds none.
    public init?(from node: ManifestNode) {
        guard let kind = PolicyKinds.kind(of: node) else { return nil }
        let text = { (node: ManifestNode?) in node.flatMap { $0.kind == .string ? $0.text : nil } }
        let metadata = node["metadata"]
        self.node = node
        self.kind = kind
        apiVersion = text(node["apiVersion"]) ?? ""
        namespace = text(metadata?["namespace"])
        name = kind.isKubernetesObject ? text(metadata?["name"]) : text(node["name"])
        var reading = PolicyReading(of: node)
        kind.read(node, &reading)
        if kind.isHost, reading.isEmpty { return nil }
        self.reading = reading
    }

    /// The same object, read better.
    init(_ object: PolicyObject, reading: PolicyReading) {
        node = object.node
        kind = object.kind
        apiVersion = object.apiVersion
        namespace = object.namespace
        name = object.name
        self.reading = reading
    }

    /// What it asks of each target.
    public var configurations: [SocketConfiguration] { reading.configurations }

    /// The map of `metadata.annotations`; nil where there is none.
    public var annotations: ManifestNode? { node["metadata"]?["annotations"] }

    /// What kubectl says its author last applied on the client's side, before the API server pruned anything.
    public var lastAppliedAnnotation: ManifestNode? {
        // Of a key that stands twice the API server takes the last.
        annotations?["kubectl.kubernetes.io/last-applied-configuration"].flatMap { $0.kind == .string ? $0 : nil }
    }

    /// The object as its author last applied it. nil where kubectl left no such annotation, or where it cannot be read: kubectl wrote it,
    /// so nobody can mend it. One that is larger than an API server stores is not read.
    public func lastAppliedConfiguration() -> PolicyObject? {
        guard let annotation = lastAppliedAnnotation, annotation.span.end - annotation.span.start <= 2 * ReadingLimits.annotationBytes
        else { return nil }
        do {
            return PolicyObject(from: try JSONReader.read(Array(annotation.text.utf8)).root)
        } catch {
            return nil
        }
    }

    /// A field that no gateway we know of reads.
    public struct OtherField: Sendable {
        /// Its key.
        public let name: String
        /// The field's value; its key is the place to point at.
        public let node: ManifestNode
    }
}
