import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let trafficHazard: Rule = Rule(
        code: "SW118", name: "traffic-hazard", severity: .error,
        documentation: Documentation(
            finds: """
                A value that the kernel takes and that breaks traffic: SO_DONTROUTE and TCP_CORK not 0, SO_RCVLOWAT above 1, IP_MINTTL or \
                IPV6_MINHOPCOUNT above 32, IPV6_V6ONLY=1 on a listener that takes both families, SO_RCVBUF or SO_SNDBUF 0 to 4095, \
                TCP_USER_TIMEOUT 1 to 999, TCP_WINDOW_CLAMP 1 to 4095, TCP_REPAIR. Lesser hazards of the option table are warnings or infos: \
                SO_RCVBUF and SO_SNDBUF above 212992, which the node's sysctls cut, are warnings.
                """,
            why: "Envoy takes it and reports nothing, while clients time out, hang or crawl (measured, Envoy 1.40)",
            example: .options(
                "- {description: TCP_CORK, level: 6, name: 3, intValue: 1}",
                mended: "- {description: TCP_CORK, level: 6, name: 3, intValue: 0}"),
            instead: "leave the option out, or give it a value that does no harm"),
        check: .soundOption { review in
            guard let row = review.row, let value = review.intValue, let hazard = row.hazard(of: value),
                !constantsManagedByEnvoy.contains(row.constant), !NoEffect.applies(to: row)
            else { return nil }
            // On a listener that binds IPv6 alone, IPV6_V6ONLY=1 says what is so anyway.
            if row.constant == "IPV6_V6ONLY" && (review.list.listenerFamily != .dual || review.list.configuration.role == .upstream) {
                return nil
            }
            let severity: Severity =
                switch hazard.severity {
                case .error: .error
                case .warning: .warning
                case .info: .info
                }
            let meant = review.description?.named(otherThan: row)
            let numbers = meant.flatMap { other in review.environment.numbers(of: other.constant).map { "; for \(other.constant) \($0)" } }
            let instead = (severity == .error ? "remove it" : "leave it out unless you are sure") + (numbers ?? "")
            return Finding(
                .trafficHazard, severity, at: review.raw.valuePlace, "\(row.title) set to \(value): \(hazard.effect); \(instead)",
                why: severity == .error ? nil : "the kernel takes it, and Envoy says nothing about what it does to connections",
                instead: instead, fix: fix(review, severity, meant: numbers == nil ? nil : meant?.constant))
        })

    /// What the description names, else nothing: where it may be what the author wants, nothing is taken away.
    private static func fix(_ review: ClassifiedOption, _ severity: Severity, meant: String?) -> Fix? {
        if let meant { return review.fix(to: meant, isSafe: false) }
        return severity == .error ? review.removal : nil
    }
}
