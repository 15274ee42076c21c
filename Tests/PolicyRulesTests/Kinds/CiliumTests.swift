import PolicyKinds
import PolicyRules
import Testing

/// What users of Cilium are told.
@Suite struct CiliumTests {
    private static let listener = "type.googleapis.com/envoy.config.listener.v3.Listener"
    private static let cluster = "type.googleapis.com/envoy.config.cluster.v3.Cluster"

    /// A CiliumEnvoyConfig with these resources in flow style.
    private static func config(_ resources: String..., kind: String = "CiliumEnvoyConfig") -> String {
        "apiVersion: cilium.io/v2\nkind: \(kind)\nmetadata: {name: c}\nspec:\n  resources:\n"
            + resources.map { "  - {\($0)}\n" }.joined()
    }

    private static func listener(_ members: String) -> String { "\"@type\": \(listener), name: l, \(members)" }
    private static func cluster(_ members: String) -> String { "\"@type\": \(cluster), name: c, \(members)" }

    private static let enable = "{level: 1, name: 9, intValue: 1}"

    static let cases: [KindCase] = [
        KindCase("count alone holds", config(listener("socketOptions: [\(enable), {level: 6, name: 6, intValue: 2}]"))),
        KindCase(
            "idle and interval are overwritten",
            config(
                listener(
                    "socketOptions: [\(enable), {level: 6, name: 4, intValue: 60}, {level: 6, name: 5, intValue: 20}, {level: 6, name: 6, intValue: 2}]"
                )),
            "SW408 warning spec.resources[0].socketOptions: TCP_KEEPIDLE (6/4) and TCP_KEEPINTVL (6/5) are overwritten … 300 s … TCP_KEEPCNT"
        ),
        KindCase(
            "off is overwritten",
            config(listener("socketOptions: [{level: 1, name: 9, intValue: 0}]"), kind: "CiliumClusterwideEnvoyConfig"),
            "SW408 warning spec.resources[0].socketOptions: SO_KEEPALIVE (1/9) is overwritten"),
        KindCase(
            "what equals Cilium's is no news",
            config(
                listener(
                    "socketOptions: [\(enable), {level: 6, name: 4, intValue: 300}, {level: 6, name: 5, intValue: 300}, {level: 6, name: 6, intValue: 2}]"
                ))),
        KindCase(
            "a high count is slow", config(listener("socketOptions: [{level: 6, name: 6, intValue: 3}]")),
            "SW210 warning spec.resources[0].socketOptions[0].intValue: … 300 s idle and 3 × 300 s … lower TCP_KEEPCNT (6/6)"),
        KindCase(
            "an overwritten option still fails",
            config(listener("socketOptions: [{level: 6, name: 4, intValue: 0}, {level: 6, name: 6, intValue: 2}]")),
            "SW106 error spec.resources[0].socketOptions[0].intValue: TCP_KEEPIDLE"),
        KindCase(
            "options without keepalive get no advice about it", config(listener("socketOptions: [{level: 6, name: 1, intValue: 1}]"))),
        KindCase(
            "typed keepalive loses the listener", config(listener("tcpKeepalive: {keepaliveTime: 60}")),
            "SW408 error spec.resources[0].tcpKeepalive: Cilium's agent does not know `tcpKeepalive` … drops the whole listener"),
        KindCase(
            "a misspelt field loses the resource",
            config(cluster("upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbe: 3}}")),
            "SW301 error spec.resources[0].upstreamConnectionOptions.tcpKeepalive.keepaliveProbe: … `keepaliveProbes` … drops the whole resource"
        ),
        KindCase(
            "an option's unknown field too", config(listener("socketOptions: [{level: 6, name: 6, intValue: 2, foo: 1}]")),
            "SW125 error spec.resources[0].socketOptions[0].foo: … drops the whole resource"),
        KindCase(
            "clusters are left alone",
            config(cluster("upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbes: 3}}"))),
        KindCase(
            "no type", config("name: l, socketOptions: [\(enable)]"),
            "SW408 error spec.resources[0].socketOptions: … skips a resource without `@type`"),
        KindCase(
            "a type that it refuses",
            config("\"@type\": type.googleapis.com/google.protobuf.Any", listener("socketOptions: [{level: 6, name: 6, intValue: 2}]")),
            "SW408 error spec.resources[0].@type: Cilium refuses the whole object"),
        KindCase(
            "an internal listener", config(listener("internalListener: {}, socketOptions: [\(enable)]")),
            "SW408 error spec.resources[0].socketOptions: Envoy refuses the listener"),
        KindCase(
            "misplaced", "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nspec: {socketOptions: []}\n",
            "SW301 error spec.socketOptions: … `spec.resources[].socketOptions`"),
        KindCase(
            "the node's loopback is IPv4", config(listener("socketOptions: [{level: 41, name: 67, intValue: 4}]")),
            "SW113 error spec.resources[0].socketOptions[0].level: IPV6_TCLASS"),
        KindCase(
            "no resources", "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nspec: {resources: {a: 1}}\n",
            "SW124 error spec.resources: `resources` is a map"),
        KindCase(
            "resources misspelt", "apiVersion: cilium.io/v2\nkind: CiliumEnvoyConfig\nspec: {resource: [], backendServices: []}\n",
            "SW301 error spec.resource: … did you mean `resources`?"),
        KindCase(
            "an Ingress's annotations",
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  annotations: {a: b, io.cilium/tcp-keep-alive: enabled, "
                + "ingress.cilium.io/tcp-keep-alive-idle: \"60\"}\n",
            "SW408 warning metadata.annotations[io.cilium/tcp-keep-alive]: … 1 more like it since 1.13 … remove them"),
    ]

    @Test(arguments: cases) func isTold(_ kind: KindCase) throws { kind.check(try review(kind.yaml)) }

    /// What is in force on an accepted connection, where nothing is wrong.
    @Test func explainsWhatIsInForce() throws {
        let reviewed = try review(Self.config(Self.listener("socketOptions: [{level: 6, name: 6, intValue: 2}]")))
        #expect(reviewed.review.explanations.map(\.keepalive) == [Keepalive(idle: 300, interval: 300, count: 2)])
        let others = try review(Self.config(Self.listener("socketOptions: [{level: 6, name: 1, intValue: 1}]")))
        #expect(others.review.explanations.map(\.keepalive) == [Keepalive(idle: 300, interval: 300)])
    }
}
