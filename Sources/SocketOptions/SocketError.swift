/// An errno that setsockopt(2) answers on Linux, with its generic number (asm-generic/errno.h).
public enum SocketError: Int32, Sendable, CaseIterable {
    case EPERM = 1
    case ENOENT = 2
    case ESRCH = 3
    case EBADF = 9
    case EAGAIN = 11
    case ENOMEM = 12
    case EACCES = 13
    case EFAULT = 14
    case EBUSY = 16
    case EEXIST = 17
    case ENODEV = 19
    case EINVAL = 22
    case EDOM = 33
    case ERANGE = 34
    case EPROTO = 71
    case EDESTADDRREQ = 89
    case EMSGSIZE = 90
    case EPROTONOSUPPORT = 93
    case ENOPROTOOPT = 92
    case ENOTSUP = 95
    case EADDRINUSE = 98
    case EADDRNOTAVAIL = 99
    case ENOBUFS = 105
    case EISCONN = 106
    case ENOTCONN = 107

    /// What strerror(3) says, as Envoy's log prints it.
    public var text: String {
        switch self {
        case .EPERM: "Operation not permitted"
        case .ENOENT: "No such file or directory"
        case .ESRCH: "No such process"
        case .EBADF: "Bad file descriptor"
        case .EAGAIN: "Resource temporarily unavailable"
        case .ENOMEM: "Cannot allocate memory"
        case .EACCES: "Permission denied"
        case .EFAULT: "Bad address"
        case .EBUSY: "Device or resource busy"
        case .EEXIST: "File exists"
        case .ENODEV: "No such device"
        case .EINVAL: "Invalid argument"
        case .EDOM: "Numerical argument out of domain"
        case .ERANGE: "Numerical result out of range"
        case .EPROTO: "Protocol error"
        case .EDESTADDRREQ: "Destination address required"
        case .EMSGSIZE: "Message too long"
        case .EPROTONOSUPPORT: "Protocol not supported"
        case .ENOPROTOOPT: "Protocol not available"
        case .ENOTSUP: "Operation not supported"
        case .EADDRINUSE: "Address already in use"
        case .EADDRNOTAVAIL: "Cannot assign requested address"
        case .ENOBUFS: "No buffer space available"
        case .EISCONN: "Transport endpoint is already connected"
        case .ENOTCONN: "Transport endpoint is not connected"
        }
    }
}
