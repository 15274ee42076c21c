import PolicyKinds
import PolicyRules
import Testing

/// What users of Kuma are told.
@Suite struct KumaTests {
    /// A MeshProxyPatch with one modification of this listener or cluster.
    private static func patch(_ message: String, _ operation: String, _ value: String, match: String = "{}") -> String {
        """
        apiVersion: kuma.io/v1alpha1
        kind: MeshProxyPatch
        metadata: {name: p}
        spec:
          targetRef: {kind: Mesh}
          default:
            appendModifications:
            - \(message):
                operation: \(operation)
                match: \(match)
                value: |
                  \(value)

        """
    }

    /// A MeshProxyPatch with one modification of these patches, in flow style.
    private static func patches(_ message: String, _ patches: String, more: String = "") -> String {
        "apiVersion: kuma.io/v1alpha1\nkind: MeshProxyPatch\nmetadata: {name: p}\nspec: {default: {appendModifications: [{\(message): "
            + "{operation: Patch, match: {name: x}\(more), jsonPatches: [\(patches)]}}]}}\n"
    }

    private static func template(_ conf: String) -> String {
        "apiVersion: kuma.io/v1alpha1\nkind: ProxyTemplate\nmesh: default\nmetadata: {name: p}\nspec: {conf: {\(conf)}}\n"
    }

    private static let value = "spec.default.appendModifications[0].listener.value"
    private static let good =
        "socketOptions: [{level: 1, name: 9, intValue: 1}, {level: 6, name: 4, intValue: 60}, {level: 6, name: 5, intValue: 20}, {level: 6, name: 6, intValue: 3}]"
    private static let keepalive = "tcpKeepalive: {keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbes: 3}"
    private static let clusterType = "\"@type\": type.googleapis.com/envoy.config.cluster.v3.Cluster"

    static let cases: [KindCase] = [
        KindCase("options", patch("listener", "Patch", good)),
        KindCase("typed", patch("listener", "Patch", keepalive)),
        KindCase("a cluster", patch("cluster", "Add", "{name: c, upstreamConnectionOptions: {\(keepalive)}}")),
        KindCase(
            "a wrong number", patch("listener", "Patch", "socketOptions: [{level: 9, name: 1, intValue: 1}]"),
            "SW104 error \(value): socketOptions[0].level", "SW203 warning \(value): socketOptions[0].intValue"),
        KindCase(
            "a zero", patch("cluster", "Patch", "upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 0}}", match: "{name: x}"),
            "SW304 warning spec.default.appendModifications[0].cluster.value: upstreamConnectionOptions.tcpKeepalive.keepaliveTime"),
        KindCase(
            "one above", patch("cluster", "Patch", "upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 32768}}", match: "{name: x}"),
            "SW305 error spec.default.appendModifications[0].cluster.value: upstreamConnectionOptions.tcpKeepalive.keepaliveTime: … every connection to the cluster \"x\" fails"
        ),
        KindCase(
            "a misspelt field is dropped",
            patch("listener", "Patch", "tcpKeepalive: {keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbe: 3}"),
            "SW301 error \(value): tcpKeepalive.keepaliveProbe: … `keepaliveProbes` … in silence"),
        KindCase(
            "a block in the wrong place", patch("cluster", "Patch", keepalive),
            "SW301 error spec.default.appendModifications[0].cluster.value: tcpKeepalive: … upstreamConnectionOptions.tcpKeepalive` … in silence"
        ),
        KindCase(
            "the whole field misspelt", patch("listener", "Patch", "tcpKeepAlive: {}"),
            "SW301 error \(value): tcpKeepAlive: … did you mean `tcpKeepalive`?"),
        KindCase("what is removed", patch("listener", "Remove", good), "SW408 warning \(value): … passes over the value"),
        KindCase(
            "no document", patch("listener", "Patch", "{socketOptions: ["), "SW124 error \(value): `value` is no readable configuration"),
        KindCase(
            "no text",
            "apiVersion: kuma.io/v1alpha1\nkind: MeshProxyPatch\nspec: {default: {appendModifications: [{listener: {operation: Patch, value: {socketOptions: []}}}]}}\n",
            "SW124 error \(value): … a text that holds a configuration"),
        KindCase(
            "no list", "apiVersion: kuma.io/v1alpha1\nkind: MeshProxyPatch\nspec: {default: {appendModifications: {}}}\n",
            "SW124 error spec.default.appendModifications: … a list"),
        KindCase(
            "the list misspelt", "apiVersion: kuma.io/v1alpha1\nkind: MeshProxyPatch\nspec: {default: {appendModification: []}}\n",
            "SW301 error spec.default.appendModification: … did you mean `appendModifications`?"),
        KindCase("nothing", "apiVersion: kuma.io/v1alpha1\nkind: MeshProxyPatch\nspec: {default: null}\n"),
        KindCase("a template's modification", template("modifications: [{listener: {operation: patch, value: '{\(good)}'}}]")),
        KindCase(
            "a template's resource",
            template("resources: [{name: r, version: v, resource: '{\(clusterType), upstreamConnectionOptions: {tcpKeepalive: {}}}'}]"),
            "SW203 warning spec.conf.resources[0].resource: upstreamConnectionOptions.tcpKeepalive"),
        KindCase(
            "a resource without its type", template("resources: [{name: r, resource: '{upstreamConnectionOptions: {tcpKeepalive: {}}}'}]"),
            "SW408 error spec.conf.resources[0].resource: … without the type"),
        KindCase("a resource of something else", template("resources: [{name: r, resource: '{\"@type\": x, name: a}'}, {name: s}]")),
    ]

    private static let patch = "spec.default.appendModifications[0].listener.jsonPatches"

    static let patchCases: [KindCase] = [
        KindCase(
            "a whole list", patches("listener", "{op: add, path: /socketOptions, value: [{level: 5, name: 6, intValue: 1}]}"),
            "SW104 error \(patch)[0].value[0].level", "SW201 error"),
        KindCase(
            "option by option",
            patches(
                "listener",
                "{op: add, path: /socketOptions/-, value: {level: 1, name: 9, intValue: 1}}, {op: add, path: /socketOptions/-, value: {level: 6, name: 4, intValue: 60000}}"
            ), "SW106 error \(patch)[1].value.intValue"),
        KindCase(
            "one field of a cluster",
            patches("cluster", "{op: add, path: /upstreamConnectionOptions/tcpKeepalive/keepaliveProbes, value: 128}"),
            "SW305 error spec.default.appendModifications[0].cluster.jsonPatches[0].value: … every connection to the cluster \"x\" fails"),
        KindCase(
            "snake case",
            patches(
                "cluster",
                "{op: add, path: /upstream_connection_options/tcp_keepalive, value: {keepaliveTime: 60, keepaliveInterval: 20, keepaliveProbes: 3}}"
            ), "SW408 warning", "SW408 warning"),
        KindCase(
            "beside a value", patches("listener", "{op: add, path: /socketOptions, value: []}", more: ", value: '{name: a}'"),
            "SW408 error \(patch): Kuma refuses a modification that has both"),
    ]

    @Test(arguments: cases + patchCases) func isTold(_ kind: KindCase) throws { kind.check(try review(kind.yaml)) }

    @Test func typedKeepaliveOfListenersIsDroppedBefore214() throws {
        let yaml = Self.patch("listener", "Patch", Self.keepalive)
        let old = try review(yaml) { $0.releases = ["kuma": Release(2, 13)] }.lines("SW401")
        #expect(old.count == 1 && old.allSatisfy { $0.contains("in silence") })
        #expect(try review(yaml) { $0.releases = ["kuma": Release(2, 14)] }.codes.isEmpty)
    }

    /// Kuma 2.13 ships Envoy 1.36, where the kernel refuses a 0.
    @Test func whatAZeroMeansIsTheEnvoysToSay() throws {
        let yaml = Self.patch("cluster", "Patch", "upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 0}}")
        #expect(try review(yaml) { $0.releases = ["kuma": Release(2, 13)] }.lines("SW304").allSatisfy { $0.hasPrefix("SW304 error") })
        #expect(try review(yaml) { $0.releases = ["kuma": Release(2, 14)] }.lines("SW304").allSatisfy { $0.hasPrefix("SW304 warning") })
    }
}
