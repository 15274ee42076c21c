public import Manifests
import PolicyKinds

/// A document whose kind is not read.
public struct OtherDocument: Sendable {
    /// As people name it: "Pod of v1"; nil where the document has no kind.
    public let kind: String?
    /// `metadata.name`; empty where there is none.
    public let name: String
    /// Its first character.
    public let start: LineIndex.Position

    init(_ node: ManifestNode, in lines: LineIndex) {
        let text = { (node: ManifestNode?) in node.flatMap { $0.kind == .string ? String($0.text.prefix(64)) : nil } }
        let version = text(node["apiVersion"]).map { " of \($0)" } ?? ""
        kind = text(node["kind"]).map { $0 + version }
        name = text(node["metadata"]?["name"]) ?? ""
        start = lines.position(of: node.span.start)
    }

    /// "Pod of v1, web".
    public var title: String { (kind ?? "no kind") + (name.isEmpty ? "" : ", \(name)") }
}

/// Fields that set options of sockets in any kind of the Envoy family.
enum SettingNames {
    static let all = ["socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive"]

    /// The value of the first such key in a document, however deep.
    static func first(in node: ManifestNode) -> ManifestNode? {
        node.tree.firstValue(below: node) { key in all.contains(where: key.isText) }
    }
}
