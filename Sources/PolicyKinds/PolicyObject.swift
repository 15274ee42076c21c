public import Manifests
public import SocketOptions

/// A policy object of a kind that sets socket options or TCP keepalive: what it says, where it says it. Nothing here is judged.
public final class PolicyObject: Sendable {
    /// The object's own node: the root of its field paths.
    public let node: ManifestNode
    /// What kind of object it is.
    public let kind: PolicyKind
    /// With the group: `gateway.kgateway.dev/v1alpha1`.
    public let apiVersion: String
    /// `metadata.namespace`; nil where none is written, or no text.
    public let namespace: String?
    /// `metadata.name`; nil where none is written (generateName), or no text.
    public let name: String?
    /// What its kind read in it.
    public let reading: PolicyReading

    /// Reads an object. nil where its apiVersion and kind are none of ours.
    public init?(from node: ManifestNode) {
        guard let kind = PolicyKinds.kind(of: node) else { return nil }
        let text = { (node: ManifestNode?) in node.flatMap { $0.kind == .string ? $0.text : nil } }
        let metadata = node["metadata"]
        self.node = node
        self.kind = kind
        apiVersion = text(node["apiVersion"]) ?? ""
        namespace = text(metadata?["namespace"])
        name = text(metadata?["name"])
        var reading = PolicyReading(of: node)
        kind.read(node, &reading)
        self.reading = reading
    }

    /// What it asks of each target.
    public var configurations: [SocketConfiguration] { reading.configurations }

    /// The map of `metadata.annotations`; nil where there is none.
    public var annotations: ManifestNode? { node["metadata"]?["annotations"] }

    /// What kubectl says its author last applied on the client's side, before the API server pruned anything.
    public var lastAppliedAnnotation: ManifestNode? {
        // Of a key that stands twice the API server takes the last.
        annotations?["kubectl.kubernetes.io/last-applied-configuration"].flatMap { $0.kind == .string ? $0 : nil }
    }

    /// The object as its author last applied it. nil where kubectl left no such annotation, or where it cannot be read: kubectl wrote it,
    /// so nobody can mend it. One that is larger than an API server stores is not read.
    public func lastAppliedConfiguration() -> PolicyObject? {
        guard let annotation = lastAppliedAnnotation, annotation.span.end - annotation.span.start <= 2 * ReadingLimits.annotationBytes
        else { return nil }
        do {
            return PolicyObject(from: try JSONReader.read(Array(annotation.text.utf8)).root)
        } catch {
            return nil
        }
    }

    /// A field that no gateway we know of reads.
    public struct OtherField: Sendable {
        /// Its key.
        public let name: String
        /// The field's value; its key is the place to point at.
        public let node: ManifestNode
    }
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
    /// Whether every field is what belongs there: nobody has to look at each again. A field that stands twice may be mended by the second.
    public let isWellFormed: Bool

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
