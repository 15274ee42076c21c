import Manifests
import PolicyKinds

extension Rule {
    static let zeroKeepalive: Rule = Rule(
        code: "SW304", name: "zero-keepalive", severity: .warning,
        documentation: Documentation(
            finds: """
                A 0 in a keepalive field, by what it means for the kind and the release that runs: refused by the API, or by the kernel, so that every \
                socket fails (errors); keepalive is switched off, or the kernel's default holds (warnings). Where `environment.releases` names an older \
                release, or every release ships an older Envoy, what that one does counts.
                """,
            why: """
                a 0 means no unlimited patience: Envoy 1.37 and later read a 0 in any of the three as "no keepalive at all" (measured, Envoy 1.40); \
                older ones hand it to the kernel, which answers EINVAL, and every socket fails
                """,
            example: .zeroCount,
            instead: "1 or more; or no keepalive block at all, where no keepalive is wanted"),
        check: .block { review in
            review.written.compactMap { field in
                guard case .zero = field.reading, field.form.isApplied, let node = field.node else { return nil }
                let instead = "write \(field.sample), or remove \(review.name)"
                let (severity, effect) = effect(of: field, in: review)
                return Finding(
                    .zeroKeepalive, severity, at: Place(node),
                    "\(field.name) is \(spelt(node, in: field.form, review.product)): \(effect); \(instead)",
                    why: field.form.zero == .refusedByKernel ? refusedByKernel : nil, instead: instead,
                    fix: field.chosen(field.sampleNumber))
            }
        })

    private static func effect(of field: KeepaliveField, in review: TypedBlock) -> (Severity, String) {
        let product = review.product
        switch field.form.zero {
        case .refusedByAPI: return (.error, "the API server refuses the object")
        case .refusedByKernel: return (review.severityOfRefusal, review.effectOfRefusal)
        case .ignored: return (.warning, "\(product.title) takes it as not set, and the kernel's default holds")
        case .switchesOff(let since):
            if let envoy = review.environment.envoy(of: product), envoy < since {
                let whose = review.environment.release(of: product).map { "of \(product.title) \($0)" } ?? "\(envoy)"
                return (.error, "with the Envoy \(whose) \(review.effectOfRefusal)")
            }
            if review.environment.envoy(of: product) == nil, let newest = product.envoys.last, newest.envoy < since {
                return (
                    .error,
                    "Envoy \(since) and later switch keepalive off, but \(product.title) ships older ones: \(review.effectOfRefusal)"
                )
            }
            return (.warning, "Envoy \(since) and later switch keepalive off altogether, older ones fail")
        }
    }

    private static let refusedByKernel =
        "the kernel takes 1 to 32767 seconds and 1 to 127 probes, and answers EINVAL to a 0 in a socket option: whatever the Envoy, no socket gets by"

    private static func spelt(_ node: ManifestNode, in form: FieldForm, _ product: Product) -> String {
        guard node.kind != .number else { return "0" }
        let isCut = form.fraction == .truncates && GoDuration(node.text).map { $0.nanoseconds > 0 } ?? false
        return isCut ? "\(quoted(node.text)), which \(product.title) cuts to 0" : "\(quoted(node.text)), which comes to 0"
    }
}
