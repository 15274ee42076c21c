import Foundation

/// A TCP connection from the client's namespace to the server's, seen from the server's end.
final class Link: Sendable {
    private let server: Int32
    private let client: Int32
    /// When it was established.
    let established: ContinuousClock.Instant

    fileprivate init(server: Int32, client: Int32) {
        self.server = server
        self.client = client
        established = .now
    }

    deinit {
        close(server)
        close(client)
    }

    /// Whether the server's kernel has given it up (ETIMEDOUT).
    func isGivenUp() throws -> Bool {
        var waiting = pollfd(fd: server, events: 0, revents: 0)
        guard poll(&waiting, 1, 0) >= 0 else { throw NetworkFailure("poll", errno) }
        guard waiting.revents != 0 else { return false }
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(server, SOL_SOCKET, SO_ERROR, &error, &length)
        // Once read, the error is gone from the socket; 0 is one that was read before.
        guard error == ETIMEDOUT || error == 0 else { throw NetworkFailure("the connection ended otherwise", error) }
        return true
    }

    /// Sends a byte that the client has not asked for.
    func sendByte() throws {
        guard send(server, [0], 1, Int32(MSG_NOSIGNAL)) == 1 else { throw NetworkFailure("send", errno) }
    }
}

/// Options of a listening socket: level, name, value.
typealias ListenerOptions = [(level: Int32, name: Int32, value: Int32)]

extension NetworkPair {
    /// Connections to a listener with these options on a port, opened one after the other.
    func links(_ count: Int, on port: UInt16, options: ListenerOptions) async throws -> [Link] {
        let listener = try await server.run { try listeningSocket(on: port, options: options) }
        defer { close(listener) }
        return try await client.run {
            try (0..<count).map { _ in
                let client = try connectedSocket(to: port)
                let accepted = accept(listener, nil, nil)
                guard accepted >= 0 else { throw NetworkFailure("accept", errno) }
                return Link(server: accepted, client: client)
            }
        }
    }
}

private func listeningSocket(on port: UInt16, options: ListenerOptions) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw NetworkFailure("socket", errno) }
    for (level, name, value) in options {
        var value = value
        guard setsockopt(descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw NetworkFailure("setsockopt \(level)/\(name)", errno)
        }
    }
    guard withAddress(port, { bind(descriptor, $0, $1) }) == 0, listen(descriptor, 128) == 0 else { throw NetworkFailure("listen", errno) }
    return descriptor
}

private func connectedSocket(to port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw NetworkFailure("socket", errno) }
    guard withAddress(port, { connect(descriptor, $0, $1) }) == 0 else { throw NetworkFailure("connect", errno) }
    return descriptor
}

private func withAddress(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr(NetworkPair.serverAddress)
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
}
