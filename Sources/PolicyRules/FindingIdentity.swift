import Manifests
public import PolicyKinds

/// What makes two findings the same, although lines moved and items of lists shifted: the rule, the target, the field, and what the field
/// belongs to as a whole, the option or the block. An option that changes in any way is another one.
public struct FindingIdentity: Hashable, Sendable {
    /// The rule's code.
    public let code: String
    /// What the setting is for: "default", "port 8443". Empty for what belongs to no target.
    public let target: String
    /// The field's path without positions: `spec.socketOptions[].level`.
    public let path: String
    /// The option, block or field, however it is written.
    public let subject: String

    /// An identity of these parts.
    public init(code: String, target: String, path: String, subject: String) {
        self.code = code
        self.target = target
        self.path = path
        self.subject = subject
    }
}

/// Makes the identities of one object's findings.
public struct FindingIdentifier: Sendable {
    private let object: PolicyObject
    private let configurations: [ManifestNode.ID: SocketConfiguration]

    /// For the findings of this object.
    public init(of object: PolicyObject) {
        self.object = object
        configurations = Dictionary(object.configurations.map { ($0.node.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The identity of one of the object's findings.
    public func identity(of finding: Finding) -> FindingIdentity {
        let place = finding.place
        let path = String(place.path(in: object.node).filter { !$0.isNumber })
        // From the place up to the list or block that it stands in; what was passed last is the option.
        var here: ManifestNode? = place.node
        var below: ManifestNode?
        while let current = here {
            if let configuration = configurations[current.id] {
                let subject =
                    switch (configuration.settings, below) {
                    case (.options, let option?): option.canonicalText
                    case (.options, nil): Self.text(of: current)
                    case (.keepalive, _): current.canonicalText
                    }
                // What the finding is about besides counts as well: all that set one option, not only the second.
                let related = finding.related.map(\.canonicalText).joined(separator: ",")
                return FindingIdentity(
                    code: finding.rule.code, target: configuration.target.identity, path: path, subject: subject + related)
            }
            below = current
            here = current.parent
        }
        let subject =
            switch place.part {
            case .value, .key: (place.node.key?.text ?? "") + Self.text(of: place.node)
            case .missing, .comment: finding.message
            }
        return FindingIdentity(code: finding.rule.code, target: "", path: path, subject: subject)
    }

    /// A value, however it is written; a list, which may be most of a request, as it is written.
    private static func text(of node: ManifestNode) -> String { node.kind == .sequence ? node.sourceText : node.canonicalText }
}
