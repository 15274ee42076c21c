import Manifests

extension PolicyKind {
    /// EnvoyFilter of networking.istio.io: patches of Envoy's own listeners and clusters, each a target of its own.
    static let envoyFilter: PolicyKind = PolicyKind(
        group: Istio.group, kind: "EnvoyFilter", versions: ["v1alpha3"], resource: "envoyfilters", product: .istio,
        settings: EnvoyFilter.settings.all,
        documentation: Documentation(
            reads: """
                patch.value of configPatches with applyTo LISTENER and CLUSTER, in snake or camel case: every place of a listener or cluster that \
                holds settings.
                """,
            becomes: """
                What is written: MERGE appends lists, so that a second filter's option stands behind the first's and wins; MERGE_AND_REPLACE_LIST \
                (1.31) replaces them. REPLACE is ignored for listeners and clusters, and a BOOTSTRAP patch has no effect since 1.21. A MERGE on a \
                cluster whose value has a transport_socket merges that alone. Istio checks no numbers; a field that it does not know is dropped with \
                a warning. tcp_keepalive of a listener is known from 1.29 on. In a value all numbers pass through a float: 60.0 is taken.
                """,
            sources: [
                "pilot/pkg/networking/core/envoyfilter of Istio main (2026-08)", "pkg/config/validation/envoyfilter/envoyfilter.go",
                "pilot/pkg/model/envoyfilter.go",
            ]),
        read: EnvoyFilter.read)
}

private enum EnvoyFilter {
    static let settings = EnvoySettings(
        [.listener, .cluster], spelling: .snake, listener: "spec.configPatches[].patch.value.",
        cluster: "spec.configPatches[].patch.value.",
        keepaliveServed: .since(Release(1, 29)), unserved: "Istio drops a field that it does not know, with a warning"
    ) { message, members in
        let (applyTo, match) = message == .listener ? ("LISTENER", "context: GATEWAY") : ("CLUSTER", "cluster: {name: backend}")
        return Istio.specimen(
            "EnvoyFilter", version: "v1alpha3",
            "configPatches: [{applyTo: \(applyTo), match: {\(match)}, patch: {operation: MERGE, value: {\(members)}}}]")
    }

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        for field: StaticString in ["workloadSelector"] {
            if let node = spec[field] { reading.attachments.append(node) }
        }
        if let references = spec["targetRefs"] { reading.attach(references) }
        guard let patches = reading.container("configPatches", of: spec, .sequence) else { return }
        for (position, patch) in patches.elements.enumerated() {
            guard position < ReadingLimits.configurations else {
                return reading.note(.configurations, at: patches, isError: true)
            }
            if patch.kind == .mapping { readPatch(patch, position, into: &reading) }
        }
    }

    private static func readPatch(_ patch: ManifestNode, _ position: Int, into reading: inout PolicyReading) {
        guard let change = reading.container("patch", of: patch, .mapping), let value = change["value"], value.kind == .mapping,
            let setting = value.tree.firstValue(below: value, where: { key in fieldNames.contains { key.hasText($0) } })
        else { return }
        let place = Place(setting, .key)
        let applyTo = patch["applyTo"]?.text(atMost: 64) ?? ""
        let operation = change["operation"]?.text(atMost: 64) ?? ""
        if applyTo == "BOOTSTRAP" {
            reading.notApplied.append(
                NotApplied(place, "no release of Istio since 1.21 applies a BOOTSTRAP patch", remedy: "patch a LISTENER or a CLUSTER"))
            return
        }
        guard applyTo == "LISTENER" || applyTo == "CLUSTER" else {
            reading.notApplied.append(
                NotApplied(
                    place, "a patch of \(quoted(applyTo)) cannot hold socket options or keepalive",
                    remedy: "write applyTo: LISTENER or CLUSTER, and the field in it"))
            return
        }
        if operation == "REPLACE" || operation == "REMOVE" {
            reading.notApplied.append(
                NotApplied(
                    place, "Istio \(operation == "REPLACE" ? "ignores REPLACE" : "reads no value of REMOVE") for a \(applyTo)",
                    remedy: "write operation: MERGE"))
            return
        }
        let match = patch["match"]
        let identity = "\(applyTo) \(match?.canonicalText ?? "")"
        let reader = EnvoyReader(settings: settings)
        if applyTo == "LISTENER" {
            reader.readListener(
                value,
                from: EnvoyReader.Origin(
                    title: "the listeners of configPatches[\(position)]", identity: identity, transport: transport(of: match, value)),
                into: &reading)
            return
        }
        if operation == "MERGE", value.field("transport_socket", "transportSocket") != nil {
            reading.notApplied.append(
                NotApplied(
                    place, "of a MERGE on a CLUSTER with a transport_socket Istio merges that alone, and drops the rest",
                    remedy: "write the keepalive in a patch of its own", loses: .keepalive))
            return
        }
        reader.readCluster(
            value, from: EnvoyReader.Origin(title: "the clusters of configPatches[\(position)]", identity: identity), into: &reading)
    }

    /// What the listeners carry that a patch matches: by their names, or by what the patch itself adds.
    private static func transport(of match: ManifestNode?, _ value: ManifestNode) -> SocketTarget.Transport? {
        guard let name = match?["listener"]?["name"], name.kind == .string else { return nil }
        let text = name.text(atMost: 256)
        guard name.hasPrefix("udp_") || SocketTarget.namesDatagrams(text) else { return nil }
        return .datagrams(clause: "the patch matches the listener \(quoted(text))")
    }

    private static let fieldNames: [StaticString] = [
        "socket_options", "socketOptions", "tcp_keepalive", "tcpKeepalive",
    ]
}
