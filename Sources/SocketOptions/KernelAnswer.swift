/// A value as Envoy hands it to setsockopt(2).
public enum OptionValue: Sendable, Hashable {
    /// Four bytes, in the platform's byte order.
    case int(Int32)
    /// Whatever `bufValue` decodes to.
    case bytes([UInt8])
}

/// What the kernel says to one setsockopt(2).
public enum KernelAnswer: Sendable, Hashable {
    case accepted
    case refused(SocketError)
    /// It depends on the node, and on what there.
    case undetermined(NodeDependence)
}

/// The socket that an option is applied to, and who applies it.
public struct SocketSituation: Sendable, Hashable {
    /// When the option is applied.
    public var state: SocketState
    /// The socket's address family.
    public var family: AddressFamily
    /// What the process may do.
    public var capabilities: CapabilitySet
    /// Whether the least significant byte of an int comes first, which matters to values read as bytes.
    public var isLittleEndian: Bool

    /// A socket, and a process with these capabilities.
    public init(state: SocketState, family: AddressFamily, capabilities: CapabilitySet, isLittleEndian: Bool = true) {
        self.state = state
        self.family = family
        self.capabilities = capabilities
        self.isLittleEndian = isLittleEndian
    }
}
