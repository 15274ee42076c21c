import Manifests

extension PolicyKind {
    /// EnvoyPatchPolicy of gateway.envoyproxy.io: JSON patches on the listeners and clusters that Envoy Gateway makes.
    static let envoyPatchPolicy: PolicyKind = PolicyKind(
        group: EnvoyGateway.group, kind: "EnvoyPatchPolicy", versions: ["v1alpha1"], resource: "envoypatchpolicies",
        product: .envoyGateway, settings: EnvoyPatchPolicy.settings.all,
        documentation: Documentation(
            reads: """
                spec.jsonPatches[].operation on resources of the types Listener and Cluster: whole resources, whole lists, single options and single \
                fields; of jsonPath what leads to one place whatever the resource is. Patches of one resource are read together, in their order. \
                The name of a listener says whether it is UDP: `…-quic`, `udp-<port>`.
                """,
            becomes: """
                What is written, in the resource of that name. The document that is patched has snake_case names and numbers of 64 bits as text. \
                After each single patch it is decoded and checked: an unknown field, or an option without a value, makes that patch invalid \
                (Programmed=False in the status), and the others stay. Missing lists and maps on the way are made. /socket_options replaces what a \
                ClientTrafficPolicy set there; /socket_options/- adds behind it, and of two settings the last wins. tcp_keepalive of a listener is \
                known from 1.7 on. Nothing happens unless extensionApis.enableEnvoyPatchPolicy is switched on in Envoy Gateway's own configuration.
                """,
            sources: [
                "CRD and api/v1alpha1/envoypatchpolicy_types.go of Envoy Gateway main (2026-08)",
                "internal/xds/translator/jsonpatch.go, internal/utils/jsonpatch", "evanphx/json-patch v5",
            ]),
        read: EnvoyPatchPolicy.read)
}

private enum EnvoyPatchPolicy {
    static let settings = EnvoySettings(
        [.listener, .cluster], spelling: .snake, listener: "spec.jsonPatches[].operation: Listener.",
        cluster: "spec.jsonPatches[].operation: Cluster.", keepaliveServed: .since(EnvoyGateway.firstWithListenerKeepalive),
        unserved: EnvoyGateway.unservedInPatch
    ) { message, members in
        let (type, own): (StaticString, String) =
            message == .listener ? (Envoy.listenerType, Envoy.listenerMembers) : (Envoy.clusterType, Envoy.clusterMembers)
        return Specimen(
            """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: EnvoyPatchPolicy
            metadata: {name: example}
            spec:
              targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: http}
              type: JSONPatch
              jsonPatches:
              - type: \(type)
                name: example
                operation:
                  op: add
                  value: {\(own), \(members)}

            """)
    }

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        EnvoyGateway.readTargets(of: spec, into: &reading)
        let list = reading.container("jsonPatches", of: spec, .sequence)
        if list?.elements.contains(where: { _ in true }) != true {
            reading.gaps.append(
                Gap(
                    place: Place(spec, .key), clause: "this EnvoyPatchPolicy patches nothing", remedy: "spec.jsonPatches", mayBePruned: true
                ))
        }
        guard let list else { return }
        var patches = EnvoyJSONPatches(settings: settings, as: EnvoyGateway.patches)
        for item in list.elements {
            guard item.kind == .mapping else {
                reading.malformed.append(
                    ("an item of `jsonPatches`", .wrongType(expected: "a map with type, name and operation", found: item.inWords), item))
                continue
            }
            guard let target = target(of: item, into: &reading), let operation = item["operation"] else { continue }
            patches.take(operation, on: target, into: &reading)
        }
        patches.read(into: &reading)
    }

    /// The resource that an item patches; nil where it is none that holds settings.
    private static func target(of item: ManifestNode, into reading: inout PolicyReading) -> EnvoyJSONPatches.Target? {
        guard let type = item["type"] else { return nil }
        let isListener = type.hasText(Envoy.listenerType)
        guard isListener || type.hasText(Envoy.clusterType) else {
            if !otherTypes.contains(where: type.hasText) {
                reading.malformed.append(
                    ("`type`", .wrongType(expected: "\(Envoy.listenerType) or another of the five types", found: type.inWords), type))
            }
            return nil
        }
        // A resource that is added has its own name.
        let operation = item["operation"]
        let isAdded = operation?["op"]?.hasText("add") == true && operation?.writesWhole == true
        let name = (isAdded ? operation?["value"]?.textOf("name", "name") : nil) ?? item.textOf("name", "name") ?? ""
        let shown = name.isEmpty ? "without a name" : quoted(name)
        guard isListener else {
            return EnvoyJSONPatches.Target(.cluster, title: "the cluster \(shown)", identity: "cluster \(name)")
        }
        let isDatagram = name.hasSuffix("-quic") || name.hasPrefix("udp-")
        return EnvoyJSONPatches.Target(
            .listener, title: "the listener \(shown)", identity: "listener \(name)",
            transport: isDatagram ? .datagrams(clause: "the listener's name, \(quoted(name)), is that of a UDP one") : nil)
    }

    private static let otherTypes: [StaticString] = [
        "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
        "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
        "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
    ]
}

extension EnvoyGateway {
    static let unservedInPatch =
        "the control plane does not know the field and refuses the patch, which the policy's status shows (Programmed=False, Invalid)"

    /// How an EnvoyPatchPolicy is applied.
    static let patches = EnvoyJSONPatches.Manner(
        spelling: .snake,
        otherSpelling: { _ in "the other spelling is taken only while it has no such field: both at once are refused as a duplicate" },
        refusesInvalid: "refused (Programmed=False, Invalid)", takesJSONPath: true)
}

extension ManifestNode {
    /// Whether a patch says no place: it is about the whole resource.
    fileprivate var writesWhole: Bool {
        [self["path"], self["jsonPath"]].allSatisfy { $0.map { $0.kind == .null || $0.hasText("") } ?? true }
    }
}
