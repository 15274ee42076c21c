import CLinuxCalls
import Foundation

/// One of Envoy's own sockets, through a descriptor of ours (pidfd_getfd(2)): so the kernel itself is asked what Envoy's socket has.
final class EnvoySocket: Sendable {
    private let descriptor: Int32
    /// The socket's own number, which no other socket has.
    let inode: UInt64

    fileprivate init?(process: Int32, descriptor: Int32) {
        let copy = linux_pidfd_getfd(process, descriptor)
        guard copy >= 0 else { return nil }
        var status = stat()
        guard fstat(copy, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else {
            close(copy)
            return nil
        }
        self.descriptor = copy
        inode = UInt64(status.st_ino)
    }

    deinit { close(descriptor) }

    /// What getsockopt(2) says.
    func value(_ level: Int32, _ name: Int32) throws -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, level, name, &value, &length) == 0 else {
            throw EnvoyFailure("getsockopt \(level)/\(name): \(String(cString: strerror(errno)))")
        }
        return value
    }

    func isListening() throws -> Bool { try value(SOL_SOCKET, SO_ACCEPTCONN) == 1 }

    var localPort: UInt16 { port(getsockname) }
    var peerPort: UInt16 { port(getpeername) }

    private func port(_ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32) -> UInt16 {
        socketPort(of: descriptor, ask)
    }

    /// Whether the kernel's keepalive timer runs on it (proc_net_tcp.txt: timer 2).
    func hasKeepaliveTimer() throws -> Bool {
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            // Not String(contentsOfFile:), which takes what the kernel gives at once for the whole of it.
            let content = try FileHandle(forReadingFrom: URL(filePath: table)).readToEnd() ?? Data()
            for line in String(decoding: content, as: UTF8.self).split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                if fields.count > 9, UInt64(fields[9]) == inode { return fields[5].hasPrefix("02:") }
            }
        }
        throw EnvoyFailure("the kernel lists no socket \(inode)")
    }
}

/// The port of a TCP socket's name; 0 if it has none.
func socketPort(
    of descriptor: Int32, _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
) -> UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(descriptor, $0, &length) }
    }
    let family = Int32(address.sin6_family)
    // The port stands at the same place in both families' addresses.
    return result == 0 && (family == AF_INET || family == AF_INET6) ? UInt16(bigEndian: address.sin6_port) : 0
}

extension EnvoyProcess {
    /// All its sockets.
    func sockets() throws -> [EnvoySocket] {
        // Its parent is timeout(1), the process that was started.
        let children = try String(contentsOfFile: "/proc/\(starter)/task/\(starter)/children", encoding: .utf8)
        guard let pid = children.split(separator: " ").first.flatMap({ pid_t($0) }) else { throw EnvoyFailure("Envoy is gone") }
        let process = linux_pidfd_open(pid)
        guard process >= 0 else { throw EnvoyFailure("pidfd_open: \(String(cString: strerror(errno)))") }
        defer { close(process) }
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").compactMap { Int32($0) }
        let sockets = descriptors.compactMap { EnvoySocket(process: process, descriptor: $0) }
        guard !sockets.isEmpty else { throw EnvoyFailure("pidfd_getfd shows no socket of Envoy: is ptrace allowed here?") }
        return sockets
    }

    /// The worker's end of a connection of ours that Envoy has answered on.
    func accepted(from connection: Connection) throws -> EnvoySocket {
        let port = connection.localPort
        guard let socket = try sockets().first(where: { $0.peerPort == port }) else {
            throw EnvoyFailure("Envoy has no connection from port \(port)")
        }
        return socket
    }

    /// The sockets that listen on a port, one a worker.
    func listeningSockets(on port: UInt16) throws -> [EnvoySocket] {
        try sockets().filter { try $0.localPort == port && $0.isListening() }
    }
}
