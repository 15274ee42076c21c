import Glibc
public import SocketOptions

/// An errno of this kernel.
public struct Errno: Sendable, Hashable, CustomStringConvertible {
    /// errno(3).
    public let number: Int32

    /// The errno of a number.
    public init(_ number: Int32) { self.number = number }

    /// The one of the table's errnos that it is, if any.
    public var known: SocketError? { SocketError(rawValue: number) }

    /// "EINVAL (Invalid argument)".
    public var description: String {
        if let known { return "\(known) (\(known.text))" }
        return "errno \(number) (\(String(cString: strerror(number))))"
    }
}

/// Why a probe could not be made at all: not the answer to an option, but what the probe needs around it.
public struct ProbeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What failed.
    public let step: Step
    /// Why.
    public let reason: Errno

    /// What a probe does besides setsockopt(2).
    public enum Step: String, Sendable {
        case socket, bind, listen, connect, send, accept
        case thread = "start a thread"
        case become = "become that user"
        case user = "find that user"
    }

    init(_ step: Step, _ reason: Errno = Errno(errno)) {
        self.step = step
        self.reason = reason
    }

    /// "bind: EADDRNOTAVAIL (Cannot assign requested address)".
    public var description: String { "\(step.rawValue): \(reason)" }
}
