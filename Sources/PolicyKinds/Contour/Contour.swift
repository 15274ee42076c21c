import Manifests
import SocketOptions

/// Contour: what its kinds and its configuration file share.
///
/// Sources: projectcontour/contour of 2026-08-18 and its tags: internal/envoy/v3/socket_options.go, internal/xdscache/v3/listener.go,
/// internal/contourconfig/contourconfiguration.go, pkg/config/parameters.go, versions.yaml, and the CRDs.
extension Product {
    static let contour: Product = Product(
        name: "contour", title: "Contour",
        envoys: [(Release(1, 32), Release(1, 34)), (Release(1, 33), Release(1, 35))])
}

enum Contour {
    static let group = "projectcontour.io"

    /// Its own names of the two fields: the CRDs write the one, the file the other.
    struct Names: Sendable {
        let socketOptions: StaticString
        let trafficClass: StaticString
        let familyRemedy: String

        static let customResource = Names(
            socketOptions: "socketOptions", trafficClass: "trafficClass",
            familyRemedy: "set the address of both envoy.http and envoy.https to \"::\" (they are 0.0.0.0 by default)")
        static let file = Names(
            socketOptions: "socket-options", trafficClass: "traffic-class",
            familyRemedy:
                "start contour with --envoy-service-http-address and --envoy-service-https-address \"::\" (they are 0.0.0.0 by default)")
    }

    /// `tos` and `trafficClass`, 0 to 255; 0 is no option. All options are in STATE_LISTENING (socket_options.go).
    static func fields(_ names: Names) -> OptionFields {
        OptionFields(
            [("tos", OptionKey(0, 1)), ("\(names.trafficClass)", OptionKey(41, 67))], range: 0...255, state: .listening,
            familyRemedy: names.familyRemedy)
    }

    /// What every HTTP, HTTPS and TCP listener of Contour's has since 1.7, before the two.
    private static let keepalive = ProductOptions(
        [(OptionKey(1, 9), 1), (OptionKey(6, 4), 45), (OptionKey(6, 5), 5), (OptionKey(6, 6), 9)], .list(.listening),
        clause: "Contour sets the keepalive of its listeners to 45 s idle, 5 s interval and 9 probes", remedy: "leave it to Contour")

    static func setting(_ path: String, _ names: Names, product: Product? = nil, specimen: Specimen) -> SettingPath {
        SettingPath(
            path, .fields(fields(names)), becomes: .listenerOptions, availability: .since(Release(1, 26)), product: product, own: keepalive,
            specimen: specimen)
    }

    /// Reads `listener`.
    static func read(
        _ listener: ManifestNode, _ setting: SettingPath, _ names: Names, path: String, family: ListenerFamily,
        _ application: ApplicationTimeouts, into reading: inout PolicyReading
    ) {
        reading.readStrayFields(
            of: listener, path: setting.parentPath, here: path, except: [names.socketOptions], settings: [setting], block: nil)
        guard case .fields(let fields) = setting.holds, let map = reading.container(names.socketOptions, of: listener, .mapping) else {
            return
        }
        for (key, value) in map.entries where !fields.fields.contains(where: { key.isText($0.name) }) {
            guard reading.takesStrayField(at: map) else { continue }
            let own = fields.fields.map(\.name)
            reading.add(
                StrayField(
                    key: key, value: value, owner: .mapping("\(path).\(names.socketOptions)"),
                    meaning: spelling(of: key.text(atMost: 65), among: own).map { .spelling(of: $0, value: nil) } ?? .unknown(fields: own)))
        }
        reading.add(
            SocketConfiguration(
                setting: setting, target: SocketTarget("the HTTP and HTTPS listeners", identity: "listeners", family: family),
                settings: .options(SocketOptionList(map, of: fields, into: &reading)), application: application))
    }

    /// What the listeners bind: one list is for both, so where one of them is IPv4 an IPv6 option fails there. "::" takes IPv4 as well.
    static func family(http: ManifestNode?, https: ManifestNode?) -> ListenerFamily {
        let families = [http, https].map { listener -> ListenerFamily in
            guard let address = listener?["address"], address.kind == .string, !address.hasText("") else { return .ipv4 }
            if address.hasText("::") { return .dual }
            return EnvoyAddress.family(of: address.text(atMost: 64)) == .ipv6 ? .ipv6 : .ipv4
        }
        return families.contains(.ipv4) ? .ipv4 : families.contains(.dual) ? .dual : .ipv6
    }

    /// What ContourConfiguration's spec and ContourDeployment's runtimeSettings have in common.
    static func readRuntime(_ runtime: ManifestNode, _ setting: SettingPath, path: String, into reading: inout PolicyReading) {
        reading.readMisspelt("envoy", of: runtime, here: path, except: runtimeFields)
        guard let envoy = reading.container("envoy", of: runtime, .mapping) else { return }
        reading.readMisspelt("listener", of: envoy, here: "\(path).envoy", except: envoyFields)
        reading.readStrayFields(
            of: envoy, path: "\(path).envoy", here: "\(path).envoy", except: envoyFields, settings: [setting], block: nil)
        guard let listener = reading.container("listener", of: envoy, .mapping) else { return }
        read(
            listener, setting, .customResource, path: "\(path).envoy.listener",
            family: family(http: envoy["http"], https: envoy["https"]),
            ApplicationTimeouts(
                idleTimeoutPath: "\(path).envoy.timeouts.connectionIdleTimeout",
                idleTimeout: envoy["timeouts"]?["connectionIdleTimeout"]?.duration ?? .absent), into: &reading)
    }

    private static let runtimeFields: [StaticString] = [
        "debug", "enableExternalNameService", "envoy", "featureFlags", "gateway", "globalExtAuth", "health", "httpproxy", "ingress",
        "metrics",
        "policy", "rateLimitService", "tracing", "xdsServer",
    ]
    private static let envoyFields: [StaticString] = [
        "clientCertificate", "cluster", "defaultHTTPVersions", "health", "http", "https", "listener", "logging", "metrics", "network",
        "omEnforcedHealth", "runtimeSettings", "service", "timeouts",
    ]

    static let becomes = """
        One raw list for every HTTP, HTTPS and TCP listener, all in STATE_LISTENING: SO_KEEPALIVE 1, TCP_KEEPIDLE 45, TCP_KEEPINTVL 5 and \
        TCP_KEEPCNT 9, which no setting changes, then IP_TOS and IPV6_TCLASS where they are not 0. Contour binds 0.0.0.0 by default, where \
        IPV6_TCLASS is refused after listen(2): Envoy drops the listener and acknowledges the update. "::" takes both families, and IP_TOS then \
        reaches IPv4 alone. Values beyond 0 to 255 are refused.
        """
    static let sources = [
        "projectcontour/contour (2026-08): internal/envoy/v3/socket_options.go, internal/xdscache/v3/listener.go, pkg/config/parameters.go",
        "CRDs of projectcontour/contour (2026-08)",
    ]
}
