import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let overKernelMaximum: Rule = Rule(
        code: "SW305", name: "over-kernel-maximum", severity: .error,
        documentation: Documentation(
            finds: """
                A typed idle time or interval above 32767 s (9 h 6 min 7 s), or more than 127 probes, or more than the product itself takes. A \
                warning where nothing breaks by it, as the kind knows.
                """,
            why: """
                hardly a CRD has these maxima, the kernel does (measured: TCP_KEEPIDLE and TCP_KEEPINTVL take 1 to 32767, TCP_KEEPCNT 1 to 127, EINVAL \
                beyond). On a listener Envoy rejects the update; on a backend every new connection fails, which clients see as 503
                """,
            example: .overKernelMaximum,
            instead: "at most 32767 s and 127 probes; for a sound keepalive much less"),
        check: .block { review in
            review.written.compactMap { field in
                guard case .above(let number) = field.reading, field.form.isApplied, let node = field.node else { return nil }
                let (amount, unit) = field.role == .count ? ("\(number)", " probes") : (seconds(number), " s")
                let most = "write at most \(field.form.spelling(of: field.maximum))"
                let milliseconds =
                    number % 1000 == 0 && field.role != .count && !isInHoursOrMinutes(node)
                    ? field.spelling(of: number / 1000).map { ", or \($0) if you mean \(number) milliseconds" } ?? "" : ""
                let (whose, effect, severity) =
                    field.isLimitedByProduct
                    ? ("\(review.product.name)'s", "the API server refuses the object", Severity.error)
                    : ("the kernel's", review.effectOfRefusal, review.severityOfRefusal)
                return Finding(
                    .overKernelMaximum, severity, at: Place(node),
                    "\(field.name) is \(amount), above \(whose) maximum of \(field.maximum)\(unit): \(effect); \(most)\(milliseconds)",
                    instead: most + milliseconds, fix: field.chosen(milliseconds.isEmpty ? field.maximum : number / 1000))
            }
        })

    /// Whether nobody can have meant milliseconds: 10h.
    private static func isInHoursOrMinutes(_ node: ManifestNode) -> Bool { node.text.contains { $0 == "h" || $0 == "m" } }
}
