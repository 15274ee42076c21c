import Manifests
import PolicyKinds
import SocketOptions

extension Rule {
    static let perPortDropsKeepalive: Rule = Rule(
        code: "SW307", name: "per-port-drops-keepalive", severity: .warning,
        documentation: Documentation(
            finds: """
                A `spec.perPort` entry without tcpKeepalive beside a `spec.default` with it. Not where the default's keepalive is switched off by a 0. \
                An entry with a `tcpKeepalive: {}` of its own is a decision.
                """,
            why: "an entry replaces the default whole for its port (kgateway's API), so the listeners there have no TCP keepalive at all",
            example: Example(
                ports("{accessLog: []}"), mended: ports("{accessLog: []}", "tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}")),
            instead: "tcpKeepalive in the entry's listener as well"),
        check: .object { review in
            let isOnByDefault = review.keepalives.contains { $0.isTyped && $0.isOn && $0.configuration.subject == .listeners }
            guard isOnByDefault else { return [] }
            return review.object.ports.filter { !$0.hasKeepalive }.map { entry in
                let name = entry.port.map { "port \($0)" } ?? "a port"
                return Finding(
                    .perPortDropsKeepalive, at: Place(entry.node, .missing("listener.tcpKeepalive")),
                    "the perPort entry of \(name) replaces spec.default whole: its connections have no TCP keepalive; repeat tcpKeepalive in its "
                        + "listener",
                    instead: "repeat tcpKeepalive in the entry's listener")
            }
        })

    /// A policy with keepalive by default and one port of its own.
    private static func ports(_ httpSettings: String, _ keepalive: String? = nil) -> String {
        """
        apiVersion: gateway.kgateway.dev/v1alpha1
        kind: ListenerPolicy
        metadata:
          name: example
        spec:
          targetRefs:
          - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
          default:
            tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}
          perPort:
          - port: 8443
            listener:
              httpSettings: \(httpSettings)

        """ + (keepalive.map { "      \($0)\n" } ?? "")
    }
}
