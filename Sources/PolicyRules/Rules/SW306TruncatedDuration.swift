import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let truncatedDuration: Rule = Rule(
        code: "SW306", name: "truncated-duration", severity: .warning,
        documentation: Documentation(
            finds: "A duration with a fraction of a second, such as 1500ms.",
            why: "Envoy and the kernel take whole seconds: kgateway cuts the rest, so 1999ms is 1 s (Gloo would round it up)",
            example: .listenerKeepalive(
                "keepAliveTime: 60s, keepAliveInterval: 2500ms, keepAliveProbes: 5",
                mended: "keepAliveTime: 60s, keepAliveInterval: 3s, keepAliveProbes: 5"),
            instead: "whole seconds"),
        check: .typed { review in
            review.fields.compactMap { field, reading in
                guard case .value(let number, hasFraction: true) = reading, case .string(let text) = field.scalar, let node = field.node
                else { return nil }
                return Finding(
                    .truncatedDuration, at: Place(node),
                    "\(field.fieldName) is \(text), but Envoy takes whole seconds and kgateway cuts the rest: it is \(seconds(number)); write \(number)s "
                        + "or \(number + 1)s",
                    instead: "write \(number)s or \(number + 1)s")
            }
        })
}
