import Manifests
import SocketOptions

/// Gloo (Gloo Gateway 1.x, Gloo Edge): what its kinds share.
///
/// Sources: the CRDs below install/helm/gloo/crds and projects/gloo/pkg/plugins/{listener,upstreamconn} of solo-io/gloo (2026-08-07), and the
/// Makefile's Envoy in the tags 1.17.0 to 1.22.0.
extension Product {
    static let gloo: Product = Product(
        name: "gloo", title: "Gloo",
        envoys: [
            (Release(1, 17), Release(1, 30)), (Release(1, 18), Release(1, 31)), (Release(1, 19), Release(1, 33)),
            (Release(1, 20), Release(1, 35)), (Release(1, 21), Release(1, 36)), (Release(1, 22), Release(1, 36)),
        ])
}

enum Gloo {
    static let gatewayGroup = "gateway.solo.io"
    static let group = "gloo.solo.io"

    /// The first release whose API has socketOptions.
    static let firstWithSocketOptions = Release(1, 7)

    /// Reads what stands below a listener's `options`.
    /// - Parameter here: the path of `options` in the object.
    static func readOptions(
        _ options: ManifestNode, _ setting: SettingPath, here: String, _ target: SocketTarget, _ application: ApplicationTimeouts,
        into reading: inout PolicyReading
    ) {
        reading.readStrayFields(
            of: options, path: setting.parentPath, here: here, except: optionFields, settings: [setting], block: nil)
        guard let list = options["socketOptions"] else { return }
        reading.add(
            SocketConfiguration(
                setting: setting, target: target,
                settings: .options(SocketOptionList(list, keys: .customResourceWithoutFilters, into: &reading)), application: application))
    }

    /// Notes socketOptions in a mapping whose `options` are those of HTTP or TCP, which have none.
    static func readMisplacedOptions(in mapping: ManifestNode?, here: String, _ setting: SettingPath, into reading: inout PolicyReading) {
        guard let mapping else { return }
        for (key, value) in mapping.entries where key.hasText("socketOptions") || key.hasText("socket_options") {
            guard reading.takesStrayField(at: mapping),
                let stray = StrayField(key: key, value: value, in: mapping, path: here, here: here, settings: [setting], block: nil)
            else { continue }
            reading.strayFields.append(stray)
        }
    }

    /// The shortest of the idle timeouts that a listener's parts set; where none is, the place for one.
    static func timeouts(_ parts: [(path: String, settings: ManifestNode?)], orAt path: String) -> ApplicationTimeouts {
        var shortest: (path: String, written: Written<GoDuration>, nanoseconds: Int64)?
        for part in parts {
            guard let written = part.settings?["idleTimeout"]?.duration, let value = written.value, value.nanoseconds > 0 else { continue }
            if let shortest, shortest.nanoseconds <= value.nanoseconds { continue }
            shortest = (part.path + ".idleTimeout", written, value.nanoseconds)
        }
        return ApplicationTimeouts(idleTimeoutPath: shortest?.path ?? path, idleTimeout: shortest?.written ?? .absent)
    }

    /// What a listener binds: Gloo lets "::" take IPv4 as well.
    static func family(of listener: ManifestNode) -> ListenerFamily? {
        guard let address = listener["bindAddress"], address.kind == .string else { return nil }
        let text = address.text(atMost: 64)
        return EnvoyAddress.family(of: text).flatMap { $0 == .ipv4 ? .ipv4 : text == "::" ? nil : .ipv6 }
    }

    /// ListenerOptions of Gloo's API, 1.17 to 1.22.
    private static let optionFields: [StaticString] = [
        "socketOptions", "accessLoggingService", "connectionBalanceConfig", "extensions", "listenerAccessLoggingService",
        "perConnectionBufferLimitBytes", "proxyProtocol", "tcpStats",
    ]

    /// What all of them make of a list.
    static let becomes = """
        Envoy's Listener.socket_options, one for one; a state that is left out is STATE_PREBIND. No number is checked. Gloo's message has neither \
        type nor ip_version.
        """
    static let optionSources = ["CRDs and projects/gloo/pkg/plugins/listener/plugin.go of solo-io/gloo (2026-08-07)"]
}
