public import Manifests
public import SocketOptions

/// A policy object of a kind that sets socket options or TCP keepalive: what it says, where it says it. Nothing here is judged.
public final class PolicyObject: Sendable {
    /// The object's own node: the root of its field paths.
    public let node: ManifestNode
    /// Which of the kinds it is.
    public let kind: PolicyKind
    /// With the group: `gateway.kgateway.dev/v1alpha1`.
    public let apiVersion: String
    /// `metadata.namespace`; nil where none is written, or no text.
    public let namespace: String?
    /// `metadata.name`; nil where none is written (generateName), or no text.
    public let name: String?
    /// In the order written. Values that are no strings are left out.
    public let annotations: [Annotation]
    /// Whether metadata.deletionTimestamp is set: the object is on its way out.
    public let isBeingDeleted: Bool
    /// What it asks of each listener, port or upstream.
    public let configurations: [SocketConfiguration]
    /// ListenerPolicy's ports with an entry of their own in `spec.perPort`, which replaces `spec.default` whole.
    public let ports: [PortEntry]
    /// Keys in the mappings on the way to our fields (spec, spec.default, a listener, connectionConfig) that lead nowhere we know of.
    public let otherFields: [OtherField]
    /// Whether the spec sets anything besides its targets; nil for kinds where that says nothing.
    public let setsAnything: Bool?
    /// Whether targetRefs or targetSelectors name anything; nil for kinds without.
    public let selectsAnything: Bool?
    /// The listeners that targetRefs and targetSelectors pick by name (`sectionName`).
    public let sectionNames: [ManifestNode]
    /// Where `spec` stands, or the object itself where there is none.
    public let spec: ManifestNode

    init(
        node: ManifestNode, kind: PolicyKind, apiVersion: String, namespace: String?, name: String?, annotations: [Annotation],
        isBeingDeleted: Bool, parts: Parts, spec: ManifestNode
    ) {
        self.node = node
        self.kind = kind
        self.apiVersion = apiVersion
        self.namespace = namespace
        self.name = name
        self.annotations = annotations
        self.isBeingDeleted = isBeingDeleted
        configurations = parts.configurations
        ports = parts.ports
        otherFields = parts.otherFields
        setsAnything = parts.setsAnything
        selectsAnything = parts.selectsAnything
        sectionNames = parts.sectionNames
        self.spec = spec
    }

    /// A key of `metadata.annotations` and its text.
    public struct Annotation: Sendable {
        /// With its prefix, if it has one.
        public let key: String
        /// The value's place.
        public let node: ManifestNode

        /// Its text, read when somebody asks: kubectl's own annotation can be large.
        public var value: String { node.text }

        init(key: String, value: ManifestNode) {
            self.key = key
            node = value
        }
    }

    /// An item of `spec.perPort`.
    public struct PortEntry: Sendable {
        /// The port as written, if it is a number.
        public let port: Int64?
        /// The item.
        public let node: ManifestNode
        /// Whether its listener has a `tcpKeepalive`, be it an empty one.
        public let hasKeepalive: Bool
    }

    /// A field that no gateway we know of reads.
    public struct OtherField: Sendable {
        /// Its key.
        public let name: String
        /// The field's value; its key is the place to point at.
        public let node: ManifestNode
    }
}

/// The kinds that are read, each in a file of its own under `Kinds`.
public enum PolicyKind: String, Sendable, CaseIterable {
    case listenerPolicy = "ListenerPolicy"
    case backend = "Backend"
    case backendConfigPolicy = "BackendConfigPolicy"
}

/// What an object asks of the sockets of one listener, one port or one upstream.
public struct SocketConfiguration: Sendable {
    /// What it is for.
    public let subject: Subject
    /// What it asks.
    public let settings: Settings
    /// The application's own timeouts beside them, which close connections on their own terms.
    public let application: ApplicationTimeouts

    /// Whose sockets are meant.
    public enum Subject: Sendable, Hashable {
        /// Every listener that the policy selects.
        case listeners
        /// The listeners on one port.
        case port(Int64?)
        /// Connections to a backend.
        case upstream
    }

    /// How they are set: both forms end in the same socket options.
    public enum Settings: Sendable {
        case options(SocketOptionList)
        case keepalive(TypedKeepalive)
    }

    /// Which side of the gateway the sockets are on: clients connect to it downstream, it connects to backends upstream.
    public enum Direction: Sendable { case downstream, upstream }

    /// The side of the gateway that the subject is on.
    public var direction: Direction { subject == .upstream ? .upstream : .downstream }
}

/// Idle timeouts and keepalives of HTTP that stand on the same object.
public struct ApplicationTimeouts: Sendable {
    /// `httpSettings.idleTimeout` or `commonHttpProtocolOptions.idleTimeout`.
    public let idleTimeout: Written<GoDuration>
    /// `http2ProtocolOptions.connectionKeepalive.interval`.
    public let http2KeepaliveInterval: Written<GoDuration>
    /// `http2ProtocolOptions.connectionKeepalive.timeout`.
    public let http2KeepaliveTimeout: Written<GoDuration>

    static let none = ApplicationTimeouts(idleTimeout: .absent, http2KeepaliveInterval: .absent, http2KeepaliveTimeout: .absent)
}

/// A list of raw socket options: `spec.socketOptions`.
public struct SocketOptionList: Sendable {
    /// The list's value; its key is where findings about the list stand.
    public let node: ManifestNode
    /// The items that are maps, in the order written.
    public let options: [RawOption]
    /// What stands there if it is no list, or items that are no options.
    public let malformed: [(Malformation, ManifestNode)]
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

    init(node: ManifestNode, fields: Fields, otherFields: [PolicyObject.OtherField]) {
        self.node = node
        description = fields.description
        level = fields.level
        name = fields.name
        intValue = fields.intValue
        bufValue = fields.bufValue
        state = fields.state
        type = fields.type
        ipVersion = fields.ipVersion
        repeatedValue = fields.repeatedValue
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
}

/// A typed keepalive block, `tcpKeepalive`.
public struct TypedKeepalive: Sendable {
    /// The block's value; its key is where findings about the whole stand.
    public let node: ManifestNode
    /// Whose field names and types it has.
    public let dialect: Dialect
    /// `keepAliveTime` or `keepaliveTime`.
    public let idle: TypedField
    /// `keepAliveInterval` or `keepaliveInterval`.
    public let interval: TypedField
    /// `keepAliveProbes` or `keepaliveProbes`.
    public let count: TypedField
    /// Keys that the dialect does not know.
    public let otherFields: [PolicyObject.OtherField]
    /// What stands there if it is no mapping.
    public let malformed: Malformation?

    /// The two forms of the block that gateways read.
    public enum Dialect: Sendable {
        /// `spec.default.tcpKeepalive` and `spec.perPort[].listener.tcpKeepalive` of ListenerPolicy, `spec.tcpKeepalive` of
        /// BackendConfigPolicy: durations as strings, `keepAlive…`.
        case kgateway
        /// `Backend.spec.connectionConfig.tcpKeepalive` of the guide: whole seconds, `keepalive…`.
        case connectionConfig
    }
}

/// A field of a typed keepalive block: the scalar as written, to be judged by the dialect's own rules.
public struct TypedField: Sendable {
    /// The name this dialect gives it, for example `keepAliveTime`.
    public let fieldName: String
    /// What stands there.
    public let scalar: Scalar
    /// Where it stands; nil where it is absent.
    public let node: ManifestNode?

    /// A scalar of any type, or what stands in its place.
    public enum Scalar: Sendable, Hashable {
        case absent
        case string(String)
        case integer(Int64)
        /// A number that is no 64-bit integer, as written.
        case otherNumber(String)
        case bool(Bool)
        case null
        /// A list or a map.
        case collection
    }
}
