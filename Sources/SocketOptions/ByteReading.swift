/// What the kernel makes of a value that is not four bytes long: Envoy's `bufValue`.
public enum ByteReading: Sendable, Hashable {
    /// The first four bytes are an int; fewer are refused with EINVAL.
    case int
    /// Exactly four bytes, an int; any other length is refused with EINVAL.
    case exactInt
    /// The first four bytes are an int; one to three bytes are one number of 8 bits (the first); none are 0, or refused (level 0).
    case intOrByte(emptyIsZero: Bool)
    /// The first four bytes are an int; fewer are 0.
    case intOrZero
    /// An IPsec policy: no byte at all, which Envoy hands over without an address, clears it where the kernel has IPsec.
    case ipsecPolicy
    /// A struct whose content decides: shorter or longer values are refused with EINVAL.
    case structure(ClosedRange<Int>)
    /// A struct of at least that many bytes, of which every content is taken.
    case anyStructure(minimum: Int)
    /// A struct timeval of 16 bytes or more: microseconds outside 0…999999 are refused with EDOM.
    case timeval
    /// Values of these lengths are taken whatever they hold; all others are refused with EINVAL.
    case lengths([Int])
    /// Extension headers: empty is taken, a multiple of 8 bytes is looked into, any other length is refused with EINVAL.
    case extensionHeaders
    /// Control messages: up to 15 bytes hold none and are taken, the content of longer ones decides.
    case controlMessages
    /// IP header options, 40 bytes at most.
    case headerOptions
    /// A name; what an empty value (no byte at all) answers, nil if it is taken.
    case name(noBytes: SocketError?)
}
