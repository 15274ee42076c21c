import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

extension ServerBootstrap {
    /// Listens at an address as one writes it.
    ///
    /// - Throws: ``CannotListen``.
    func bind(to address: ListenAddress) async throws -> any Channel {
        do {
            return try await bind(host: address.host, port: address.port).get()
        } catch let error as IOError where address.host == "::" && error.errnoCode == EAFNOSUPPORT {
            // Every address of a machine without IPv6.
            return try await bind(host: "0.0.0.0", port: address.port).get()
        } catch {
            throw CannotListen(address: address, error)
        }
    }
}

/// Why the server cannot listen: one line that names the address and, where it is known, the remedy.
public struct CannotListen: Error, CustomStringConvertible {
    /// The line.
    public let description: String

    init(address: ListenAddress, _ error: any Error) {
        let reason =
            switch (error as? IOError)?.errnoCode {
            case EADDRINUSE: "another process listens there already: choose another port, or 0 for a free one"
            case EACCES: "this user may not: choose a port from 1024 on"
            case EADDRNOTAVAIL: "this machine has no such address"
            case nil where error is SocketAddressError.UnknownHost: "there is no host of that name: give an address of this machine"
            default: "\(error)"
            }
        description = "cannot listen on \(address): \(reason)"
    }
}
