public import Manifests
public import SocketOptions

/// A list of raw socket options, as written.
public struct SocketOptionList: Sendable {
    /// The list's value; its key is where findings about the list stand.
    public let node: ManifestNode
    /// The items that are maps, in the order written.
    public let options: [RawOption]
    /// The fields that an option has, as the list's reader knows them.
    public let fields: [OptionField]
    /// What stands there if it is no list, or items that are no options.
    public let malformed: [(Malformation, ManifestNode)]
    /// The product's own fields, where the list is made of them.
    public let productFields: OptionFields?
    /// Whether one of the product's own fields has a value that the product refuses: then nothing comes of the list. The kind's reading
    /// says which.
    public let isRefused: Bool
    /// What its reader makes of a field that it does not know, as a clause; nil where nothing special is known.
    public let whenUnknown: String?
}

/// One raw socket option, as written.
public final class RawOption: Sendable {
    /// The item of the list.
    public let node: ManifestNode
    /// For people only; Envoy does not read it.
    public let description: Written<String>
    /// The first argument of setsockopt that says whose option it is: 6 is TCP. Envoy cuts it to 32 bits.
    public let level: Written<Int64>
    /// The option's number at that level: 6/4 is TCP_KEEPIDLE on Linux. Envoy cuts it to 32 bits.
    public let name: Written<Int64>
    /// The value, if it is a number. Envoy cuts it to 32 bits.
    public let intValue: Written<Int64>
    /// The value, if it is bytes, decoded.
    public let bufValue: Written<[UInt8]>
    /// When Envoy sets it; before bind() where nothing is written.
    public let state: Written<WrittenState>
    /// `type`: the sockets it is for.
    public let type: Written<SocketTypeFilter>
    /// `ip_version`: the address families it is for.
    public let ipVersion: Written<IPVersionFilter>
    /// Keys that no gateway knows.
    public let otherFields: [PolicyObject.OtherField]

    /// A value in protobuf's other spelling beside the first, `int_value` beside `intValue`: its parser refuses the two.
    public let repeatedValue: ManifestNode?
    /// The product's own field that it was made of, which is all that its author can write; nil where the option itself is written.
    public let productField: String?
    /// Whether every field is what belongs there: nobody has to look at each again. A field that stands twice may be mended by the second.
    public let isWellFormed: Bool

    init(node: ManifestNode, fields: Fields, otherFields: [PolicyObject.OtherField], productField: String? = nil) {
        self.node = node
        self.productField = productField
        description = fields.description
        level = fields.level
        name = fields.name
        intValue = fields.intValue
        bufValue = fields.bufValue
        state = fields.state
        type = fields.type
        ipVersion = fields.ipVersion
        repeatedValue = fields.repeatedValue
        isWellFormed = fields.isWellFormed
        self.otherFields = otherFields
    }
}

/// A `state` as written: a known one, or something else by its text.
public enum WrittenState: Sendable, Hashable {
    case known(SocketState)
    case unknown(String)
}

/// `type`: the sockets an option is for.
public enum SocketTypeFilter: Sendable, Hashable {
    /// `{}`: any.
    case any
    /// `{stream: {}}`, also with `datagram` beside it.
    case stream
    case datagram
}

/// `ip_version`: the address families an option is for.
public enum IPVersionFilter: Sendable, Hashable {
    case unspecified, ipv4, ipv6
    /// A name that Envoy does not have.
    case unknown(String)
    /// A number beyond Envoy's, as written: Envoy takes it for any version.
    case unknownNumber(String)

    var isUnknown: Bool {
        switch self {
        case .unspecified, .ipv4, .ipv6: false
        case .unknown, .unknownNumber: true
        }
    }
}
