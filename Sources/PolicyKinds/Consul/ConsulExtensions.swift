import Manifests
import SocketOptions

/// `spec.envoyExtensions` of ProxyDefaults and ServiceDefaults: patches of builtin/property-override, which set typed fields by their paths.
///
/// Paths are snake_case; what is missing on the way is made; nothing leads into lists; a value is a scalar or a map of scalars, and numbers
/// are cast without a look at their range (agent/envoyextensions/builtin/property-override). Since Consul 1.16 (unverified).
enum ConsulExtensions {
    static func setting(_ kind: String) -> SettingPath {
        SettingPath(
            "spec.envoyExtensions[].arguments.Patches[].Value", .keepalive(form), becomes: .clusterKeepalive,
            availability: .since(Release(1, 16)), unserved: "it refuses the extension",
            specimen: Specimen(
                """
                apiVersion: consul.hashicorp.com/v1alpha1
                kind: \(kind)
                metadata: {name: \(kind == "ProxyDefaults" ? "global" : "web")}
                spec:
                  envoyExtensions:
                  - name: builtin/property-override
                    arguments:
                      ProxyType: connect-proxy
                      Patches:
                      - ResourceFilter: {ResourceType: cluster, TrafficDirection: outbound}
                        Op: add
                        Path: /upstream_connection_options/tcp_keepalive
                        Value: SETTING

                """))
    }

    private static let form = BlockForm(
        "tcp_keepalive", idle: ("keepalive_time", number(.seconds)), interval: ("keepalive_interval", number(.seconds)),
        count: ("keepalive_probes", number(.count)))

    private static func number(_ unit: FieldForm.Unit) -> FieldForm {
        FieldForm(unit, fraction: .truncates, zero: .switchesOff(sinceEnvoy: Envoy.firstWithListenerKeepalive))
    }

    static func read(_ spec: ManifestNode, _ setting: SettingPath, into reading: inout PolicyReading) {
        guard let extensions = reading.container("envoyExtensions", of: spec, .sequence) else { return }
        for (position, item) in extensions.elements.enumerated() where item["name"]?.hasText("builtin/property-override") == true {
            guard let arguments = reading.container("arguments", of: item, .mapping),
                let patches = reading.container("Patches", of: arguments, .sequence)
            else { continue }
            var singles = Singles()
            for patch in patches.elements
            where patch.kind == .mapping && patch["Op"]?.hasText("remove") != true && !reading.passesOver(patches) {
                read(patch, setting, at: position, &singles, into: &reading)
            }
            for filter in singles.order {
                guard let found = singles.byFilter[filter] else { continue }
                add(setting, KeepaliveBlock(found.first, as: form, values: found.values), filter, at: position, into: &reading)
            }
        }
    }

    /// Patches of single fields, by what they are for.
    private struct Singles {
        var order: [String] = []
        var byFilter: [String: (first: ManifestNode, values: [KeepaliveRole: ManifestNode])] = [:]
    }

    private static func read(
        _ patch: ManifestNode, _ setting: SettingPath, at position: Int, _ singles: inout Singles, into reading: inout PolicyReading
    ) {
        guard let pathNode = patch["Path"], pathNode.kind == .string, pathNode.span.end - pathNode.span.start <= 256 else { return }
        let path = pathNode.text.split(separator: "/").map(String.init)
        guard let last = path.last else { return }
        let isListener = patch["ResourceFilter"]?["ResourceType"]?.hasText("listener") == true
        if let problem = problem(with: path, isListener) {
            reading.notApplied.append(NotApplied(Place(pathNode), problem.clause, remedy: problem.remedy, loses: .keepalive))
            return
        }
        let filter = patch["ResourceFilter"]?.canonicalText ?? ""
        if path == block {
            guard let value = patch["Value"], value.kind != .null else { return }
            add(setting, KeepaliveBlock(value, as: form, into: &reading), filter, at: position, into: &reading)
        } else if path.dropLast() == block[...], let field = form.fields.first(where: { $0.name == last }) {
            guard let value = patch["Value"], value.kind != .null else { return }
            if singles.byFilter[filter] == nil { singles.order.append(filter) }
            singles.byFilter[filter, default: (value, [:])].values[field.role] = value
        }
    }

    private static let block = ["upstream_connection_options", "tcp_keepalive"]

    /// Why Consul refuses a patch that is about sockets; nil where it does not, or the path is none of ours.
    private static func problem(with path: [String], _ isListener: Bool) -> (clause: String, remedy: String)? {
        let camel = [
            "upstreamConnectionOptions", "tcpKeepalive", "socketOptions", "upstreamBindConfig", "keepaliveTime", "keepaliveInterval",
            "keepaliveProbes",
        ]
        if let step = path.first(where: camel.contains) {
            return (
                "Consul refuses the patch: property-override knows snake_case names alone, and `\(step)` is none",
                "write /\(block.joined(separator: "/")) and so on"
            )
        }
        if path.contains("socket_options") {
            return (
                "Consul refuses the patch: property-override has no way into lists such as socket_options",
                "use an escape hatch such as envoy_public_listener_json"
            )
        }
        guard path.contains("tcp_keepalive") else { return nil }
        if isListener {
            return (
                "Consul refuses the patch: it does not know tcp_keepalive of a listener (its Envoy API is older than 1.37)",
                "use an escape hatch with socket_options"
            )
        }
        let fields = form.fieldNames
        guard path.starts(with: block), path.count <= 3, path.count < 3 || fields.contains(path[2]) else {
            let meant = path.last.flatMap { spelling(of: $0, among: fields) }
            return (
                "Consul refuses the patch: a cluster has no field \(quoted(path.last ?? "")) at this place",
                "write /\((block + [meant].compactMap { $0 }).joined(separator: "/"))" + (meant == nil ? ", or one of its fields" : "")
            )
        }
        return nil
    }

    private static func add(
        _ setting: SettingPath, _ block: KeepaliveBlock, _ filter: String, at position: Int, into reading: inout PolicyReading
    ) {
        reading.add(
            SocketConfiguration(
                setting: setting,
                target: SocketTarget("the clusters that envoyExtensions[\(position)] patches", identity: "extension \(position) \(filter)"),
                settings: .keepalive(block)))
    }
}
