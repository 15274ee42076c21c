import Manifests
import PolicyKinds

/// An object as a whole under review.
struct WholeObject: Sendable {
    let context: ReviewContext
    let object: PolicyObject
    /// What its configurations come to, in the order of the object's configurations; those without keepalive are left out.
    let keepalives: [EffectiveKeepalive]
    /// What an update changes; nil where this is none.
    let change: PolicyChange?

    init(context: ReviewContext, object: PolicyObject, keepalives: [EffectiveKeepalive]) {
        self.context = context
        self.object = object
        self.keepalives = keepalives
        change =
            context.operation == .update
            ? context.oldObject.map { PolicyChange(from: $0, to: object, environment: context.environment) } : nil
    }

    var environment: CompiledEnvironment { context.environment }
}
