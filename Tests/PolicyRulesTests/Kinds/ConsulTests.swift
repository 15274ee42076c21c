import PolicyKinds
import PolicyRules
import Testing

/// What users of Consul are told.
@Suite struct ConsulTests {
    /// ProxyDefaults with these lines of `config`.
    private static func config(_ lines: String...) -> String {
        "apiVersion: consul.hashicorp.com/v1alpha1\nkind: ProxyDefaults\nmetadata: {name: global}\nspec:\n  config:\n"
            + lines.map { "    \($0)\n" }.joined()
    }

    /// ProxyDefaults with one extension of these patches.
    private static func patches(_ patches: String...) -> String {
        "apiVersion: consul.hashicorp.com/v1alpha1\nkind: ProxyDefaults\nmetadata: {name: global}\nspec:\n  envoyExtensions:\n"
            + "  - name: builtin/property-override\n    arguments:\n      Patches:\n"
            + patches.map { "      - {\($0.hasPrefix("Op:") ? "" : "Op: add, ")\($0)}\n" }.joined()
    }

    private static func service(_ upstreams: String) -> String {
        "apiVersion: consul.hashicorp.com/v1alpha1\nkind: ServiceDefaults\nmetadata: {name: web}\nspec:\n  upstreamConfig: {\(upstreams)}\n"
    }

    private static let prefix = "envoy_gateway_remote_tcp_"
    private static let on = "\(prefix)enable_keepalive: true"
    private static let idle = "\(prefix)keepalive_time: 60"
    private static let interval = "\(prefix)keepalive_interval: 20"
    private static let count = "\(prefix)keepalive_probes: 3"
    private static let listenerType = #""@type": "type.googleapis.com/envoy.config.listener.v3.Listener""#
    private static let clusterType = #""@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster""#
    private static let keepalive =
        #""upstream_connection_options": {"tcp_keepalive": {"keepalive_time": 60, "keepalive_interval": 20, "keepalive_probes": 3}}"#
    private static let cluster = "ResourceFilter: {ResourceType: cluster, TrafficDirection: outbound}"
    private static let path = "Path: /upstream_connection_options/tcp_keepalive"
    private static let value = "spec.envoyExtensions[0].arguments.Patches[0].Value"

    static let typed: [KindCase] = [
        KindCase("good", config("protocol: http", on, idle, interval, count)),
        KindCase("weakly typed", config("\(prefix)enable_keepalive: \"true\"", "\(prefix)keepalive_time: \"60\"", interval, count)),
        KindCase(
            "the switch is missing", config(idle, interval, count),
            "SW408 error spec.config.\(prefix)keepalive_time: … without `\(prefix)enable_keepalive: true` … add it"),
        KindCase(
            "the switch is null", config("\(prefix)enable_keepalive: null", idle), "SW408 error spec.config.\(prefix)keepalive_time"),
        KindCase(
            "switched off", config("\(prefix)enable_keepalive: false", idle),
            "SW408 warning spec.config.\(prefix)keepalive_time: … write true"),
        KindCase("off and nothing else", config("\(prefix)enable_keepalive: 0")),
        KindCase(
            "a switch that is none", config("\(prefix)enable_keepalive: maybe", idle),
            "SW124 error spec.config.\(prefix)enable_keepalive: … true or false"),
        KindCase(
            "the switch alone", config(on),
            "SW203 warning spec.config.\(prefix)enable_keepalive: … add \(prefix)keepalive_time, for example 60"),
        KindCase(
            "zero", config(on, "\(prefix)keepalive_time: 0", interval, count),
            "SW204 info spec.config.\(prefix)enable_keepalive", "SW210 warning spec.config.\(prefix)enable_keepalive",
            "SW304 warning spec.config.\(prefix)keepalive_time: … takes it as not set"),
        KindCase(
            "a fraction", config(on, "\(prefix)keepalive_time: 60.5", interval, count),
            "SW306 warning spec.config.\(prefix)keepalive_time: … cuts the rest: it is 60 s"),
        KindCase(
            "less than one", config(on, idle, interval, "\(prefix)keepalive_probes: 0.5"),
            "SW204 info spec.config.\(prefix)enable_keepalive", "SW304 warning spec.config.\(prefix)keepalive_probes"),
        KindCase(
            "a fraction of a probe", config(on, idle, interval, "\(prefix)keepalive_probes: 3.5"),
            "SW306 warning spec.config.\(prefix)keepalive_probes: … whole numbers … it is 3"),
        KindCase("the largest", config(on, idle, interval, "\(prefix)keepalive_probes: 127"), "SW210 warning"),
        KindCase(
            "one above", config(on, idle, interval, "\(prefix)keepalive_probes: 128"),
            "SW305 error spec.config.\(prefix)keepalive_probes: … every connection to the backends of mesh and terminating gateways fails"),
        KindCase(
            "below", config(on, "\(prefix)keepalive_time: -1", interval, count), "SW303 error spec.config.\(prefix)keepalive_time"),
        KindCase(
            "a duration", config(on, "\(prefix)keepalive_time: 60s", interval, count),
            "SW302 error spec.config.\(prefix)keepalive_time: … whole number of seconds; write 60"),
        KindCase("null", config(on, "\(prefix)keepalive_time: null", interval, count), "SW204 info", "SW210 warning"),
        KindCase(
            "misspelt", config(on, "\(prefix)keepalive_tme: 60", interval, count),
            "SW301 error spec.config.\(prefix)keepalive_tme: … this configuration: did you mean `\(prefix)keepalive_time`?"),
        KindCase(
            "another product's name", config("tcpKeepalive: {}"),
            "SW301 error spec.config.tcpKeepalive: … `spec.config.\(prefix)enable_keepalive`"),
        KindCase(
            "one level too high",
            "apiVersion: consul.hashicorp.com/v1alpha1\nkind: ProxyDefaults\nspec: {\(prefix)enable_keepalive: true}\n",
            "SW301 error spec.\(prefix)enable_keepalive: … `spec.config.\(prefix)enable_keepalive`"),
        KindCase(
            "no map", "apiVersion: consul.hashicorp.com/v1alpha1\nkind: ProxyDefaults\nspec: {config: []}\n",
            "SW124 error spec.config: `config` is a list"),
        KindCase(
            "in a pod's annotation",
            "apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    consul.hashicorp.com/proxy-config-map: '{\"\(prefix)keepalive_time\": 60}'\n",
            "SW408 error metadata.annotations[consul.hashicorp.com/proxy-config-map]: \(prefix)keepalive_time: … `\(prefix)enable_keepalive: true`"
        ),
    ]

    static let hatches: [KindCase] = [
        KindCase("a cluster", config("envoy_local_cluster_json: '{\(clusterType), \(keepalive)}'")),
        KindCase(
            "without settings it is nobody's", config("envoy_local_cluster_json: '{\"name\": \"a\"}'", "envoy_public_listener_json: 5")),
        KindCase(
            "no type", config("envoy_local_cluster_json: '{\(keepalive)}'"),
            "SW408 error spec.config.envoy_local_cluster_json: … without the type of its message … envoy.config.cluster.v3.Cluster"),
        KindCase(
            "the other's type", config("envoy_local_cluster_json: '{\(listenerType), \(keepalive)}'"),
            "SW408 error spec.config.envoy_local_cluster_json: @type"),
        KindCase(
            "an unknown field loses the text",
            config(
                "envoy_public_listener_json: '{\(listenerType), \"socket_options\": [{\"level\": 6, \"name\": 1, \"int_value\": 1, \"x\": 1}]}'"
            ),
            "SW125 error spec.config.envoy_public_listener_json: socket_options[0].x: … refuses the whole text"),
        KindCase(
            "typed keepalive of a listener", config("envoy_public_listener_json: '{\(listenerType), \"tcp_keepalive\": {}}'"),
            "SW408 error spec.config.envoy_public_listener_json: tcp_keepalive: … refuses the whole text"),
        KindCase(
            "a map in place of the text", config("envoy_local_cluster_json: {\(keepalive)}"),
            "SW124 error spec.config.envoy_local_cluster_json: … a text that holds JSON"),
        KindCase(
            "YAML in place of JSON", config("envoy_local_cluster_json: 'upstream_connection_options: {tcp_keepalive: {}}'"),
            "SW124 error spec.config.envoy_local_cluster_json: … no JSON"),
        KindCase(
            "broken", config("envoy_local_cluster_json: '{\"tcp_keepalive\": '"),
            "SW124 error spec.config.envoy_local_cluster_json: … no readable"),
        KindCase(
            "a row of objects",
            config(
                "envoy_extra_static_clusters_json: '{\"name\": \"a\"}, {\"name\": \"b\", \"upstream_connection_options\": {\"tcp_keepalive\": {}}}'"
            ),
            "SW203 warning spec.config.envoy_extra_static_clusters_json: [1].upstream_connection_options.tcp_keepalive"),
        KindCase(
            "a static listener knows typed keepalive",
            config("envoy_extra_static_listeners_json: '{\"name\": \"a\", \"tcp_keepalive\": {}}'"),
            "SW203 warning spec.config.envoy_extra_static_listeners_json: [0].tcp_keepalive"),
        KindCase(
            "a bootstrap that is JSON before it is rendered",
            config(
                "envoy_bootstrap_json_tpl: '{\"node\": {\"id\": \"{{ .ProxyID }}\"}, \"admin\": {\"socket_options\": [{\"level\": 9, \"name\": 1, \"int_value\": 1}]}}'"
            ),
            "SW104 error spec.config.envoy_bootstrap_json_tpl: admin.socket_options[0].level",
            "SW203 warning spec.config.envoy_bootstrap_json_tpl: admin.socket_options[0].int_value"),
        KindCase(
            "an upstream's",
            service(
                "overrides: [{name: db, envoyClusterJSON: '{\(clusterType), \"upstream_connection_options\": {\"tcp_keepalive\": {\"keepalive_time\": 40000}}}'}]"
            ),
            "SW305 error spec.upstreamConfig.overrides[0].envoyClusterJSON: upstream_connection_options.tcp_keepalive.keepalive_time: … every connection to the upstream \"db\" fails"
        ),
        KindCase(
            "the default of upstreams",
            service(
                "defaults: {envoyListenerJSON: '{\(listenerType), \"socket_options\": [{\"level\": 5, \"name\": 6, \"int_value\": 1}]}'}"),
            "SW104 error spec.upstreamConfig.defaults.envoyListenerJSON: socket_options[0].level", "SW201 error"),
    ]

    static let extensions: [KindCase] = [
        KindCase(
            "the whole block", patches("\(cluster), \(path), Value: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}")),
        KindCase(
            "field by field",
            patches(
                "\(cluster), \(path)/keepalive_time, Value: 60", "\(cluster), \(path)/keepalive_interval, Value: 20",
                "\(cluster), \(path)/keepalive_probes, Value: 3")
        ),
        KindCase(
            "a field of what is not shown", patches("\(cluster), \(path)/keepalive_time, Value: 60"),
            "SW204 info \(value): keepalive_interval and keepalive_probes are left out"),
        KindCase(
            "one above", patches("\(cluster), \(path)/keepalive_probes, Value: 128"),
            "SW305 error \(value): … every connection to the clusters that envoyExtensions[0] patches fails"),
        KindCase("zero", patches("\(cluster), \(path)/keepalive_probes, Value: 0"), "SW304 warning \(value): … switch keepalive off"),
        KindCase(
            "camel case", patches("\(cluster), Path: /upstreamConnectionOptions/tcpKeepalive/keepaliveTime, Value: 60"),
            "SW408 error spec.envoyExtensions[0].arguments.Patches[0].Path: … snake_case names alone"),
        KindCase(
            "a list", patches("ResourceFilter: {ResourceType: listener}, Path: /socket_options, Value: 1"),
            "SW408 error spec.envoyExtensions[0].arguments.Patches[0].Path: … no way into lists"),
        KindCase(
            "a listener's", patches("ResourceFilter: {ResourceType: listener}, Path: /tcp_keepalive/keepalive_time, Value: 60"),
            "SW408 error spec.envoyExtensions[0].arguments.Patches[0].Path: … tcp_keepalive of a listener"),
        KindCase(
            "misspelt", patches("\(cluster), \(path)/keepalive_tim, Value: 60"),
            "SW408 error spec.envoyExtensions[0].arguments.Patches[0].Path: … keepalive_tim\" … write /upstream_connection_options/tcp_keepalive/keepalive_time"
        ),
        KindCase(
            "misplaced", patches("\(cluster), Path: /tcp_keepalive/keepalive_time, Value: 60"),
            "SW408 error spec.envoyExtensions[0].arguments.Patches[0].Path: … /upstream_connection_options/tcp_keepalive/keepalive_time"),
        KindCase("of something else", patches("\(cluster), Path: /connect_timeout/seconds, Value: 5", "Op: remove, \(path)")),
    ]

    @Test(arguments: typed) func isToldOfTypedKeys(_ kind: KindCase) throws { kind.check(try review(kind.yaml)) }
    @Test(arguments: hatches) func isToldOfHatches(_ kind: KindCase) throws { kind.check(try review(kind.yaml)) }
    @Test(arguments: extensions) func isToldOfExtensions(_ kind: KindCase) throws { kind.check(try review(kind.yaml)) }

    /// What goes into the bootstrap is Envoy's to know, whatever Consul runs.
    @Test func staticListenersNeedTheirEnvoy() throws {
        let yaml = Self.config("envoy_extra_static_listeners_json: '{\"name\": \"a\", \"tcp_keepalive\": {\"keepalive_time\": 60}}'")
        let old = try review(yaml) { $0.releases = ["envoy": Release(1, 36), "consul": Release(1, 21)] }
        #expect(old.lines("SW401").count == 1)
        #expect(try review(yaml) { $0.releases = ["envoy": Release(1, 37), "consul": Release(1, 21)] }.lines("SW401").isEmpty)
    }

    /// An error in one field stands only while no field beside it changes.
    @Test func theKeysAreOneBlock() throws {
        func identities(_ yaml: String) throws -> Set<FindingIdentity> {
            let reviewed = try review(yaml)
            let identifier = FindingIdentifier(of: reviewed.object)
            return Set(reviewed.review.findings.filter { $0.severity == .error }.map(identifier.identity))
        }
        let before = try identities(Self.config(Self.on, Self.idle, "\(Self.prefix)keepalive_probes: 128"))
        #expect(before == (try identities(Self.config(Self.on, Self.idle, "\(Self.prefix)keepalive_probes: 128 # the same"))))
        #expect(before != (try identities(Self.config(Self.on, "\(Self.prefix)keepalive_time: 70", "\(Self.prefix)keepalive_probes: 128"))))
    }
}
