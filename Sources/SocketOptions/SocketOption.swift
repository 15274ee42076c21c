/// A row of a platform's table: what one (level, name) pair is, which values it takes, and what it does to a listener.
public struct SocketOption: Sendable {
    /// The option's constant, for example `TCP_KEEPIDLE`.
    public var constant: String
    /// The numbers of this platform.
    public var key: OptionKey
    /// What a value of it is.
    public var kind: ValueKind
    /// Which ints the kernel takes, and what it answers to the others.
    public var acceptance: Acceptance
    /// What it makes of a value that is not four bytes long.
    public var bytes: ByteReading
    /// The families of TCP sockets that know the option; the others answer ENOPROTOOPT.
    public var families: [AddressFamily]
    /// What a number means, where it has a unit.
    public var unit: ValueUnit?
    /// What the kernel has when nobody sets it, where one number says it.
    public var defaultValue: Int32?
    /// What the kernel makes of an int that it takes.
    public var storage: Storage
    /// Whether a socket accepted from a listener has what the listener was given.
    public var inheritance: Inheritance
    /// The capability that a value needs, if any.
    public var capability: CapabilityNeed?
    /// The first kernel release that knows the option; nil when all supported kernels (4.19 and up) do.
    public var since: Since?
    /// What older kernels say, where the option itself is older than its present answers.
    public var earlier: Earlier?
    /// What it does to traffic though the kernel takes it, the worst first; no two of one value.
    public var hazards: [Hazard]
    /// The side of a connection that it is for, where it is for one alone.
    public var side: Side?
    /// What the option is for, in a few plain words: "idle time before the first keepalive probe".
    public var purpose: String

    /// What a value of an option is.
    public enum ValueKind: Sendable, Hashable {
        /// An int of which only zero or not zero counts.
        case flag
        case int
        /// A C struct, by its name.
        case structure(String)
        /// Bytes read as a name: an interface, a congestion module.
        case string
        case readOnly
        case fileDescriptor
    }

    /// What getsockopt(2) gives back after an int was taken.
    public enum Storage: Sendable, Hashable {
        /// The int itself.
        case asGiven
        /// 0 for 0, and 1 for everything else.
        case flag
        /// Only these bits of it.
        case masked(Int32)
        /// This is in force whatever was given: the option does nothing.
        case always(Int32)
        /// A traffic class: TCP keeps the two low bits for itself, and -1 is 0.
        case tcpTrafficClass
        /// The first replaced by the second, the rest as given: -1 by the default of IP_TTL.
        case replaced(Int32, Int32)
        /// A number that depends on the node, or cannot be read: SO_RCVBUF doubles, and stays below a sysctl.
        case nodeDependent
    }

    /// The unit of an option's number.
    public enum ValueUnit: String, Sendable {
        case seconds, milliseconds, microseconds, bytes, hops, segments, probes, packets
        case bytesPerSecond = "bytes per second"
    }

    /// The first release with an option, and where that is known from.
    public struct Since: Sendable, Hashable {
        /// The first release.
        public var version: KernelVersion
        /// For example a commit, a release's header, or a man page.
        public var source: String

        /// A release and where it is known from.
        public init(_ version: KernelVersion, _ source: String) {
            self.version = version
            self.source = source
        }
    }

    /// What kernels before a release answer.
    public struct Earlier: Sendable, Hashable {
        /// The release that brought the present answers.
        public var before: KernelVersion
        /// The ints that were taken before; nil where they are the same.
        public var acceptance: Acceptance?
        /// The capability that was needed before; nil where it is the same.
        public var capability: CapabilityNeed?
        /// The commit that changed it.
        public var source: String
    }

    /// The side of a connection.
    public enum Side: Sendable, Hashable {
        /// Sockets that connect.
        case connecting
        /// Sockets that listen.
        case listening
    }

    /// What this int does to traffic, if it does harm.
    public func hazard(of value: Int32) -> Hazard? { hazards.first { $0.values.contains { $0.contains(value) } } }

    /// Whether it does nothing at all any more.
    public var isNoOp: Bool { hazards.contains { $0.code == Hazard.noOpCode } }

    /// The row as a kernel of this release has it.
    public func asOf(_ version: KernelVersion) -> SocketOption {
        guard let earlier, version < earlier.before else { return self }
        var row = self
        row.acceptance = earlier.acceptance ?? acceptance
        row.capability = earlier.capability ?? capability
        return row
    }

    /// What accepted sockets have of a listener's option.
    public enum Inheritance: Sendable, Hashable {
        case inherited
        case notInherited
        /// The option belongs to the listener (TCP_DEFER_ACCEPT, TCP_FASTOPEN): inheriting it would mean nothing.
        case listenerOnly
        /// The listener's own value cannot be read back or the value cannot be set, so nothing is known.
        case unknown
    }
}
