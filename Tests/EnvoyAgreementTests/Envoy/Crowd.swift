import Foundation

/// Many client connections at once, each of which says one thing and waits for an answer. They stay open as long as this lives.
final class Crowd {
    /// One client's call.
    struct Call {
        let port: UInt16
        var host = Connection.Host.ipv4
        let text: String
    }

    /// What came of a call.
    struct Answer {
        /// The client's own port; 0 where it did not connect.
        var localPort: UInt16 = 0
        var received: [UInt8] = []
        var isOver = false

        var text: String { String(decoding: received, as: UTF8.self) }
    }

    private(set) var answers: [Answer] = []
    private var descriptors: [Int32] = []

    /// Makes the calls and waits until each is answered or closed, or until nothing has happened for a while: some options make connections
    /// hang for ever.
    init(_ calls: [Call], isAnswered: ([UInt8]) -> Bool) throws {
        var waiting: [pollfd] = []
        for call in calls {
            let descriptor = try Self.connecting(to: call)
            descriptors.append(descriptor)
            answers.append(Answer(localPort: socketPort(of: descriptor, getsockname)))
            waiting.append(pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0))
        }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while waiting.contains(where: { $0.fd >= 0 }), poll(&waiting, nfds_t(waiting.count), Self.patience) > 0 {
            for index in waiting.indices where waiting[index].fd >= 0 && waiting[index].revents != 0 {
                let descriptor = waiting[index].fd
                if waiting[index].events == Int16(POLLOUT) {
                    let bytes = Array(calls[index].text.utf8)
                    if write(descriptor, bytes, bytes.count) == bytes.count {
                        waiting[index].events = Int16(POLLIN)
                        continue
                    }
                    answers[index].localPort = 0
                    waiting[index].fd = -1
                    continue
                }
                let count = read(descriptor, &buffer, buffer.count)
                if count > 0 { answers[index].received += buffer[..<count] }
                if count <= 0 || isAnswered(answers[index].received) {
                    answers[index].isOver = true
                    waiting[index].fd = -1
                }
            }
        }
    }

    /// Milliseconds: more than Envoy waits for a connection (EnvoyCluster's connect_timeout), and than TCP_CORK holds an answer back.
    private static let patience: Int32 = 1300

    deinit { for descriptor in descriptors { close(descriptor) } }

    private static func connecting(to call: Call) throws -> Int32 {
        let family = call.host == .ipv4 ? AF_INET : AF_INET6
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw EnvoyFailure("socket: \(String(cString: strerror(errno)))") }
        switch call.host {
        case .ipv4:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = call.port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            begin(descriptor, address)
        case .ipv6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = call.port.bigEndian
            address.sin6_addr = in6addr_loopback
            begin(descriptor, address)
        }
        return descriptor
    }

    private static func begin<Address>(_ descriptor: Int32, _ address: Address) {
        // What it answers shows when the socket is written to.
        _ = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
    }
}
