import Manifests

@testable import PolicyKinds
@testable import PolicyRules

extension Prediction {
    /// A policy's raw options as Envoy's parser takes them: by the way that every review goes.
    static func options(of policy: PolicyObject) throws -> [DecodedOption] {
        let settings = policy.configurations.map(\.settings)
        guard settings.count == 1, case .options(let list)? = settings.first, list.malformed.isEmpty else {
            throw EnvoyFailure("no single list of options: \(policy.node.sourceText)")
        }
        return list.options.enumerated().map { DecodedOption($1, index: $0) }
    }

    /// Items of a list that protobuf's own parser reads, as it takes them.
    static func options(ofProtobuf items: [String]) throws -> [DecodedOption] {
        let tree = try JSONReader.read(Array("[\(items.joined(separator: ","))]".utf8))
        var reading = PolicyReading(of: tree.root)
        let list = SocketOptionList(tree.root, keys: .protobuf, into: &reading)
        guard reading.unread.isEmpty, list.malformed.isEmpty else { throw EnvoyFailure("no options: \(items)") }
        return list.options.enumerated().map { DecodedOption($1, index: $0) }
    }

    /// The one policy object that a manifest holds.
    static func object(ofManifest text: String) throws -> PolicyObject {
        let documents = ManifestReader.documents(in: Array(text.utf8))
        guard documents.count == 1, let tree = try documents.first?.get(),
            let object = tree.objects.first.flatMap(PolicyObject.init(from:))
        else { throw EnvoyFailure("no policy: \(text)") }
        return object
    }
}
