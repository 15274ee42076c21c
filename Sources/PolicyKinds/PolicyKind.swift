import Manifests

/// A kind of object that sets socket options or TCP keepalive: what it is called, where the settings stand, and how it is read.
///
/// Each is a value in a file of its own, `PolicyKinds/<Product>/<Kind>.swift`, and `PolicyKinds.all` is the only list of them. Everything
/// that is particular to the product, its field names, units, releases and what it makes of a value, is said there and nowhere else.
public struct PolicyKind: Sendable {
    /// The API group, for example `gateway.kgateway.dev`.
    public let group: String
    /// The kind, for example `ListenerPolicy`.
    public let kind: String
    /// The versions that are served, newest first. Objects of other versions of the group are read all the same.
    public let versions: [String]
    /// The plural, as the API server's URLs and a webhook's rules have it.
    public let resource: String
    /// Whose it is.
    public let product: Product
    /// Where its settings stand.
    public let settings: [SettingPath]
    let read: @Sendable (ManifestNode, inout PolicyReading) -> Void
    /// What an `apiVersion` of the group begins with.
    let groupPrefix: String

    init(
        group: String, kind: String, versions: [String], resource: String, product: Product, settings: [SettingPath],
        read: @escaping @Sendable (ManifestNode, inout PolicyReading) -> Void
    ) {
        self.group = group
        groupPrefix = group + "/"
        self.kind = kind
        self.versions = versions
        self.resource = resource
        self.product = product
        self.settings = settings
        self.read = read
    }
}

/// Where a kind has a setting.
public struct SettingPath: Sendable, Hashable {
    /// Below the object; `[]` stands for any item of a list: `spec.perPort[].listener.tcpKeepalive`.
    public let path: String
    /// What stands there.
    public let holds: Form
    /// What to write instead where no release serves the field: "spec.tcpKeepalive of a BackendConfigPolicy". nil for fields that are served.
    public let instead: String?

    /// What a setting is.
    public enum Form: Sendable, Hashable {
        /// A list of raw socket options.
        case options
        /// A typed keepalive block.
        case keepalive
    }

    /// The field's own name: the last step of the path.
    public let fieldName: String
    /// The path of the mapping that has the field.
    public let parentPath: String

    init(_ path: String, _ holds: Form, instead: String? = nil) {
        self.path = path
        self.holds = holds
        self.instead = instead
        let steps = path.split(separator: ".")
        fieldName = steps.last.map(String.init) ?? path
        parentPath = steps.dropLast().joined(separator: ".")
    }
}
