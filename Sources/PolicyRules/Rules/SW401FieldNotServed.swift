import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let fieldNotServed: Rule = Rule(
        code: "SW401", name: "field-not-served", severity: .warning,
        documentation: Documentation(
            finds: """
                A field that the cluster's API server does not know. In a file: `spec.socketOptions` and `Backend.spec.connectionConfig.tcpKeepalive`, \
                which no released kgateway serves (a warning; an error where `environment.kgateway` names a release), and the tcpKeepalive of a \
                ListenerPolicy where `environment.kgateway` is before 2.3 (an error). At admission a field that arrives proves that it is served, and is \
                no finding; but a field that only kubectl's last-applied-configuration annotation still shows was thrown away (a warning), unless the \
                object before the update had it: then its author took it out.
                """,
            why: """
                kubectl refuses an unknown field (`strict decoding error: unknown field "spec.socketOptions"`). Helm, Argo CD, Flux and \
                `--validate=false` have it pruned in silence: the policy is stored with its targets alone, is reported as accepted, and does nothing \
                (measured, kube-apiserver 1.36 with kgateway 2.3's CRDs). The field comes from a draft of kgateway's guide, made from Gloo's. If \
                your CRD does serve it, switch SW401 off
                """,
            example: Example(
                policy("socketOptions:\n  - {description: enable keepalive, level: 1, name: 9, intValue: 1}"),
                mended: policy("default:\n    tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}")),
            instead: """
                for listeners `spec.default.tcpKeepalive` of ListenerPolicy (kgateway 2.3 and later), for backends `spec.tcpKeepalive` of \
                BackendConfigPolicy
                """),
        check: .object { review in
            switch review.context.origin {
            case .manifest: review.object.configurations.compactMap { notServed($0, in: review) }
            case .admission: thrownAway(in: review)
            }
        })

    private static func policy(_ settings: String) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: example
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
          \(settings)

        """
    }

    /// In a file: what no release serves, or not the configured one.
    private static func notServed(_ configuration: SocketConfiguration, in review: ObjectReview) -> Finding? {
        guard let field = Field(of: configuration, in: review.object) else { return nil }
        let release = review.environment.kgateway
        if field == .listenerKeepalive {
            guard let release, release < .withListenerKeepalive else { return nil }
            return Finding(
                .fieldNotServed, .error, at: field.place(of: configuration),
                "kgateway \(release) does not serve tcpKeepalive on a ListenerPolicy, 2.3 and later do: the API server refuses it, or prunes it in "
                    + "silence; upgrade first",
                instead: "upgrade kgateway to 2.3 or later first")
        }
        let typed = field.typedForm(of: configuration, in: review)
        return Finding(
            .fieldNotServed, release == nil ? .warning : .error, at: field.place(of: configuration),
            "no released kgateway serves `\(field.path)`: the API server refuses it, or prunes it in silence; write \(typed)",
            instead: "write \(typed)")
    }

    /// Whether `thrownAway` explains why an object is empty.
    static func saysThatAFieldWasThrownAway(in review: ObjectReview) -> Bool {
        review.context.origin == .admission && !thrownAway(in: review).isEmpty
    }

    /// At admission: what the author wrote and the API server pruned.
    private static func thrownAway(in review: ObjectReview) -> [Finding] {
        let fields = { (object: PolicyObject) in Set(object.configurations.compactMap { Field(of: $0, in: object) }) }
        var seen = fields(review.object).union(review.context.oldObject.map(fields) ?? [])
        // Reading the annotation costs as much as reading the object: only where it may say more.
        guard Field.allCases.contains(where: { !seen.contains($0) && review.object.mayHaveApplied($0.key) }),
            let applied = review.object.lastAppliedConfiguration()
        else { return [] }
        return applied.configurations.compactMap { configuration in
            guard let field = Field(of: configuration, in: applied), seen.insert(field).inserted else { return nil }
            let missing = String(field.path.dropFirst("spec.".count))
            let what = "`\(field.path)`, as you applied it, was thrown away: the API server does not serve it"
            if field == .listenerKeepalive {
                return Finding(
                    .fieldNotServed, at: Place(review.object.spec, .missing(missing)),
                    "\(what); kgateway 2.3 and later do, so upgrade first",
                    instead: "upgrade kgateway to 2.3 or later first")
            }
            let typed = field.typedForm(of: configuration, in: review)
            return Finding(
                .fieldNotServed, at: Place(review.object.spec, .missing(missing)), "\(what); write \(typed)", instead: "write \(typed)")
        }
    }

    /// The fields that not every cluster serves.
    private enum Field: Hashable, CaseIterable {
        case socketOptions, connectionConfig, listenerKeepalive

        /// nil for a field that every release serves.
        init?(of configuration: SocketConfiguration, in object: PolicyObject) {
            switch (configuration.settings, object.kind) {
            case (.options, _): self = .socketOptions
            case (.keepalive, .backend): self = .connectionConfig
            case (.keepalive, .listenerPolicy): self = .listenerKeepalive
            case (.keepalive, .backendConfigPolicy): return nil
            }
        }

        var path: String {
            switch self {
            case .socketOptions: "spec.socketOptions"
            case .connectionConfig: "spec.connectionConfig"
            case .listenerKeepalive: "spec.default.tcpKeepalive"
            }
        }

        /// The field's own name.
        var key: StaticString {
            switch self {
            case .socketOptions: "socketOptions"
            case .connectionConfig: "connectionConfig"
            case .listenerKeepalive: "tcpKeepalive"
            }
        }

        func place(of configuration: SocketConfiguration) -> Place {
            switch configuration.settings {
            case .options(let list): return Place(list.node, .key)
            case .keepalive(let block):
                // The field that is not served is the one around the block.
                return Place(self == .connectionConfig ? block.node.parent ?? block.node : block.node, .key)
            }
        }

        /// What to write instead, with the same numbers where they are keepalive's.
        func typedForm(of configuration: SocketConfiguration, in review: ObjectReview) -> String {
            guard let settings = review.keepalive(of: configuration)?.asTypedBlock else {
                return "what has a field of its own, such as spec.default.tcpKeepalive"
            }
            return self == .socketOptions
                ? "spec.default.\(settings) (kgateway 2.3 and later)" : "spec.\(settings) of a BackendConfigPolicy"
        }
    }
}

extension PolicyObject {
    /// Whether the text of kubectl's annotation holds a word. Much cheaper than reading it.
    fileprivate func mayHaveApplied(_ word: StaticString) -> Bool {
        guard var text = annotations.first(where: { $0.key == "kubectl.kubernetes.io/last-applied-configuration" })?.value else {
            return false
        }
        let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        return text.withUTF8 { bytes in
            bytes.indices.contains { bytes[$0] == word[0] && bytes[$0...].starts(with: word) }
        }
    }
}

extension ObjectReview {
    /// What a configuration comes to, of this object or of one that it was made from.
    fileprivate func keepalive(of configuration: SocketConfiguration) -> KeepaliveReview? {
        switch configuration.settings {
        case .options(let list): KeepaliveReview(ListReview(list, in: configuration, of: object, context: context))
        case .keepalive(let block):
            KeepaliveReview(TypedReview(context: context, object: object, configuration: configuration, block: block))
        }
    }
}

extension KeepaliveReview {
    /// "tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 2}": the same as kgateway's typed block. Without values
    /// where keepalive is off or a value cannot be used.
    fileprivate var asTypedBlock: String {
        guard inForce != nil else { return "tcpKeepalive" }
        let parts = [
            idle.value.map { "keepAliveTime: \($0)s" }, interval.value.map { "keepAliveInterval: \($0)s" },
            count.value.map { "keepAliveProbes: \($0)" },
        ].compactMap { $0 }
        return "tcpKeepalive: {\(parts.joined(separator: ", "))}"
    }
}
