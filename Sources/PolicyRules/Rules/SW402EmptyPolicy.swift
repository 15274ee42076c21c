import Manifests
import PolicyKinds

extension Rule {
    static let emptyPolicy: Rule = Rule(
        code: "SW402", name: "empty-policy", severity: .warning,
        documentation: Documentation(
            finds: """
                A ListenerPolicy that sets nothing besides its targets, or that selects nothing: neither targetRefs nor targetSelectors name a \
                Gateway. Where SW401 says that a field was thrown away, it stands for this.
                """,
            why: """
                the policy is stored and reported as accepted, and does nothing. Often a field was pruned on the way: Helm, Argo CD and Flux do not \
                ask the API server to refuse unknown fields
                """,
            example: Example(
                """
                apiVersion: gateway.kgateway.dev/v1alpha1
                kind: ListenerPolicy
                metadata:
                  name: example
                spec:
                  targetRefs:
                  - {group: gateway.networking.k8s.io, kind: Gateway, name: http}

                """,
                mended: """
                    apiVersion: gateway.kgateway.dev/v1alpha1
                    kind: ListenerPolicy
                    metadata:
                      name: example
                    spec:
                      targetRefs:
                      - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
                      default:
                        tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}

                    """),
            instead: "what the policy should set, and the Gateway that it is for"),
        check: .object { review in
            let object = review.object
            guard object.setsAnything == false || object.selectsAnything == false else { return [] }
            let hasSpec = object.spec.span != object.node.span
            var findings: [Finding] = []
            if object.setsAnything == false, !Rule.saysThatAFieldWasThrownAway(in: review) {
                findings.append(
                    Finding(
                        .emptyPolicy, at: hasSpec ? Place(object.spec, .key) : Place(object.node, .missing("spec")),
                        "this ListenerPolicy sets nothing (was a field misspelt or pruned?): write what it should set, for example "
                            + "spec.default.tcpKeepalive",
                        instead: "write what it should set, for example spec.default.tcpKeepalive"))
            }
            if object.selectsAnything == false {
                findings.append(
                    Finding(
                        .emptyPolicy, at: Place(object.spec, .missing(hasSpec ? "targetRefs" : "spec.targetRefs")),
                        "this ListenerPolicy selects no Gateway: write targetRefs (or targetSelectors) with the Gateway that it is for",
                        instead: "write targetRefs with the Gateway that it is for"))
            }
            return findings
        })
}
