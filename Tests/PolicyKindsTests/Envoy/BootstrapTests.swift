import Manifests
import PolicyKinds
import Testing

/// Envoy's own files: every place, in both spellings; what shows of a listener or cluster.
@Suite struct BootstrapTests {
    private static let option = "{level: 6, name: 4, int_value: 60}"

    @Test func everyPlaceIsRead() throws {
        let object = try object(
            """
            admin:
              address: {socket_address: {address: 127.0.0.1, port_value: 9901}}
              socket_options: [\(Self.option)]
            cluster_manager:
              upstream_bind_config:
                source_address: {address: 0.0.0.0, port_value: 0}
                socket_options: [\(Self.option)]
                extra_source_addresses:
                - {address: {address: "::", port_value: 0}, socket_options: {socket_options: [\(Self.option)]}}
            static_resources:
              listeners:
              - name: http
                address: {socket_address: {address: 0.0.0.0, port_value: 8080}}
                socket_options: [\(Self.option)]
                tcp_keepalive: {keepalive_time: 60}
                additional_addresses:
                - address: {socket_address: {address: "::", port_value: 8080, ipv4_compat: true}}
                  socket_options: {socket_options: [\(Self.option)]}
                  tcp_keepalive: {keepalive_time: 30}
              clusters:
              - name: backend
                load_assignment: {endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: "::1", port_value: 80}}}}]}]}
                upstream_connection_options: {tcp_keepalive: {keepalive_time: 60}}
                upstream_bind_config:
                  source_address: {address: 0.0.0.0, port_value: 0}
                  socket_options: [\(Self.option)]
                  extra_source_addresses:
                  - {address: {address: "::", port_value: 0}, socket_options: {socket_options: [\(Self.option)]}}
            """)
        #expect(object.kind.kind == "Bootstrap" && object.isClean)
        let expected: [String] = [
            "admin.socket_options: the admin port, ipv4, Admin.socket_options",
            "cluster_manager.upstream_bind_config.socket_options: every cluster without options of its own, Cluster.upstream_bind_config.socket_options",
            "cluster_manager.upstream_bind_config.extra_source_addresses[0].socket_options.socket_options: every cluster without options of its own from [::]:0, ipv6, Cluster.upstream_bind_config.socket_options",
            "static_resources.listeners[0].socket_options: the listener \"http\", ipv4, Listener.socket_options",
            "static_resources.listeners[0].tcp_keepalive: the listener \"http\", ipv4, Listener.tcp_keepalive",
            "static_resources.listeners[0].additional_addresses[0].socket_options.socket_options: the listener \"http\" on [::]:8080, dual, Listener.socket_options",
            "static_resources.listeners[0].additional_addresses[0].tcp_keepalive: the listener \"http\" on [::]:8080, dual, Listener.tcp_keepalive",
            "static_resources.clusters[0].upstream_connection_options.tcp_keepalive: the cluster \"backend\", ipv6, Cluster.upstream_connection_options.tcp_keepalive",
            "static_resources.clusters[0].upstream_bind_config.socket_options: the cluster \"backend\", ipv6, Cluster.upstream_bind_config.socket_options",
            "static_resources.clusters[0].upstream_bind_config.extra_source_addresses[0].socket_options.socket_options: the cluster \"backend\" from [::]:0, ipv6, Cluster.upstream_bind_config.socket_options",
        ]
        #expect(object.read == expected)
    }

    @Test func camelCaseIsReadAlike() throws {
        let object = try object(
            """
            clusterManager: {upstreamBindConfig: {socketOptions: [{level: 6, name: 4, intValue: "60"}]}}
            staticResources:
              listeners:
              - name: http
                address: {socketAddress: {address: "::", portValue: 8080, ipv4Compat: true}}
                socketOptions: [{level: "6", name: "4", intValue: "60"}]
                tcpKeepalive: {keepaliveTime: "60", keepaliveInterval: 20, keepaliveProbes: 3}
                additionalAddresses: [{address: {socketAddress: {address: 10.0.0.1}}, socketOptions: {socketOptions: []}}]
              clusters:
              - name: backend
                dnsLookupFamily: V4_ONLY
                upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 60}}
                upstreamBindConfig: {socketOptions: [{level: 6, name: 4, int_value: 60}]}
            """)
        #expect(object.isClean)
        #expect(object.configurations.count == 6)
        #expect(
            object.configurations.flatMap { $0.options?.options ?? [] }.allSatisfy { $0.intValue.value == 60 && $0.otherFields.isEmpty })
        let fields = object.configurations.flatMap { $0.keepalive?.fields ?? [] }
        #expect(fields.filter { $0.reading != .absent }.count == 4)
        let families: [ListenerFamily?] = [nil, .dual, .dual, .ipv4, .ipv4, .ipv4]
        #expect(object.configurations.map(\.target.family) == families)
    }

    static let listeners: [(members: String, read: Int, lost: [String])] = [
        // A UDP or QUIC listener passes over the typed field, and takes a list for its datagram sockets.
        (
            "address: {socket_address: {protocol: UDP, address: 0.0.0.0}}, tcp_keepalive: {keepalive_time: 60}", 0,
            ["tcp_keepalive: `tcp_keepalive` is passed over on a UDP or QUIC listener, and the listener's address says protocol: UDP"]
        ),
        (
            "udpListenerConfig: {quic_options: {}}, tcpKeepalive: {keepaliveTime: 60}", 0,
            ["tcpKeepalive: `tcpKeepalive` is passed over on a UDP or QUIC listener, and the listener has a `udpListenerConfig`"]
        ),
        ("address: {socket_address: {protocol: UDP, address: 0.0.0.0}}, socket_options: [\(option)]", 1, []),
        ("address: {socket_address: {protocol: TCP, address: 0.0.0.0}}, socket_options: [\(option)]", 1, []),
        // No socket of its own.
        (
            "bind_to_port: false, socket_options: [\(option)]", 0,
            ["socket_options: nothing is set here: `bind_to_port: false` means that the listener has no socket of its own"]
        ),
        ("bindToPort: true, socket_options: [\(option)]", 1, []),
        (
            "address: {pipe: {path: /run/proxy}}, tcp_keepalive: {}", 0,
            ["tcp_keepalive: nothing is set here: the listener is a Unix socket, which has no TCP options"]
        ),
        (
            "internal_listener: {}, socket_options: [\(option)]", 0,
            [
                "socket_options: Envoy refuses the listener: an internal listener (`internal_listener`) has no socket and takes no options (target)"
            ]
        ),
        (
            "internal_listener: {}, tcp_keepalive: {}", 0,
            ["tcp_keepalive: nothing is set here: an internal listener (`internal_listener`) has no socket and takes no options"]
        ),
        ("internal_listener: null, bind_to_port: null, socket_options: [\(option)]", 1, []),
    ]

    @Test(arguments: listeners.indices) func theListenerSaysWhatItCarries(number: Int) throws {
        let (members, read, lost) = Self.listeners[number]
        let object = try object("static_resources: {listeners: [{name: l, \(members)}]}")
        #expect(object.configurations.count == read)
        #expect(object.lost == lost.map { "static_resources.listeners[0].\($0)" })
    }

    /// Below a listener or a cluster; what stands there, and what it should be.
    static let mistakes: [(document: String, strays: [String], malformed: [String])] = [
        (
            "static_resources: {clusters: [{tcp_keepalive: {keepalive_time: 60}}]}",
            [
                #"static_resources.clusters[0].tcp_keepalive: misplaced(home: "static_resources.clusters[].upstream_connection_options.tcp_keepalive", isBeside: false)"#
            ], []
        ),
        (
            "static_resources: {clusters: [{upstream_connection_options: {socket_options: [\(option)]}}]}",
            [
                #"static_resources.clusters[0].upstream_connection_options.socket_options: misplaced(home: "static_resources.clusters[].upstream_bind_config.socket_options", isBeside: false)"#
            ], []
        ),
        (
            "static_resources: {clusters: [{socketOptions: [\(option)]}]}",
            [
                #"static_resources.clusters[0].socketOptions: misplaced(home: "static_resources.clusters[].upstream_bind_config.socket_options", isBeside: false)"#
            ], []
        ),
        (
            "static_resources: {clusters: [{upstream_bind_config: {tcp_keepalive: {}}}]}",
            [
                #"static_resources.clusters[0].upstream_bind_config.tcp_keepalive: misplaced(home: "static_resources.clusters[].upstream_connection_options.tcp_keepalive", isBeside: false)"#
            ], []
        ),
        (
            "static_resources: {listeners: [{socket_option: [\(option)]}]}",
            [#"static_resources.listeners[0].socket_option: spelling(of: "socket_options", value: nil)"#], []
        ),
        (
            "static_resources: {listeners: [{keepalive_time: 60}]}",
            [
                #"static_resources.listeners[0].keepalive_time: misplaced(home: "static_resources.listeners[].tcp_keepalive.keepalive_time", isBeside: false)"#
            ], []
        ),
        (
            "static_resources: {listeners: [{tcp_keepalive: {idle_time: 60, probe: 3}}]}",
            [
                #"static_resources.listeners[0].tcp_keepalive.idle_time: spelling(of: "keepalive_time", value: nil)"#,
                #"static_resources.listeners[0].tcp_keepalive.probe: unknown(fields: ["keepalive_time", "keepalive_interval", "keepalive_probes"])"#,
            ], []
        ),
        // A list where a message with a list belongs.
        (
            "static_resources: {listeners: [{additional_addresses: [{socket_options: [\(option)]}]}]}", [],
            [
                #"static_resources.listeners[0].additional_addresses[0].socket_options: wrongType(expected: "a map with the list in it, socket_options: {socket_options: […]}", found: "a list")"#
            ]
        ),
        (
            "static_resources: {listeners: [{socket_options: [\(option)], socketOptions: [\(option)]}]}", [],
            [#"static_resources.listeners[0].socketOptions: repeated(otherSpelling: "socket_options")"#]
        ),
        (
            "static_resources: {listeners: [{tcp_keepalive: {keepalive_time: 60, keepaliveTime: 60}}]}", [],
            [#"static_resources.listeners[0].tcp_keepalive.keepaliveTime: repeated(otherSpelling: "keepalive_time")"#]
        ),
        ("static_resources: {listeners: {name: l}}", [], [#"static_resources.listeners: wrongType(expected: "a list", found: "a map")"#]),
        ("static_resources: {clusters: 1, admin: 2}", [], [#"static_resources.clusters: wrongType(expected: "a list", found: "1")"#]),
        (
            "static_resources: {listeners: [{tcp_keepalive: {keepalive_time: 0b11, keepalive_interval: 2_0}}]}", [],
            [
                #"static_resources.listeners[0].tcp_keepalive.keepalive_time: wrongType(expected: "a number in decimal digits", found: "\"0b11\"")"#,
                #"static_resources.listeners[0].tcp_keepalive.keepalive_interval: wrongType(expected: "a number in decimal digits", found: "\"2_0\"")"#,
            ]
        ),
    ]

    @Test(arguments: mistakes.indices) func mistakesAreSeen(number: Int) throws {
        let (document, strays, malformed) = Self.mistakes[number]
        let object = try object(document)
        #expect(object.strays == strays)
        #expect(object.malformed == malformed)
    }

    /// What has a list of its own loses the general one, keepalive and all.
    @Test func listsReplaceListsWhole() throws {
        let keepalive = "[{level: 1, name: 9, int_value: 1}, \(Self.option)]"
        let mark = "[{level: 1, name: 36, int_value: 7}]"
        let object = try object(
            """
            cluster_manager: {upstream_bind_config: {socket_options: \(keepalive)}}
            static_resources:
              listeners:
              - name: l
                socket_options: \(keepalive)
                additional_addresses:
                - {socket_options: {socket_options: \(mark)}}
                - {socket_options: {socket_options: []}}
                - {socket_options: {socket_options: \(keepalive)}}
                - {socket_options: {socket_options: \(mark)}, tcp_keepalive: {}}
                - {}
              clusters:
              - {name: a, upstream_bind_config: {socket_options: \(mark)}}
              - {name: b, upstream_bind_config: {socket_options: []}}
              - {name: c, upstream_bind_config: {socket_options: \(keepalive)}}
              - {name: d, upstream_bind_config: {socket_options: \(mark)}, upstream_connection_options: {tcp_keepalive: {}}}
              - {name: e}
            """)
        let replaced = object.reading.replacedDefaults.map { "\(Place($0.node).path(in: object.node)): \($0.clause)" }
        let expected = [
            "static_resources.listeners[0].additional_addresses[0].socket_options: the list of the additional address replaces the listener's whole",
            "static_resources.clusters[0].upstream_bind_config: the list of the cluster \"a\" replaces cluster_manager's whole",
        ]
        #expect(replaced == expected)
    }

    /// However many fields of its own a file has, none of them counts as leading nowhere.
    @Test func ordinaryFieldsLeadSomewhere() throws {
        let clusters = (0..<100).map { number in
            "{name: c\(number), type: STATIC, connectTimeout: 1s, lb_policy: RANDOM, http2ProtocolOptions: {}, upstream_connection_options: {tcp_keepalive: {}}}"
        }
        let object = try object("static_resources: {clusters: [\(clusters.joined(separator: ", "))]}")
        #expect(object.isClean && object.reading.unread.isEmpty && object.configurations.count == 100)
    }

    @Test func theApplicationsTimeoutsAreRead() throws {
        let object = try object(
            """
            static_resources:
              listeners:
              - name: l
                tcp_keepalive: {}
                filter_chains:
                - filters:
                  - {typed_config: {idle_timeout: 90s}}
                  - {typed_config: {common_http_protocol_options: {idle_timeout: 300s}}}
              clusters:
              - name: c
                upstream_connection_options: {tcp_keepalive: {}}
                typed_extension_protocol_options:
                  envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
                    common_http_protocol_options: {idle_timeout: 45s}
                    explicit_http_config: {http2_protocol_options: {connection_keepalive: {interval: 30s, timeout: 5s}}}
            """)
        #expect(object.configurations.map(\.application.idleTimeout.value?.wholeSeconds) == [90, 45])
        #expect(object.configurations.last?.application.http2PingInterval.value?.wholeSeconds == 30)
    }

    @Test(arguments: [
        "static_resources: {}", "dynamicResources: {}", "cluster_manager: {}", "admin: {socket_options: []}",
        "{node: {id: a}, staticResources: {listeners: []}}",
    ]) func aBootstrapIsKnownByItsKeys(document: String) throws {
        #expect(try object(document).kind.kind == "Bootstrap")
    }

    @Test(arguments: ["admin: {user: a}", "node: {id: a}", "static_resources: none", "{a: 1}"]) func othersAreNot(document: String) {
        #expect(throws: NoObject.self) { try object(document) }
    }
}
