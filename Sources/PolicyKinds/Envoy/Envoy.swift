import Manifests
import SocketOptions

/// Envoy itself: what all raw forms of its configuration share, in files, in texts within other objects, and in patches.
///
/// Sources: envoyproxy/data-plane-api (2026-01, Envoy 1.37 and 1.38), its source, and measurements with 1.36 and 1.40: see the Envoy agreement
/// tests.
extension Product {
    static let envoy: Product = Product(name: "envoy", title: "Envoy", envoys: (20...40).map { (Release(1, $0), Release(1, $0)) })
}

enum Envoy {
    /// The first with `Listener.tcp_keepalive`, where a 0 in any field means "no keepalive", upstream as well (measured on 1.36 and 1.40).
    static let firstWithListenerKeepalive = Release(1, 37)

    /// TcpKeepalive: whole seconds, also as text. Envoy checks no limits (address.proto).
    static func tcpKeepalive(_ spelling: Spelling) -> BlockForm { spelling == .snake ? snakeKeepalive : camelKeepalive }

    private static let snakeKeepalive = BlockForm(
        "tcp_keepalive", idle: ("keepalive_time", number(.seconds)), interval: ("keepalive_interval", number(.seconds)),
        count: ("keepalive_probes", number(.count)),
        otherNames: [.idle: "keepaliveTime", .interval: "keepaliveInterval", .count: "keepaliveProbes"])
    private static let camelKeepalive = BlockForm(
        "tcpKeepalive", idle: ("keepaliveTime", number(.seconds)), interval: ("keepaliveInterval", number(.seconds)),
        count: ("keepaliveProbes", number(.count)),
        otherNames: [.idle: "keepalive_time", .interval: "keepalive_interval", .count: "keepalive_probes"])

    private static func number(_ unit: FieldForm.Unit) -> FieldForm {
        FieldForm(unit, zero: .switchesOff(sinceEnvoy: firstWithListenerKeepalive), takesNumbersAsText: true)
    }

    /// Protobuf's JSON takes fields in both spellings.
    enum Spelling: Sendable { case snake, camel }

    /// A field's name in protobuf's other spelling: "socketOptions".
    static func camel(_ snake: String) -> String {
        let words = snake.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    /// The prefix of every type URL.
    static let types: StaticString = "type.googleapis.com/envoy."
    static let listenerType: StaticString = "type.googleapis.com/envoy.config.listener.v3.Listener"
    static let clusterType: StaticString = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
}

extension ManifestNode {
    /// A field of a message in protobuf's JSON, in either spelling. null is a field that is left out.
    func field(_ snake: StaticString, _ camel: StaticString) -> ManifestNode? {
        [self[snake], self[camel]].lazy.compactMap { $0 }.first { $0.kind != .null }
    }

    /// The text of a field, if it is one.
    func textOf(_ snake: StaticString, _ camel: StaticString) -> String? {
        field(snake, camel).flatMap { $0.kind == .string ? $0.text(atMost: 256) : nil }
    }
}

extension ManifestNode? {
    /// The items of a list; none where there is no list.
    var items: [ManifestNode] { map { Array($0.elements) } ?? [] }
}
