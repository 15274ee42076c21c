import Foundation

/// Envoy's admin endpoint on a Unix socket.
struct AdminEndpoint: Sendable {
    let path: String

    /// The body of a GET.
    func get(_ target: String) async throws -> String {
        let connection = try Connection(toUnixSocket: path)
        try connection.send("GET \(target) HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n")
        let response = try connection.receive(until: .closed)
        guard let end = response.range(of: "\r\n\r\n"), response.hasPrefix("HTTP/1.1 200") else {
            throw EnvoyFailure("\(target): \(response.prefix(200))")
        }
        let body = String(response[end.upperBound...])
        return response[..<end.lowerBound].lowercased().contains("transfer-encoding: chunked") ? try joined(chunks: body) : body
    }

    /// A chunked body put together (RFC 9112 §7.1).
    private func joined(chunks: String) throws -> String {
        var rest = Array(chunks.utf8)[...]
        var body: [UInt8] = []
        while let lineEnd = rest.firstIndex(of: UInt8(ascii: "\r")) {
            guard let size = Int(String(decoding: rest[..<lineEnd], as: UTF8.self), radix: 16) else {
                throw EnvoyFailure("a chunk without its size")
            }
            if size == 0 { break }
            guard rest.count >= lineEnd - rest.startIndex + 2 + size + 2 else { throw EnvoyFailure("a chunk that is cut short") }
            let start = lineEnd + 2
            body += rest[start..<start + size]
            rest = rest[(start + size + 2)...]
        }
        return String(decoding: body, as: UTF8.self)
    }
}
