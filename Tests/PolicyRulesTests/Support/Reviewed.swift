import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// A review under test.
struct Reviewed {
    let object: PolicyObject
    let review: PolicyReview

    /// The findings of the rules whose codes begin like this, each as "code severity path: message".
    ///
    /// - Parameter prefix: of some rule's code. Of none there is never a finding, and a test that expects none cannot fail.
    func lines(_ prefix: String) -> [String] {
        #expect(RuleRegistry.all.contains { $0.code.hasPrefix(prefix) }, "no rule's code begins with \(prefix)")
        return review.findings.filter { $0.rule.code.hasPrefix(prefix) }.map { finding in
            "\(finding.rule.code) \(finding.severity.word) \(finding.place.path(in: object.node)): \(finding.message)"
        }
    }

    /// The codes of all findings, in order.
    var codes: [String] { review.findings.map(\.rule.code) }
}

/// Reviews the first object of a YAML text.
///
/// - Parameters:
///   - old: the object before an update; without one it is a creation.
func review(
    _ yaml: String, old: String? = nil, origin: ReviewContext.Origin = .manifest, on day: CalendarDay? = today,
    annotations: ReviewContext.AnnotationReach = .warnings, rules: RuleSettings = RuleSettings(),
    environment change: (inout TargetEnvironment) -> Void = { _ in }
) throws -> Reviewed {
    var environment = TargetEnvironment()
    change(&environment)
    let object = try object(yaml)
    let context = ReviewContext(
        environment: CompiledEnvironment(environment), rules: rules, operation: old == nil ? .create : .update,
        oldObject: try old.map { try PolicyRulesTests.object($0) },
        origin: origin, day: try #require(day), annotations: annotations)
    return Reviewed(object: object, review: PolicyReview(of: object, in: context))
}

/// The items of a list of raw options: the guide's recipe with these values, nil for an option left out.
func recipe(
    enable: Int? = 1, idle: Int? = 60, interval: Int? = 20, count: Int? = 3, userTimeout: Int? = nil
) -> String {
    let rows: [(String, Int, Int, Int?)] = [
        ("enable keepalive", 1, 9, enable), ("idle time before first keepalive probe is sent", 6, 4, idle),
        ("keepalive interval", 6, 5, interval), ("keepalive probes count", 6, 6, count), ("user timeout", 6, 18, userTimeout),
    ]
    return rows.compactMap { description, level, name, value in
        value.map { "- {description: \(description), level: \(level), name: \(name), intValue: \($0), state: STATE_PREBIND}" }
    }.joined(separator: "\n")
}

/// A ListenerPolicy with this listener by default, as YAML in flow style, and further lines of its spec.
func listenerPolicy(_ listener: String, _ more: String = "") -> String {
    """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: ListenerPolicy
    metadata: {name: p, namespace: default}
    spec:
      targetRefs:
      - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
      default: {\(listener)}

    """ + more.split(separator: "\n").map { "  \($0)\n" }.joined()
}

/// A BackendConfigPolicy with these lines of its spec.
func backendConfigPolicy(_ spec: String) -> String {
    """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: BackendConfigPolicy
    metadata: {name: p, namespace: default}
    spec:
      targetRefs:
      - {group: "", kind: Service, name: backend}

    """ + spec.split(separator: "\n").map { "  \($0)\n" }.joined()
}

/// The guide's Backend with this block.
func backend(_ tcpKeepalive: String) -> String {
    """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: Backend
    metadata: {name: b, namespace: default}
    spec:
      connectionConfig:
        tcpKeepalive: \(tcpKeepalive)

    """
}

extension Fix {
    /// The source with the edits made.
    func applied(to source: String) -> String {
        var bytes = Array(source.utf8)
        for edit in edits.sorted(by: { $0.span.start > $1.span.start }) {
            bytes.replaceSubrange(edit.span.start..<edit.span.end, with: Array(edit.replacement.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
