import Foundation

/// A blocking client connection, every call bounded by 5 seconds.
final class Connection: Sendable {
    private let descriptor: Int32

    enum Host: Sendable { case ipv4, ipv6 }

    /// When `receive` has read enough.
    enum End {
        case closed
        /// What has arrived ends in this.
        case text(String)
    }

    init(toUnixSocket path: String) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard path.utf8.count < capacity else { throw EnvoyFailure("too long for a Unix socket's path: \(path)") }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        descriptor = try Self.connected(AF_UNIX, to: address)
    }

    /// Connects to a port of 127.0.0.1 or ::1.
    init(toPort port: UInt16, of host: Host = .ipv4) throws {
        switch host {
        case .ipv4:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            descriptor = try Self.connected(AF_INET, to: address)
        case .ipv6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = in6addr_loopback
            descriptor = try Self.connected(AF_INET6, to: address)
        }
    }

    /// A port that nobody listens on, outside the range (ip_local_port_range) that kernels pick port 0's from: so that it stays free.
    static func unusedPort() throws -> UInt16 {
        for port in (20_000..<30_000 as Range<UInt16>).shuffled().prefix(100) {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(descriptor) }
            let result = withUnsafePointer(to: address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if result == 0 { return port }
        }
        throw EnvoyFailure("no port is free")
    }

    deinit { close(descriptor) }

    var localPort: UInt16 { socketPort(of: descriptor, getsockname) }

    private static func connected<Address>(_ family: Int32, to address: Address) throws -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw EnvoyFailure("socket: \(String(cString: strerror(errno)))") }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard result == 0 else {
            let error = errno
            close(descriptor)
            throw ConnectionRefused(error: error)
        }
        return descriptor
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw EnvoyFailure("write: \(String(cString: strerror(errno)))")
        }
    }

    /// What arrives, up to the end asked for.
    func receive(until end: End) throws -> String {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            if case .text(let text) = end, received.suffix(text.utf8.count).elementsEqual(text.utf8) { break }
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw EnvoyFailure("read: \(String(cString: strerror(errno)))") }
            if count == 0 { break }
            received += buffer[..<count]
        }
        return String(decoding: received, as: UTF8.self)
    }

    /// Whether anything can be read within a time.
    func isReadable(within milliseconds: Int32) -> Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) > 0
    }

    /// Asks Envoy's direct response and waits for it.
    func getHello() throws {
        try send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        let answer = try receive(until: .text("hello"))
        guard answer.hasSuffix("hello") else { throw EnvoyFailure("no hello: \(answer.prefix(200))") }
    }
}

struct ConnectionRefused: Error, Equatable {
    /// The errno of connect(2).
    let error: Int32
}
