import Manifests

extension PolicyKind {
    /// DestinationRule of networking.istio.io: keepalive of connections to a service, for all of it, for a port, for a subset, for a port of a
    /// subset.
    static let destinationRule: PolicyKind = PolicyKind(
        group: Istio.group, kind: "DestinationRule", versions: Istio.versions, resource: "destinationrules", product: .istio,
        settings: DestinationRule.settings,
        documentation: Documentation(
            reads: """
                connectionPool.tcp.tcpKeepalive in spec.trafficPolicy, in an entry of its portLevelSettings, in the trafficPolicy of a subset, and in \
                a port's entry there; beside it the idle timeouts and HTTP/2's keepalive.
                """,
            becomes: """
                Envoy's Cluster.upstream_connection_options.tcp_keepalive, never a listener's. Durations are Go's, cut to whole seconds: 1 to 999 ms \
                come to 0, which switches keepalive off with Envoy 1.37 and later and makes every connection fail with older ones. 0s is refused; 0 \
                probes are as if they were not there; an empty block switches keepalive on with the kernel's defaults. Fields that are left out come \
                from MeshConfig.tcpKeepalive. A connectionPool replaces the one above it whole, and an entry for a port everything. kgateway reads a \
                DestinationRule too, but its keepalive only beside outlierDetection.
                """,
            sources: [
                "pilot/pkg/networking/core/cluster.go and pilot/pkg/model/destination_rule.go of Istio main (2026-08)",
                "pkg/config/validation/agent/validation.go", "CRD of Istio 1.31",
                "pkg/kgateway/extensions2/plugins/destrule of kgateway main (2026-08)",
            ]),
        read: DestinationRule.read)
}

private enum DestinationRule {
    static let general = setting("spec.trafficPolicy", "host: example\ntrafficPolicy: {", "}")
    static let port = setting(
        "spec.trafficPolicy.portLevelSettings[]", "host: example\ntrafficPolicy: {portLevelSettings: [{port: {number: 8080}, ", "}]}")
    static let subset = setting(
        "spec.subsets[].trafficPolicy", "host: example\nsubsets: [{name: v1, labels: {version: v1}, trafficPolicy: {", "}}]")
    static let subsetPort = setting(
        "spec.subsets[].trafficPolicy.portLevelSettings[]",
        "host: example\nsubsets: [{name: v1, trafficPolicy: {portLevelSettings: [{port: {number: 8080}, ", "}]}}]")
    static let settings = [general, port, subset, subsetPort]

    /// - Parameters:
    ///   - before: what stands before the connection pool in a spec.
    ///   - after: what stands behind it.
    private static func setting(_ path: String, _ before: String, _ after: String) -> SettingPath {
        SettingPath(
            path + ".connectionPool.tcp.tcpKeepalive", .keepalive(Istio.poolKeepalive), becomes: .clusterKeepalive,
            specimen: Istio.specimen("DestinationRule", before + "connectionPool: {tcp: {tcpKeepalive: SETTING}}" + after))
    }

    @Sendable static func read(_ object: ManifestNode, into reading: inout PolicyReading) {
        guard let spec = reading.container("spec", of: object, .mapping) else { return }
        for field: StaticString in ["host", "workloadSelector"] {
            if let node = spec[field] { reading.attachments.append(node) }
        }
        pool(general).readStrayFields(
            of: spec, "spec", "spec", except: ["host", "trafficPolicy", "subsets", "exportTo", "workloadSelector"], into: &reading)
        let target = SocketTarget("the service", identity: "service", isGeneral: true)
        var keepalive: (target: SocketTarget, path: String)?
        if let policy = reading.container("trafficPolicy", of: spec, .mapping) {
            if IstioConnectionPool.keepalive(in: policy) != nil { keepalive = (target, "spec.trafficPolicy") }
            readPolicy(policy, "spec.trafficPolicy", (general, port), target, nil, into: &reading)
        }
        guard let subsets = reading.container("subsets", of: spec, .sequence) else { return }
        for (position, subset) in subsets.elements.enumerated() {
            guard position < ReadingLimits.configurations else {
                return reading.note(.configurations, at: subsets, isError: true)
            }
            guard subset.kind == .mapping, let policy = reading.container("trafficPolicy", of: subset, .mapping) else { continue }
            let name = subset["name"].map { quoted($0.text(atMost: 256)) } ?? "without a name"
            reading.overrides.append("subset \(name)")
            readPolicy(
                policy, "spec.subsets[\(position)].trafficPolicy", (Self.subset, subsetPort),
                SocketTarget("the subset \(name)", identity: "subset \(name)"), keepalive, into: &reading)
        }
    }

    private static func pool(_ setting: SettingPath) -> IstioConnectionPool { IstioConnectionPool(setting: setting, settings: settings) }

    /// A traffic policy and its entries for ports.
    /// - Parameter above: whose keepalive a connection pool here replaces, and where that stands.
    private static func readPolicy(
        _ policy: ManifestNode, _ here: String, _ paths: (own: SettingPath, port: SettingPath), _ target: SocketTarget,
        _ above: (target: SocketTarget, path: String)?, into reading: inout PolicyReading
    ) {
        let path = SettingPath.steps(of: paths.own.path).dropLast(3).joined(separator: ".")
        pool(paths.own).readStrayFields(of: policy, path, here, except: fields, into: &reading)
        pool(paths.own).read(in: policy, here: here, for: target, into: &reading)
        noteReader(of: policy, into: &reading)
        let own = IstioConnectionPool.keepalive(in: policy)
        if let above, own == nil, let node = policy["connectionPool"], node.kind == .mapping {
            reading.replacedDefaults.append(
                ReplacedDefault(
                    node: node, missing: "tcp.tcpKeepalive",
                    clause: "the connectionPool of \(target.title) replaces that of \(above.path) whole", of: above.target,
                    remedy: "repeat tcpKeepalive in it"))
        }
        let inForce = own != nil ? (target, here) : policy["connectionPool"] == nil ? above : nil
        guard let entries = reading.container("portLevelSettings", of: policy, .sequence) else { return }
        for (position, entry) in entries.elements.enumerated() {
            guard position < ReadingLimits.configurations else {
                return reading.note(.configurations, at: entries, isError: true)
            }
            guard entry.kind == .mapping else { continue }
            let number = entry["port"]?["number"].flatMap { $0.wholeNumber.value }
            let port = number.map { "port \($0)" } ?? "a port"
            let owner = target.isGeneral ? "" : " of \(target.title)"
            reading.overrides.append("\(target.identity) \(port)")
            if let inForce, IstioConnectionPool.keepalive(in: entry) == nil {
                reading.replacedDefaults.append(
                    ReplacedDefault(
                        node: entry, missing: "connectionPool.tcp.tcpKeepalive",
                        clause: "the entry for \(port)\(owner) replaces everything of \(inForce.1)", of: inForce.0,
                        remedy: "repeat tcpKeepalive in its connectionPool"))
            }
            let portHere = "\(here).portLevelSettings[\(position)]"
            pool(paths.port).readStrayFields(
                of: entry, path + ".portLevelSettings[]", portHere, except: fields + ["port"], into: &reading)
            pool(paths.port).read(
                in: entry, here: portHere, for: SocketTarget("\(port)\(owner)", identity: "\(target.identity) \(port)"), into: &reading)
            noteReader(of: entry, into: &reading)
        }
    }

    /// kgateway reads DestinationRules as well, where it is the one that is installed.
    private static func noteReader(of policy: ManifestNode, into reading: inout PolicyReading) {
        guard let block = IstioConnectionPool.keepalive(in: policy), policy["outlierDetection"] == nil else { return }
        reading.notApplied.append(
            NotApplied(
                Place(block, .key), "kgateway reads a DestinationRule's keepalive only where the same traffic policy has outlierDetection",
                remedy: "add outlierDetection, or write a BackendConfigPolicy", loses: .keepalive,
                onlyWith: NotApplied.Reader(product: Product.kgateway.name, without: Product.istio.name)))
    }

    /// A traffic policy's fields up to 1.31.
    private static let fields: [StaticString] = [
        "connectionPool", "loadBalancer", "outlierDetection", "tls", "portLevelSettings", "tunnel", "proxyProtocol", "retryBudget",
    ]
}
