import Manifests
import PolicyKinds

/// A typed keepalive block under review.
struct TypedBlock: Sendable {
    let context: ReviewContext
    let object: PolicyObject
    let configuration: SocketConfiguration
    let block: KeepaliveBlock

    var environment: CompiledEnvironment { context.environment }
    /// The block's field, as messages name it: "tcpKeepalive".
    var name: String { block.form.name }
    /// Whose block it is.
    var product: Product { configuration.setting.product ?? object.kind.product }

    /// The fields with something in them.
    var written: [KeepaliveField] { block.fields.filter { $0.node != nil } }

    /// How bad it is that the kernel refuses a value: a warning where nothing breaks.
    var severityOfRefusal: Severity {
        if case .passedOver = configuration.setting.refusal { .warning } else { .error }
    }

    /// What a value that the kernel refuses does.
    var effectOfRefusal: String {
        if case .passedOver(let clause) = configuration.setting.refusal { return clause }
        return switch configuration.role {
        case .listener: "the kernel refuses the socket option and Envoy rejects the listener"
        case .upstream: "the kernel refuses the socket option and every connection to \(configuration.target.title) fails"
        }
    }
}

extension KeepaliveField {
    /// Where it stands, or the block that lacks it.
    func place(in block: KeepaliveBlock) -> Place { node.map { Place($0) } ?? Place(block.node) }
}
