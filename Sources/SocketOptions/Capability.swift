/// The Linux capabilities (capabilities(7)) that setsockopt(2) asks for, as a container's security context names them.
public struct CapabilitySet: OptionSet, Sendable, Hashable {
    /// One bit a capability.
    public let rawValue: UInt8
    /// The capabilities of some bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// CAP_NET_BIND_SERVICE: ports below 1024. No socket option asks for it.
    public static let netBindService = CapabilitySet(rawValue: 1)
    /// CAP_NET_RAW.
    public static let netRaw = CapabilitySet(rawValue: 2)
    /// CAP_NET_ADMIN.
    public static let netAdmin = CapabilitySet(rawValue: 4)
    /// All that a socket option can ask for: what root has on the node itself.
    public static let all: CapabilitySet = [.netBindService, .netRaw, .netAdmin]
}

/// The capability that some values of an option need. The kernel asks for it before it looks at the value.
public struct CapabilityNeed: Sendable, Hashable {
    /// Any one of these will do.
    public var anyOf: CapabilitySet
    /// Which values need it.
    public var appliesTo: Values
    /// EPERM or EACCES.
    public var refusal: SocketError
    /// Whether the capability is asked for even before the value's length is looked at.
    public var beforeLength: Bool

    /// A need of some values.
    public init(_ anyOf: CapabilitySet, for values: Values, else refusal: SocketError = .EPERM, beforeLength: Bool = false) {
        self.anyOf = anyOf
        appliesTo = values
        self.refusal = refusal
        self.beforeLength = beforeLength
    }

    /// Which ints need the capability.
    public enum Values: Sendable, Hashable {
        case any
        case notZero
        case outside(ClosedRange<Int32>)
        case inside(ClosedRange<Int32>)
    }

    /// Whether setting this int needs the capability.
    public func applies(to value: Int32) -> Bool {
        switch appliesTo {
        case .any: true
        case .notZero: value != 0
        case .outside(let range): !range.contains(value)
        case .inside(let range): range.contains(value)
        }
    }
}
