import Manifests

/// Istio: what its kinds share.
///
/// Sources: istio/istio main (2026-08) and its tags up to 1.31, istio/api (2026-07), sail-operator's CRDs (2026-08). Which Envoy a release
/// ships is inferred from the dates of its protobufs and not verified.
extension Product {
    static let istio: Product = Product(
        name: "istio", title: "Istio",
        envoys: [(Release(1, 28), Release(1, 36)), (Release(1, 29), Release(1, 37)), (Release(1, 30), Release(1, 38))])
}

enum Istio {
    static let group = "networking.istio.io"
    /// All three are served, with one schema.
    static let versions = ["v1", "v1beta1", "v1alpha3"]

    /// TcpKeepalive of a connection pool: Go durations of 1 ms and more, cut to whole seconds, so that less than a second comes to 0; 0 probes
    /// are as if they were not there (pilot/pkg/networking/core/cluster.go; the CRD's rules).
    static let poolKeepalive = block(minimum: 1_000_000, zero: .switchesOff(sinceEnvoy: Envoy.firstWithListenerKeepalive))
    /// The same of the mesh's configuration, which nobody checks: 0s is taken.
    static let meshKeepalive = block(minimum: 0, zero: .switchesOff(sinceEnvoy: Envoy.firstWithListenerKeepalive))
    /// The same of the services in a proxy's configuration: a time below a second is left out (pkg/bootstrap/option/convert.go).
    static let serviceKeepalive = block(minimum: 0, zero: .ignored)

    private static func block(minimum: Int64, zero: FieldForm.Zero) -> BlockForm {
        let syntax = DurationSyntax(minimum: minimum, words: "a duration with its unit") { GoDuration($0) != nil }
        let duration = FieldForm(.duration(syntax), fraction: .truncates, zero: zero)
        return BlockForm(
            "tcpKeepalive", idle: ("time", duration), interval: ("interval", duration), count: ("probes", FieldForm(.count, zero: .ignored))
        )
    }

    /// An object with a setting in its spec.
    static func specimen(_ kind: String, group: String = group, version: String = "v1", _ spec: String) -> Specimen {
        Specimen(
            """
            apiVersion: \(group)/\(version)
            kind: \(kind)
            metadata: {name: example, namespace: default}
            spec:
            \(spec.split(separator: "\n").map { "  \($0)\n" }.joined())
            """)
    }
}

/// A `connectionPool` of Istio's, wherever it stands.
struct IstioConnectionPool {
    /// The setting within the pool.
    let setting: SettingPath
    /// All settings of the kind.
    let settings: [SettingPath]

    /// The keepalive of the policy, entry or object that has the pool.
    static func keepalive(in holder: ManifestNode?, _ field: StaticString = "connectionPool") -> ManifestNode? {
        holder?[field]?["tcp"]?["tcpKeepalive"].flatMap { $0.kind == .null ? nil : $0 }
    }

    /// Reads the pool in a field of its holder.
    /// - Parameter here: the holder's path in the object.
    func read(
        in holder: ManifestNode, _ field: StaticString = "connectionPool", here: String, for target: SocketTarget,
        into reading: inout PolicyReading
    ) {
        guard let pool = reading.container(field, of: holder, .mapping) else { return }
        let path = SettingPath.steps(of: setting.path).dropLast(2).joined(separator: ".")
        let poolHere = "\(here).\(field)"
        readStrayFields(of: pool, path, poolHere, except: ["tcp", "http"], into: &reading)
        guard let tcp = reading.container("tcp", of: pool, .mapping) else { return }
        readStrayFields(
            of: tcp, path + ".tcp", poolHere + ".tcp",
            except: ["maxConnections", "connectTimeout", "tcpKeepalive", "maxConnectionDuration", "idleTimeout"], into: &reading)
        guard let block = tcp["tcpKeepalive"], case .keepalive(let form) = setting.holds else { return }
        let http = pool["http"]
        let idle = http?["idleTimeout"] ?? tcp["idleTimeout"]
        let ping = http?["http2KeepAlive"]
        reading.add(
            SocketConfiguration(
                setting: setting, target: target, settings: .keepalive(KeepaliveBlock(block, as: form, into: &reading)),
                application: ApplicationTimeouts(
                    idleTimeoutPath: "\(poolHere).\(http?["idleTimeout"] == nil ? "tcp" : "http").idleTimeout",
                    idleTimeout: idle?.duration ?? .absent, http2PingInterval: ping?["interval"]?.duration ?? .absent,
                    http2PingTimeout: ping?["timeout"]?.duration ?? .absent)))
    }

    /// Looks for misspelt and misplaced fields in a map on the way to the pool.
    func readStrayFields(
        of mapping: ManifestNode, _ path: String, _ here: String, except known: [StaticString], into reading: inout PolicyReading
    ) {
        guard case .keepalive(let form) = setting.holds else { return }
        reading.readStrayFields(of: mapping, path: path, here: here, except: known, settings: settings, block: form)
    }
}

extension SettingPath {
    /// The steps of a path.
    static func steps(of path: String) -> [String] { path.split(separator: ".").map(String.init) }
}
