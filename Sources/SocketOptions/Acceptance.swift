/// Which ints the kernel takes for an option, as data.
public struct Acceptance: Sendable, Hashable {
    /// The ints taken, where `exceptions` says nothing else.
    public var values: Values
    /// What the kernel answers to any other int.
    public var refusal: SocketError
    /// What kernels built otherwise answer instead of `refusal`: without IPsec, with the TCP authentication option.
    public var alternatives: [SocketError] = []
    /// Ints that get another errno than `refusal`, or that one node takes and another refuses. They come before `values`.
    public var special: [Special]
    /// States or families with other values: the first that matches replaces `values`, `refusal` and `special`.
    public var exceptions: [Exception]

    /// Ints that are taken; all others get `refusal`.
    public init(_ values: Values, else refusal: SocketError = .EINVAL, special: [Special] = [], exceptions: [Exception] = []) {
        self.values = values
        self.refusal = refusal
        self.special = special
        self.exceptions = exceptions
    }

    /// How a set of ints is described.
    public enum Values: Sendable, Hashable {
        case any
        case none
        /// Closed intervals in ascending order.
        case intervals([ClosedRange<Int32>])
        /// Flags that are combined by addition.
        case bits(BitMask)
        /// Two port numbers in one int: lowest in the low 16 bits, highest in the high 16, either may be 0 (ip(7), IP_LOCAL_PORT_RANGE).
        case portRange
        /// 0, or the index of one of the node's network interfaces in network byte order.
        case interfaceIndex
        /// The int's bytes are read as a name of this kind. What an empty name answers.
        case name(NameKind, emptyName: SocketError?)
        /// A file descriptor of the calling process: no policy can know one.
        case descriptor
        /// The int's bytes are read as IP header options (RFC 791).
        case headerOptions
    }

    /// What a name is the name of.
    public enum NameKind: Sendable, Hashable { case interface, congestionControl, upperLayerProtocol }

    /// Flags in an int.
    public struct BitMask: Sendable, Hashable {
        /// Bits that are taken.
        public var accepted: UInt32
        /// Bits that depend on the node, and on what.
        public var nodeDependent: [Dependence]
        /// Pairs of bits: the first is taken only together with the second.
        public var requires: [Requirement]
        /// Groups of bits of which only one may be set.
        public var exclusive: [UInt32]

        /// Flags that are taken.
        public init(accepted: UInt32, nodeDependent: [Dependence] = [], requires: [Requirement] = [], exclusive: [UInt32] = []) {
            self.accepted = accepted
            self.nodeDependent = nodeDependent
            self.requires = requires
            self.exclusive = exclusive
        }

        /// A bit that one node takes and another refuses.
        public struct Dependence: Sendable, Hashable {
            /// The bit.
            public var bit: UInt32
            /// What decides.
            public var on: NodeDependence

            /// `bit` depends on this.
            public init(_ bit: UInt32, _ on: NodeDependence) {
                self.bit = bit
                self.on = on
            }
        }

        /// All bits that some node takes.
        public var known: UInt32 { nodeDependent.reduce(accepted) { $0 | $1.bit } }

        /// `bit` is taken only where `needed` is set as well.
        public struct Requirement: Sendable, Hashable {
            /// The bit that is set.
            public var bit: UInt32
            /// The bit that must be set with it.
            public var needed: UInt32

            /// `bit` needs `needed`.
            public init(_ bit: UInt32, _ needed: UInt32) {
                self.bit = bit
                self.needed = needed
            }
        }
    }

    /// Ints with an answer of their own.
    public struct Special: Sendable, Hashable {
        /// The ints concerned, or the ints taken.
        public var values: ClosedRange<Int32>
        /// What the kernel answers to them.
        public var answer: KernelAnswer

        /// Ints and their answer.
        public init(_ values: ClosedRange<Int32>, _ answer: KernelAnswer) {
            self.values = values
            self.answer = answer
        }
    }

    /// Other values in some states or for some families.
    public struct Exception: Sendable, Hashable {
        /// The states concerned.
        public var states: [SocketState]
        /// The families concerned.
        public var families: [AddressFamily]
        /// The ints concerned, or the ints taken.
        public var values: Values
        /// What any other int is answered.
        public var refusal: SocketError

        /// Other values in some states or for some families.
        public init(
            _ values: Values, else refusal: SocketError, states: [SocketState] = SocketState.allCases,
            families: [AddressFamily] = AddressFamily.allCases
        ) {
            self.values = values
            self.refusal = refusal
            self.states = states
            self.families = families
        }
    }
}
