import Manifests
import PolicyKinds
import Testing

@Suite struct ConsulReadingTests {
    private func proxyDefaults(_ spec: String) throws -> PolicyObject {
        try object("{apiVersion: consul.hashicorp.com/v1alpha1, kind: ProxyDefaults, metadata: {name: global}, spec: \(spec)}")
    }

    /// The keys share a map with others; the block stands at its switch.
    @Test func readsTheKeysAsOneBlock() throws {
        let object = try proxyDefaults(
            """
            {config: {protocol: http, envoy_gateway_remote_tcp_keepalive_time: "60", envoy_gateway_remote_tcp_enable_keepalive: "1", \
            envoy_gateway_remote_tcp_keepalive_interval: 20.9, envoy_gateway_remote_tcp_keepalive_probes: 3}}
            """)
        let block = try keepalive(object)
        #expect(
            block.fields.map(\.reading) == [.value(60, hasFraction: false), .value(20, hasFraction: true), .value(3, hasFraction: false)])
        #expect(block.place.path(in: object.node) == "spec.config.envoy_gateway_remote_tcp_enable_keepalive")
        #expect(object.reading.strayFields.isEmpty && object.configurations.count == 1)
        #expect(
            block.form.spelling(idle: 60, interval: nil, count: 3)
                == "envoy_gateway_remote_tcp_enable_keepalive: true, envoy_gateway_remote_tcp_keepalive_time: 60, envoy_gateway_remote_tcp_keepalive_probes: 3"
        )
    }

    /// A weakly typed bool, as mapstructure and strconv read one.
    @Test(arguments: [
        ("true", true), ("false", false), ("1", true), ("0", false), ("2", true), ("0.5", true), ("\"T\"", true), ("\"TRUE\"", true),
        ("\"f\"", false),
        ("\"\"", false), ("null", false),
    ])
    func theSwitchIsWeaklyTyped(written: String, isOn: Bool) throws {
        let object = try proxyDefaults(
            "{config: {envoy_gateway_remote_tcp_enable_keepalive: \(written), envoy_gateway_remote_tcp_keepalive_time: 60}}")
        #expect(object.configurations.count == (isOn ? 1 : 0) && object.reading.notApplied.count == (isOn ? 0 : 1))
        #expect(object.reading.malformed.isEmpty)
    }

    /// Patches of single fields for the same resources are one block, for others another one.
    @Test func patchesOfOneFilterAreOneBlock() throws {
        let path = "Op: add, Path: /upstream_connection_options/tcp_keepalive"
        let object = try proxyDefaults(
            """
            {envoyExtensions: [{name: builtin/lua}, {name: builtin/property-override, arguments: {Patches: [
            {ResourceFilter: {ResourceType: cluster, TrafficDirection: outbound}, \(path)/keepalive_time, Value: 60},
            {ResourceFilter: {ResourceType: cluster, TrafficDirection: inbound}, \(path)/keepalive_time, Value: 30},
            {ResourceFilter: {TrafficDirection: outbound, ResourceType: cluster}, \(path)/keepalive_probes, Value: 3},
            {ResourceFilter: {ResourceType: cluster, TrafficDirection: outbound}, \(path)/keepalive_time, Value: 70}]}}]}
            """)
        let blocks = object.configurations.compactMap(\.keepalive)
        #expect(blocks.map(\.idle.reading) == [.value(70, hasFraction: false), .value(30, hasFraction: false)])
        #expect(blocks.map(\.count.reading) == [.value(3, hasFraction: false), .absent])
        #expect(Set(object.configurations.map(\.target.identity)).count == 2)
        #expect(object.configurations.allSatisfy { $0.target.title == "the clusters that envoyExtensions[1] patches" })
    }

    /// Objects with commas between them are read as the list that they are put into, at their places in the file.
    @Test func readsARowOfObjects() throws {
        let yaml = """
            apiVersion: consul.hashicorp.com/v1alpha1
            kind: ProxyDefaults
            metadata: {name: global}
            spec:
              config:
                envoy_extra_static_listeners_json: |
                  {"name": "a", "socket_options": []},
                  {"name": "b", "socket_options": [{"level": 6}]}

            """
        let object = try object(yaml)
        #expect(object.configurations.map(\.target.identity) == ["listener a", "listener b"])
        let level = try #require(object.configurations.last?.options?.options.first?.level.node)
        #expect(Place(level).path(in: object.node) == "spec.config.envoy_extra_static_listeners_json: [1].socket_options[0].level")
        let span = Place(level).span
        #expect(String(decoding: Array(yaml.utf8)[span.start..<span.end], as: UTF8.self) == "6")
    }

    /// A template that is no JSON before it is rendered cannot be read, and is kept as such.
    @Test func aTemplateIsReadWhereItCanBe() throws {
        let unread = try proxyDefaults(
            #"{config: {envoy_bootstrap_json_tpl: '{{ if .A }} {"admin": {"socket_options": []}} {{ end }}'}}"#)
        #expect(unread.reading.unreadTexts.count == 1 && unread.configurations.isEmpty && unread.reading.malformed.isEmpty)
        let nobodys = try proxyDefaults(#"{config: {envoy_bootstrap_json_tpl: '{{ if .A }} {} {{ end }}'}}"#)
        #expect(nobodys.reading.unreadTexts.isEmpty)
    }

    @Test func readsUpstreams() throws {
        let cluster =
            #"'{"@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", "name": "c", "upstream_connection_options": {"tcp_keepalive": {}}}'"#
        let object = try object(
            """
            {apiVersion: consul.hashicorp.com/v1alpha1, kind: ServiceDefaults, spec: {upstreamConfig: {
            defaults: {envoyClusterJSON: \(cluster)}, overrides: [{name: db, envoyClusterJSON: \(cluster)}, {envoyClusterJSON: \(cluster)}, 7]}}}
            """)
        #expect(object.configurations.map(\.target.identity) == ["cluster defaults", "cluster db", "cluster 1"])
        #expect(object.configurations.map(\.target.title)[1] == "the upstream \"db\"")
    }
}
