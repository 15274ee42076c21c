import Glibc
package import SocketOptions

/// A TCP socket on its way from socket(2) to listen(2), on a free port of the loopback interface. Closed when it goes out of scope.
package struct ListeningSocket: ~Copyable {
    private let descriptor: Int32
    private let family: AddressFamily
    private let isWildcard: Bool

    /// Before bind(2).
    ///
    /// - Parameter isWildcard: bind to 0.0.0.0 or "::" as a gateway does, instead of the loopback address.
    package init(_ family: AddressFamily, isWildcard: Bool = false) throws(ProbeError) {
        descriptor = socket(family.number, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        self.family = family
        self.isWildcard = isWildcard
        if descriptor < 0 { throw ProbeError(.socket) }
    }

    private init(accepted: Int32, _ family: AddressFamily) {
        descriptor = accepted
        self.family = family
        isWildcard = false
    }

    deinit { close(descriptor) }

    /// Takes the socket to the state in which Envoy applies an option.
    package borrowing func advance(to state: SocketState) throws(ProbeError) {
        switch state {
        case .prebind: break
        case .bound: try bindToFreePort()
        case .listening: if listen(descriptor, 16) != 0 { throw ProbeError(.listen) }
        }
    }

    /// setsockopt(2): nil, or the errno.
    package borrowing func set(_ key: OptionKey, to value: OptionValue) -> Int32? {
        let result: Int32 =
            switch value {
            case .int(var number): setsockopt(descriptor, key.level, key.name, &number, 4)
            case .bytes(let bytes):
                // No bytes have no address, as when Envoy sets them: some options tell the two apart.
                bytes.withUnsafeBytes {
                    setsockopt(descriptor, key.level, key.name, bytes.isEmpty ? nil : $0.baseAddress, socklen_t(bytes.count))
                }
            }
        return result == 0 ? nil : errno
    }

    /// getsockopt(2).
    package borrowing func get(_ key: OptionKey) -> ReadValue {
        var buffer = [UInt8](repeating: 0, count: 512)
        var length = socklen_t(buffer.count)
        guard getsockopt(descriptor, key.level, key.name, &buffer, &length) == 0 else { return .refused(Errno(errno)) }
        let bytes = Array(buffer.prefix(Int(length)))
        switch bytes.count {
        case 1: return .int(Int32(bytes[0]))
        case 4: return .int(bytes.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) })
        default: return .bytes(bytes)
        }
    }

    /// Connects to the listener over loopback, sends a byte so that TCP_DEFER_ACCEPT lets go, and accepts.
    package borrowing func acceptOne() throws(ProbeError) -> ListeningSocket {
        let client = try client(to: port())
        var byte: UInt8 = 0
        if send(client.descriptor, &byte, 1, Int32(MSG_NOSIGNAL)) != 1 { throw ProbeError(.send) }
        var readiness = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&readiness, 1, Self.patience) == 1 else { throw ProbeError(.accept, Errno(ETIMEDOUT)) }
        let accepted = accept(descriptor, nil, nil)
        if accepted < 0 { throw ProbeError(.accept) }
        return ListeningSocket(accepted: accepted, family)
    }

    /// A connected client, over IPv4 where there is no IPv6 loopback address.
    private borrowing func client(to port: UInt16) throws(ProbeError) -> ListeningSocket {
        do throws(ProbeError) {
            let client = try ListeningSocket(family)
            try client.limitWaiting()
            try client.connect(to: port)
            return client
        } catch {
            guard family == .ipv6, error.reason == Errno(EADDRNOTAVAIL) else { throw error }
        }
        let client = try ListeningSocket(.ipv4)
        try client.limitWaiting()
        try client.connect(to: port)
        return client
    }

    /// Milliseconds after which a loopback connection that does not come is taken as refused.
    private static let patience: Int32 = 300

    private borrowing func limitWaiting() throws(ProbeError) {
        var limit = timeval(tv_sec: 0, tv_usec: Int(Self.patience) * 1000)
        guard setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size)) == 0 else {
            throw ProbeError(.connect)
        }
    }

    /// Where a container has no IPv6 loopback address, "::" is taken instead, as a gateway would.
    private borrowing func bindToFreePort() throws(ProbeError) {
        if withAddress(port: 0, wildcard: isWildcard, { bind(descriptor, $0, $1) }) == 0 { return }
        if !isWildcard, family == .ipv6, errno == EADDRNOTAVAIL,
            withAddress(port: 0, wildcard: true, { bind(descriptor, $0, $1) }) == 0
        {
            return
        }
        throw ProbeError(.bind)
    }

    private borrowing func connect(to port: UInt16) throws(ProbeError) {
        if withAddress(port: port, wildcard: false, { Glibc.connect(descriptor, $0, $1) }) != 0 { throw ProbeError(.connect) }
    }

    /// The port that bind(2) chose, in network byte order.
    private borrowing func port() throws(ProbeError) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        if result != 0 { throw ProbeError(.bind) }
        // sockaddr_in and sockaddr_in6 both have the port after two bytes of family.
        return withUnsafeBytes(of: &storage) { $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self) }
    }

    /// The loopback or the wildcard address of the socket's family with this port (network byte order).
    private borrowing func withAddress(
        port: UInt16, wildcard: Bool, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        switch family {
        case .ipv4:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port
            address.sin_addr.s_addr = wildcard ? 0 : INADDR_LOOPBACK.bigEndian
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
        case .ipv6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port
            address.sin6_addr = wildcard ? in6addr_any : in6addr_loopback
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_in6>.size)) }
            }
        }
    }
}

extension AddressFamily {
    fileprivate var number: Int32 {
        switch self {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        }
    }
}
