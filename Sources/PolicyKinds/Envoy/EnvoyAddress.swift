import Manifests
import SocketOptions

/// What an address in Envoy's configuration shows: the family, the port, and what its sockets carry.
struct EnvoyAddress {
    /// What the socket binds; nil where no literal address stands there.
    let family: ListenerFamily?
    /// "0.0.0.0:8080"; nil where there is none.
    let shown: String?

    /// The `address` of a listener, an additional address, the admin port; or an extra source address, which is a SocketAddress itself.
    init(of message: ManifestNode) {
        let address = message["address"]
        let socket = address?.field("socket_address", "socketAddress") ?? address
        guard let text = socket?.textOf("address", "address") else {
            (family, shown) = (nil, nil)
            return
        }
        let port = socket?.field("port_value", "portValue").flatMap { $0.wholeNumber.value }
        shown = quoted(text.contains(":") ? "[\(text)]" : text).dropFirst().dropLast() + (port.map { ":\($0)" } ?? "")
        let takesIPv4 = socket?.field("ipv4_compat", "ipv4Compat")?.hasText("true") == true
        family = Self.family(of: text).map { $0 == .ipv4 ? .ipv4 : takesIPv4 ? .dual : .ipv6 }
    }

    /// The family of a literal address; nil for a name.
    static func family(of text: String) -> AddressFamily? {
        if text.utf8.contains(UInt8(ascii: ":")) { return .ipv6 }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy({ UInt8($0) != nil }) ? .ipv4 : nil
    }

    /// What a listener's sockets carry (listener.proto).
    static func transport(ofListener node: ManifestNode) -> SocketTarget.Transport {
        if let node = node.field("internal_listener", "internalListener") {
            return .refused(clause: "an internal listener (`\(node.key?.text ?? "")`) has no socket and takes no options")
        }
        if node.field("bind_to_port", "bindToPort")?.hasText("false") == true {
            return .none(clause: "`bind_to_port: false` means that the listener has no socket of its own")
        }
        let address = node["address"]
        if address?["pipe"] != nil { return .none(clause: "the listener is a Unix socket, which has no TCP options") }
        let socket = address?.field("socket_address", "socketAddress")
        if socket?.field("protocol", "protocol")?.hasText("UDP") == true {
            return .datagrams(clause: "the listener's address says protocol: UDP")
        }
        if let node = node.field("udp_listener_config", "udpListenerConfig") {
            return .datagrams(clause: "the listener has a `\(node.key?.text ?? "")`")
        }
        return .unknown
    }

    /// The family of a cluster's endpoints, where all addresses that stand there show the same one, or the cluster looks up no other.
    static func family(ofCluster node: ManifestNode) -> ListenerFamily? {
        if let lookup = node.field("dns_lookup_family", "dnsLookupFamily") {
            if lookup.hasText("V4_ONLY") { return .ipv4 }
            if lookup.hasText("V6_ONLY") { return .ipv6 }
        }
        var families: Set<AddressFamily?> = []
        var looked = 0
        for locality in (node.field("load_assignment", "loadAssignment")?["endpoints"]).items {
            for endpoint in locality.field("lb_endpoints", "lbEndpoints").items {
                looked += 1
                guard looked <= ReadingLimits.references else { return nil }
                let address = endpoint["endpoint"]?["address"]?.field("socket_address", "socketAddress")?.textOf("address", "address")
                families.insert(address.flatMap(family(of:)))
            }
        }
        guard families.count == 1, let family = families.first ?? nil else { return nil }
        return family == .ipv4 ? .ipv4 : .ipv6
    }
}
