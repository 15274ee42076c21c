import Manifests
import PolicyKinds
import PolicyRules

/// On an UPDATE, an error that already stood in the old object is a warning: a stored policy can still be labelled, lose its finalizer,
/// or be mended step by step.
///
/// An error stands only while all that makes it as bad as it is stands unchanged: the option or block as a whole, and what the policy is
/// applied to.
struct Ratchet {
    /// How often each error stood.
    private var standing: [FindingIdentity: Int] = [:]

    /// - Parameter context: of the update; the old object is reviewed as if it were new.
    init(from oldObject: PolicyObject, to object: PolicyObject, in context: ReviewContext) {
        guard Self.isAppliedToNothingNew(from: oldObject, to: object) else { return }
        var asStored = context
        asStored.operation = .create
        asStored.oldObject = nil
        let identifier = FindingIdentifier(of: oldObject)
        for finding in PolicyReview(of: oldObject, in: asStored).findings where finding.severity == .error {
            standing[identifier.identity(of: finding), default: 0] += 1
        }
    }

    /// Whether every gateway, service or selector that the object names was named before. Fewer are no worse.
    private static func isAppliedToNothingNew(from oldObject: PolicyObject, to object: PolicyObject) -> Bool {
        let before = Set(oldObject.reading.attachments.map(\.canonicalText))
        let after = object.reading.attachments
        // An entry for one port that goes leaves the port to the general setting.
        guard Set(object.reading.overrides).isSuperset(of: oldObject.reading.overrides) else { return false }
        return after.allSatisfy { before.contains($0.canonicalText) } && (!after.isEmpty || before.isEmpty)
    }

    /// Whether an error of the new object is one that stood, each of which counts once.
    mutating func hasStood(_ identity: FindingIdentity) -> Bool {
        guard let count = standing[identity], count > 0 else { return false }
        standing[identity] = count - 1
        return true
    }
}
