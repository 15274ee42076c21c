import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let misspeltField: Rule = Rule(
        code: "SW301", name: "misspelt-field", severity: .error,
        documentation: Documentation(
            finds: """
                A field of `tcpKeepalive` by another product's name (`keepaliveTime`, `idleTime`, `keepalive_probes`), in the wrong case or mistyped; \
                any other field that the block does not have; and `tcpKeepalive`, `socketOptions` or `connectionConfig` themselves, mistyped or in a \
                place where this kind has no such field.
                """,
            why: """
                the products differ in a letter: kgateway writes keepAliveTime, the guide and Gloo keepaliveTime, Envoy keepalive_time, Envoy Gateway \
                idleTime, Istio time. The API server refuses an unknown field, or prunes it in silence where the client asked for no validation \
                (Helm, Argo CD, Flux): the policy is then accepted and does nothing
                """,
            example: .listenerKeepalive(
                "keepaliveTime: 60, keepAliveInterval: 20s, keepAliveProbes: 3",
                mended: "keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3"),
            instead: """
                in kgateway's ListenerPolicy and BackendConfigPolicy keepAliveTime, keepAliveInterval and keepAliveProbes; in the guide's \
                connectionConfig keepaliveTime, keepaliveInterval and keepaliveProbes
                """),
        check: .typed { review in review.block.otherFields.map { finding(on: $0, in: review) } },
        .object { review in review.object.otherFields.compactMap { finding(on: $0, in: review.object) } })

    /// A key of a keepalive block that the block does not have.
    private static func finding(on other: PolicyObject.OtherField, in review: TypedReview) -> Finding {
        let key = Place(other.node, .key)
        guard let meant = review.field(meantBy: other.name) else {
            let names = enumeration([review.block.idle, review.block.interval, review.block.count].map(\.fieldName))
            return Finding(
                .misspeltField, at: key, "\(quoted(other.name)) is no field of tcpKeepalive: its fields are \(names)",
                instead: "write \(names)")
        }
        if meant.node != nil {
            return Finding(
                .misspeltField, at: key,
                "\(quoted(other.name)) is no field of this tcpKeepalive, and \(meant.fieldName) is there already: remove it",
                instead: "remove it")
        }
        // A number where a duration is due would be the next finding: name the value as well.
        let value = other.node.kind == .number && review.takesDuration(meant) ? Int64(other.node.text) : nil
        let written = value.flatMap { review.written($0, in: meant) }
        let edits = Fix.text(meant.fieldName, in: key).edits + (written.map { Fix.text($0, in: Place(other.node)).edits } ?? [])
        let instead = meant.fieldName + (written.map { ": " + $0 } ?? "")
        return Finding(
            .misspeltField, at: key, "\(quoted(other.name)) is no field of this tcpKeepalive: did you mean `\(instead)`?",
            instead: "write `\(instead)`", fix: Fix(edits: edits))
    }

    /// A key on the way to our fields that leads nowhere, where it looks like one of ours.
    private static func finding(on other: PolicyObject.OtherField, in object: PolicyObject) -> Finding? {
        guard let parent = other.node.parent,
            let meant = spelling(of: other.name, among: ["tcpKeepalive", "socketOptions", "connectionConfig"])
        else { return nil }
        let here = Place(parent).path(in: object.node)
        let homes = object.kind.homes(of: meant)
        let key = Place(other.node, .key)
        if homes.contains(where: { $0.holds(here) }) {
            return Finding(
                .misspeltField, at: key, "\(quoted(other.name)) is no field of \(object.kind.rawValue): did you mean `\(meant)`?",
                instead: "write `\(meant)`", fix: Fix.text(meant, in: key))
        }
        let instead = homes.first.map { "write it as `\($0.path).\(meant)`" } ?? "\(object.kind.rawValue) has no such field; remove it"
        return Finding(
            .misspeltField, at: key, "\(quoted(other.name)) is no field of `\(here)` in a \(object.kind.rawValue): \(instead)",
            instead: instead)
    }
}

/// Where a kind keeps a field of ours.
private struct Home {
    /// As messages name it.
    let path: String
    let holds: @Sendable (String) -> Bool

    init(_ path: String, holds: (@Sendable (String) -> Bool)? = nil) {
        self.path = path
        self.holds = holds ?? { $0 == path }
    }
}

extension PolicyKind {
    fileprivate func homes(of field: String) -> [Home] {
        switch (self, field) {
        case (.listenerPolicy, "socketOptions"): [Home("spec")]
        case (.listenerPolicy, "tcpKeepalive"): [Home("spec.default"), Home("spec.perPort[].listener") { $0.hasPrefix("spec.perPort[") }]
        case (.backend, "connectionConfig"): [Home("spec")]
        case (.backend, "tcpKeepalive"): [Home("spec.connectionConfig")]
        case (.backendConfigPolicy, "tcpKeepalive"): [Home("spec")]
        default: []
        }
    }
}
