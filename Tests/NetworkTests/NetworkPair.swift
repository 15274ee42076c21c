import Foundation

/// Two network namespaces joined by a cable: a server at 192.0.2.1 (RFC 5737), a client at 192.0.2.2, and nobody else.
struct NetworkPair: Sendable {
    let server: NetworkSpace
    let client: NetworkSpace

    static let serverAddress = "192.0.2.1"

    static func joined() async throws -> NetworkPair {
        let pair = NetworkPair(server: try await NetworkSpace(), client: try await NetworkSpace())
        try pair.server.command(
            "ip", "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", pair.client.path)
        for (space, address) in [(pair.server, serverAddress), (pair.client, "192.0.2.2")] {
            try space.command("ip", "address", "add", address + "/24", "dev", "cable")
            try space.command("ip", "link", "set", "cable", "up")
        }
        return pair
    }

    /// The client vanishes: it gets nothing any more, and says nothing.
    func blackHoleClient() throws {
        try client.command(
            "nft",
            """
            add table inet hole
            add chain inet hole in { type filter hook input priority 0; policy drop; }
            add chain inet hole out { type filter hook output priority 0; policy drop; }
            """)
    }

    /// Each packet to and from the server's ports is lost by chance, independently.
    ///
    /// - Parameter thousandths: of packets that are lost one way, by the server's port.
    func losePackets(thousandths: [UInt16: Int]) throws {
        let rules = thousandths.sorted { $0.key < $1.key }.map { port, share in
            """
            add rule inet loss in tcp sport \(port) numgen random mod 1000 < \(share) drop
            add rule inet loss out tcp dport \(port) numgen random mod 1000 < \(share) drop
            """
        }
        try client.command(
            "nft",
            """
            add table inet loss
            add chain inet loss in { type filter hook input priority 0; }
            add chain inet loss out { type filter hook output priority 0; }
            \(rules.joined(separator: "\n"))
            """)
    }
}

struct NetworkFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String, _ error: Int32? = nil) {
        self.description = description + (error.map { ": " + String(cString: strerror($0)) } ?? "")
    }
}
