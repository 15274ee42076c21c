import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// The day on which the tests' reviews happen.
let today = CalendarDay(year: 2026, month: 11, day: 23)

/// The first object of a YAML text.
func object(_ yaml: String) throws -> PolicyObject {
    let tree = try #require(ManifestReader.documents(in: Array(yaml.utf8)).first).get()
    guard let object = tree.objects.lazy.compactMap(PolicyObject.init(from:)).first else { throw NoObject() }
    return object
}

/// A test's YAML holds no object of ours.
struct NoObject: Error {}

/// The SW1xx findings about a list of options, each as "code severity path: message".
///
/// - Parameter options: the items of `spec.socketOptions` of an otherwise sound ListenerPolicy, as YAML.
func findings(_ options: String, environment change: (inout TargetEnvironment) -> Void = { _ in }) throws -> [String] {
    var environment = TargetEnvironment()
    change(&environment)
    let object = try object(policy(options))
    let review = PolicyReview(of: object, in: ReviewContext(environment: CompiledEnvironment(environment), day: try #require(today)))
    return review.findings.filter { $0.rule.code.hasPrefix("SW1") }.map { finding in
        "\(finding.rule.code) \(finding.severity.word) \(finding.place.path(in: object.node)): \(finding.message)"
    }
}

/// A ListenerPolicy with these options.
func policy(_ options: String) -> String {
    """
    apiVersion: gateway.kgateway.dev/v1alpha1
    kind: ListenerPolicy
    metadata: {name: p, namespace: default}
    spec:
      targetRefs:
      - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
      socketOptions:

    """ + options.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n") + "\n"
}
