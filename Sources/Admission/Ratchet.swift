import Manifests
import PolicyKinds
import PolicyRules

/// On an UPDATE, an error that already stood in the old object is a warning: a stored policy can still be labelled, lose its finalizer,
/// or be mended step by step.
struct Ratchet {
    /// How often each error stood.
    private var standing: [Identity: Int] = [:]

    /// What makes two errors the same: the rule, the place, and the value there.
    ///
    /// The place of an item of a list is what the item is, not where it stands: an option in front of it, or one taken away, makes no error
    /// of it that was not there before.
    private struct Identity: Hashable {
        let code: String
        let path: String
        let item: [String]
        let value: String
    }

    /// - Parameter context: of the update; the old object is reviewed as if it were new.
    init(of oldObject: PolicyObject, in context: ReviewContext) {
        var asStored = context
        asStored.operation = .create
        asStored.oldObject = nil
        for finding in PolicyReview(of: oldObject, in: asStored).findings where finding.severity == .error {
            standing[Self.identity(of: finding, in: oldObject), default: 0] += 1
        }
    }

    /// Whether an error of the new object is one that stood, each of which counts once.
    mutating func hasStood(_ finding: Finding, in object: PolicyObject) -> Bool {
        let identity = Self.identity(of: finding, in: object)
        guard let count = standing[identity], count > 0 else { return false }
        standing[identity] = count - 1
        return true
    }

    private static func identity(of finding: Finding, in object: PolicyObject) -> Identity {
        let place = finding.place
        let value =
            if case .value = place.part {
                place.node.sourceText
            } else {
                // A list or a missing field has no value of its own: the message says what was found.
                finding.message
            }
        let item = sequenceItem(around: place.node)
        // What tells the items of our lists apart: an option's numbers, an entry's port.
        let names = [item?["level"], item?["name"], item?["port"]].map { $0?.sourceText ?? "" }
        return Identity(code: finding.rule.code, path: pathWithoutPositions(place, in: object), item: names, value: value)
    }

    private static func sequenceItem(around node: ManifestNode) -> ManifestNode? {
        var here: ManifestNode? = node
        while let current = here, let parent = current.parent {
            if parent.kind == .sequence { return current }
            here = parent
        }
        return nil
    }

    /// `spec.socketOptions[].level`
    private static func pathWithoutPositions(_ place: Place, in object: PolicyObject) -> String {
        place.path(in: object.node).filter { !$0.isNumber }
    }
}
