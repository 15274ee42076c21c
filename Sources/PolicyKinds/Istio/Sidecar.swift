import Manifests

extension PolicyKind {
    /// Sidecar of networking.istio.io: keepalive between the proxy and the application that it stands beside.
    static let istioSidecar: PolicyKind = PolicyKind(
        group: Istio.group, kind: "Sidecar", versions: Istio.versions, resource: "sidecars", product: .istio, settings: Sidecar.settings,
        documentation: Documentation(
            reads: "spec.inboundConnectionPool.tcp.tcpKeepalive, and connectionPool.tcp.tcpKeepalive of an entry of spec.ingress.",
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive of the inbound cluster: of connections to the application, over loopback. \
                It replaces a DestinationRule's pool whole. Values as in a DestinationRule.
                """,
            sources: ["pilot/pkg/networking/core/cluster_builder.go of Istio main (2026-08)", "CRD of Istio 1.31"]),
        read: Sidecar.read)
}

private enum Sidecar {
    static let general = SettingPath(
        "spec.inboundConnectionPool.tcp.tcpKeepalive", .keepalive(Istio.poolKeepalive), becomes: .clusterKeepalive,
        availability: .since(Release(1, 21)),
        specimen: Istio.specimen("Sidecar", "inboundConnectionPool: {tcp: {tcpKeepalive: SETTING}}"))
    static let port = SettingPath(
        "spec.ingress[].connectionPool.tcp.tcpKeepalive", .keepalive(Istio.poolKeepalive), becomes: .clusterKeepalive,
        availability: .since(Release(1, 21)),
        specimen: Istio.specimen(
            "Sidecar", "ingress: [{port: {number: 8080, protocol: HTTP, name: http}, connectionPool: {tcp: {tcpKeepalive: SETTING}}}]"))
    static let settings = [general, port]

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        if let selector = spec["workloadSelector"] { reading.attachments.append(selector) }
        let pool = IstioConnectionPool(setting: general, settings: settings)
        pool.readStrayFields(
            of: spec, "spec", "spec",
            except: ["workloadSelector", "ingress", "egress", "inboundConnectionPool", "outboundTrafficPolicy"], into: &reading)
        let target = SocketTarget("the application", identity: "application", isGeneral: true)
        pool.read(in: spec, "inboundConnectionPool", here: "spec", for: target, into: &reading)
        let hasGeneral = IstioConnectionPool.keepalive(in: spec, "inboundConnectionPool") != nil
        guard let entries = reading.container("ingress", of: spec, .sequence) else { return }
        for (position, entry) in entries.elements.enumerated() {
            guard position < ReadingLimits.configurations else {
                return reading.note(.configurations, at: entries, isError: true)
            }
            guard entry.kind == .mapping else { continue }
            let number = entry["port"]?["number"].flatMap { $0.wholeNumber.value }
            let name = number.map { "port \($0)" } ?? "a port"
            let here = "spec.ingress[\(position)]"
            let own = IstioConnectionPool(setting: port, settings: settings)
            own.readStrayFields(
                of: entry, "spec.ingress[]", here, except: ["port", "bind", "captureMode", "defaultEndpoint", "tls", "connectionPool"],
                into: &reading)
            own.read(
                in: entry, here: here, for: SocketTarget("the application's \(name)", identity: "application \(name)"), into: &reading)
            guard hasGeneral, let node = entry["connectionPool"], node.kind == .mapping, IstioConnectionPool.keepalive(in: entry) == nil
            else { continue }
            reading.overrides.append("application \(name)")
            reading.replacedDefaults.append(
                ReplacedDefault(
                    node: node, missing: "tcp.tcpKeepalive",
                    clause: "the connectionPool of \(name) replaces spec.inboundConnectionPool whole", of: target,
                    remedy: "repeat tcpKeepalive in it"))
        }
    }
}
