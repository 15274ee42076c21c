/// A documented example: a manifest that makes a rule fire, and the same mended. Those of products stand in their folders.
public struct Example: Sendable {
    /// The manifest as YAML.
    public let manifest: String
    /// The manifest without the mistake.
    public let mended: String
    /// The object before an update, for rules that compare.
    public let old: String?
    /// The configuration file that the example needs, if the defaults do not show it.
    public let configuration: String?

    /// An example of two manifests.
    public init(_ manifest: String, mended: String, old: String? = nil, configuration: String? = nil) {
        self.manifest = manifest
        self.mended = mended
        self.old = old
        self.configuration = configuration
    }
}
