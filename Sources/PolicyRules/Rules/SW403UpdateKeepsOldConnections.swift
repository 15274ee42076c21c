import Manifests
import PolicyKinds

extension Rule {
    static let updateKeepsOldConnections: Rule = Rule(
        code: "SW403", name: "update-keeps-old-connections", severity: .warning,
        documentation: Documentation(
            finds: """
                An update that changes socket options or typed keepalive: one that comes, goes or has another value. 60s and 1m are the same, a state \
                left out is STATE_PREBIND. Of SW403, SW404 and SW405 an update gets one at the most.
                """,
            why: """
                socket options are set on the listening socket and inherited when a connection is accepted: Envoy makes new sockets and drains the \
                old listener, and open connections keep the old values until they close (measured, Envoy 1.40; Envoys before 1.25 ignore the \
                change until a restart). On a backend only new connections get the new keepalive
                """,
            example: .options(
                "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 30}",
                mended:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}",
                old:
                    "- {description: enable keepalive, level: 1, name: 9, intValue: 1}\n- {description: idle time, level: 6, name: 4, intValue: 60}"
            ),
            instead: "nothing, if a drain suits you now; clients with long connections must connect anew to have the new values"),
        traits: .dependsOnOccasion,
        check: .object { review in
            guard let change = review.change, change.extent == .values else { return [] }
            let shown = change.changed.prefix(3)
            let more = change.changed.count - shown.count
            let what = enumeration(Array(shown) + (more > 0 ? ["\(more) more"] : []))
            let effect =
                change.concernsListeners
                ? "Envoy drains the listener, and open connections keep the old values until they close"
                : "open connections\(change.concernsBackends ? " to the backend" : "") keep the old values until they close"
            return [
                Finding(
                    .updateKeepsOldConnections, at: change.place, "this update changes \(what): \(effect); apply it when that suits you",
                    instead: "apply it when that suits you")
            ]
        })
}
