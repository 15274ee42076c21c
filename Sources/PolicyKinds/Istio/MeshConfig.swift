import Manifests

/// MeshConfig: Istio's own configuration, in a ConfigMap, in an IstioOperator, in the Istio and IstioRevision of the sail operator; and a
/// part of it, ProxyConfig, in an annotation of pods.
enum MeshConfig {
    /// The settings below a path.
    struct Settings {
        let mesh: SettingPath
        let pool: SettingPath
        let metrics: SettingPath
        let accessLog: SettingPath
        let all: [SettingPath]

        /// - Parameters:
        ///   - prefix: the path of the MeshConfig with its point, "" where the document is one.
        ///   - specimen: a document around the members of a MeshConfig in flow style.
        init(_ prefix: String, specimen: (String) -> Specimen) {
            mesh = SettingPath(
                prefix + "tcpKeepalive", .keepalive(Istio.meshKeepalive), becomes: .clusterKeepalive, product: .istio,
                specimen: specimen("tcpKeepalive: SETTING"))
            pool = SettingPath(
                prefix + "defaultTrafficPolicy.connectionPool.tcp.tcpKeepalive", .keepalive(Istio.poolKeepalive),
                becomes: .clusterKeepalive,
                availability: .since(Release(1, 31)), unserved: "Istio drops a field that it does not know, in silence", product: .istio,
                specimen: specimen("defaultTrafficPolicy: {connectionPool: {tcp: {tcpKeepalive: SETTING}}}"))
            metrics = ProxyConfig.setting(prefix + "defaultConfig.", "envoyMetricsService") { specimen("defaultConfig: {\($0)}") }
            accessLog = ProxyConfig.setting(prefix + "defaultConfig.", "envoyAccessLogService") { specimen("defaultConfig: {\($0)}") }
            all = [mesh, pool, metrics, accessLog]
        }
    }

    /// Reads a MeshConfig.
    static func read(_ mesh: ManifestNode, _ settings: Settings, into reading: inout PolicyReading) {
        guard mesh.kind == .mapping else { return }
        let path = SettingPath.steps(of: settings.mesh.path).dropLast().joined(separator: ".")
        let here = Place(mesh).path(in: reading.object)
        reading.readStrayFields(
            of: mesh, path: path, here: here, except: ["tcpKeepalive"], settings: settings.all, block: Istio.meshKeepalive)
        let target = SocketTarget("every service of the mesh", identity: "mesh", isGeneral: true)
        if let block = mesh["tcpKeepalive"] {
            reading.add(
                SocketConfiguration(
                    setting: settings.mesh, target: target,
                    settings: .keepalive(KeepaliveBlock(block, as: Istio.meshKeepalive, into: &reading))))
        }
        if let policy = reading.container("defaultTrafficPolicy", of: mesh, .mapping) {
            IstioConnectionPool(setting: settings.pool, settings: settings.all).read(
                in: policy, here: "\(here.isEmpty ? "" : here + ".")defaultTrafficPolicy",
                for: SocketTarget("every service without a connectionPool of its own", identity: "default policy"), into: &reading)
        }
        if let proxy = reading.container("defaultConfig", of: mesh, .mapping) {
            ProxyConfig.read(proxy, settings.metrics, settings.accessLog, into: &reading)
        }
    }

    static let documentation = PolicyKind.Documentation(
        reads: """
            tcpKeepalive of the MeshConfig, the connection pool of its defaultTrafficPolicy, and the tcpKeepalive of defaultConfig's \
            envoyMetricsService and envoyAccessLogService.
            """,
        becomes: """
            Envoy's Cluster.upstream_connection_options.tcp_keepalive of every cluster of the mesh, below what a DestinationRule says, field by field. \
            Nobody checks tcpKeepalive: 0s and times below a second come to 0, which switches keepalive off with Envoy 1.37 and later and makes every \
            connection fail with older ones; 0 probes are as if they were not there. Times below a second of the two services are left out.
            """,
        sources: [
            "istio/api mesh/v1alpha1 (2026-07)",
            "pilot/pkg/networking/core/cluster.go and pkg/bootstrap/option/convert.go of Istio main (2026-08)",
            "operator/pkg/apis/types.go", "CRDs of sail-operator (2026-08)",
        ])
}

/// The part of a MeshConfig that a pod may have to itself.
enum ProxyConfig {
    static func setting(_ prefix: String, _ service: String, _ specimen: (String) -> Specimen) -> SettingPath {
        SettingPath(
            "\(prefix)\(service).tcpKeepalive", .keepalive(Istio.serviceKeepalive), becomes: .clusterKeepalive, product: .istio,
            specimen: specimen("\(service): {address: \"collector:9000\", tcpKeepalive: SETTING}"))
    }

    static func read(_ proxy: ManifestNode, _ metrics: SettingPath, _ accessLog: SettingPath, into reading: inout PolicyReading) {
        for (setting, field, title) in [
            (metrics, "envoyMetricsService" as StaticString, "the metrics service"),
            (accessLog, "envoyAccessLogService", "the access log service"),
        ] {
            guard let service = reading.container(field, of: proxy, .mapping), let block = service["tcpKeepalive"] else { continue }
            reading.add(
                SocketConfiguration(
                    setting: setting, target: SocketTarget(title, identity: title),
                    settings: .keepalive(KeepaliveBlock(block, as: Istio.serviceKeepalive, into: &reading))))
        }
    }
}

extension EmbeddedConfiguration {
    /// The mesh's configuration in the ConfigMap `istio`, or `istio-<revision>`; Higress' `higress-config` has it too.
    static let istioMeshConfig: EmbeddedConfiguration = EmbeddedConfiguration(
        in: .configMap, key: "mesh", settings: inConfigMap.all, recognizes: { _, key, _ in key.hasText("mesh") },
        read: { document, reading in MeshConfig.read(document, inConfigMap, into: &reading) })
    private static let inConfigMap = MeshConfig.Settings("") { members in
        Specimen("{\(members)}\n")
    }

    /// A pod's own ProxyConfig.
    static let istioProxyConfig: EmbeddedConfiguration = EmbeddedConfiguration(
        in: .podAnnotation("proxy.istio.io/config"), settings: [metrics, accessLog], isRefused: true,
        read: { document, reading in ProxyConfig.read(document, metrics, accessLog, into: &reading) })
    private static let metrics = ProxyConfig.setting("", "envoyMetricsService") { Specimen("{\($0)}") }
    private static let accessLog = ProxyConfig.setting("", "envoyAccessLogService") { Specimen("{\($0)}") }
}
