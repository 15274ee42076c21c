public import Configuration
import Linting
import Manifests
import PolicyRules

/// A document that the client has open.
struct OpenDocument: Sendable {
    let uri: DocumentURI
    /// The client's number of the text; nil where it gives none.
    var version: Int64?
    var text: DocumentText { didSet { isDue = true } }
    /// Whether what is known of it has not been published.
    var isDue = true

    /// Whether it is a configuration file of ours.
    var isConfiguration: Bool {
        uri.path.map { $0.split(separator: "/").last.map { $0 == ConfigurationFile.name } ?? false } ?? false
    }
}

/// By what documents are reviewed.
public struct DocumentSettings: Sendable {
    /// What holds for a document.
    public let settings: CompiledSettings
    /// Why that is not what its configuration file says, in one line; nil where it is.
    public let problem: String?

    /// Settings, and why they are others than the author of a configuration file wants.
    public init(_ settings: CompiledSettings, problem: String? = nil) {
        self.settings = settings
        self.problem = problem
    }
}
