import Manifests

/// A kind of object that sets socket options or TCP keepalive: what it is called, where the settings stand, and how it is read.
///
/// Each is a value in a file of its own, `PolicyKinds/<Product>/<Kind>.swift`, and `PolicyKinds.all` is the only list of them. Everything
/// that is particular to the product, its field names, units, releases and what it makes of a value, is said there and nowhere else.
public struct PolicyKind: Sendable {
    /// The API group, for example `gateway.kgateway.dev`; "" is Kubernetes' core group. Of a document that is no Kubernetes object the package
    /// of its message, for example `envoy.config.bootstrap.v3`.
    public let group: String
    /// The kind, for example `ListenerPolicy`.
    public let kind: String
    /// The versions that are served, newest first. Objects of other versions of the group are read all the same. None of a kind that no
    /// release has, and that is read to say so.
    public let versions: [String]
    /// The plural, as the API server's URLs and a webhook's rules have it; "" for a document that is no Kubernetes object.
    public let resource: String
    /// Whose it is.
    public let product: Product
    /// Where its settings stand.
    public let settings: [SettingPath]
    /// What people are told about it.
    public let documentation: Documentation
    /// Whether objects of the kind are there for something else and hold a setting now and then: a ConfigMap, a Pod. One without settings is
    /// none of ours, and a cluster's webhook does not see any of them unless it is told to.
    public let isHost: Bool
    /// Words of which every object of the kind that holds something of ours has one, where the kind's name and settings do not tell.
    public let hints: [String]
    /// Tells a document of the kind where it is no Kubernetes object.
    let recognizes: (@Sendable (ManifestNode) -> Bool)?
    let read: @Sendable (ManifestNode, inout PolicyReading) -> Void
    /// What an `apiVersion` of the group begins with.
    let groupPrefix: String

    /// What people are told about a kind.
    public struct Documentation: Sendable {
        /// What is read, in a sentence or a few.
        public let reads: String
        /// What the product makes of it: units, zeros, fractions, what overrides what.
        public let becomes: String
        /// Where that is known from: files of the product's source or its reference, with their date or release.
        public let sources: [String]

        init(reads: String, becomes: String, sources: [String]) {
            self.reads = reads
            self.becomes = becomes
            self.sources = sources
        }
    }

    /// A kind of Kubernetes object.
    init(
        group: String, kind: String, versions: [String], resource: String, product: Product, settings: [SettingPath], isHost: Bool = false,
        hints: [String] = [], documentation: Documentation, read: @escaping @Sendable (ManifestNode, inout PolicyReading) -> Void
    ) {
        self.group = group
        groupPrefix = group + "/"
        self.kind = kind
        self.versions = versions
        self.resource = resource
        self.product = product
        self.settings = settings
        self.documentation = documentation
        self.isHost = isHost
        self.hints = hints
        recognizes = nil
        self.read = read
    }

    /// A document that is no Kubernetes object.
    /// - Parameters:
    ///   - package: the package of its message.
    ///   - recognizes: whether a map without `apiVersion` is one.
    init(
        package: String, kind: String, product: Product, settings: [SettingPath], documentation: Documentation,
        recognizes: @escaping @Sendable (ManifestNode) -> Bool, read: @escaping @Sendable (ManifestNode, inout PolicyReading) -> Void
    ) {
        group = package
        groupPrefix = package + "/"
        self.kind = kind
        versions = []
        resource = ""
        self.product = product
        self.settings = settings
        self.documentation = documentation
        isHost = false
        hints = []
        self.recognizes = recognizes
        self.read = read
    }

    /// Whether it is a Kubernetes object.
    public var isKubernetesObject: Bool { recognizes == nil }
    /// Whether an API server may know it.
    public var isServed: Bool { !versions.isEmpty }
}
