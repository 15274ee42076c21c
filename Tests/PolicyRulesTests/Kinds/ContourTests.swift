import PolicyKinds
import PolicyRules
import Testing

/// What users of Contour are told.
@Suite struct ContourTests {
    /// A ContourConfiguration with this `envoy`, in flow style.
    private static func configuration(_ envoy: String) -> String {
        "apiVersion: projectcontour.io/v1alpha1\nkind: ContourConfiguration\nmetadata: {name: c}\nspec: {envoy: {\(envoy)}}\n"
    }

    private static func deployment(_ envoy: String) -> String {
        "apiVersion: projectcontour.io/v1alpha1\nkind: ContourDeployment\nmetadata: {name: c}\nspec: {runtimeSettings: {envoy: {\(envoy)}}}\n"
    }

    private static func file(_ lines: String) -> String {
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: contour}\ndata:\n  contour.yaml: |\n"
            + lines.split(separator: "\n").map { "    \($0)\n" }.joined()
    }

    private static let dual = #"http: {address: "::"}, https: {address: "::"}"#
    private static let options = "spec.envoy.listener.socketOptions"

    static let cases: [KindCase] = [
        KindCase("IPv4 as it comes", configuration("listener: {socketOptions: {tos: 184}}")),
        KindCase("zeros set nothing", configuration("listener: {socketOptions: {tos: 0, trafficClass: 0}}")),
        KindCase("null sets nothing", configuration("listener: {socketOptions: {tos: null, trafficClass: null}}")),
        KindCase("empty", configuration("listener: {socketOptions: {}}")),
        KindCase("both families", configuration("\(dual), listener: {socketOptions: {tos: 184, trafficClass: 255}}"), "SW127 warning"),
        KindCase("the largest", configuration("listener: {socketOptions: {tos: 252}}")),
        KindCase(
            "an IPv6 option where IPv4 is bound", configuration("listener: {socketOptions: {trafficClass: 184}}"),
            "SW113 error \(options).trafficClass: `trafficClass` (IPV6_TCLASS, 41/67) … ENOPROTOOPT … drops the listener without refusing the update … write `tos`, or … \"::\""
        ),
        KindCase(
            "beside its twin", configuration("listener: {socketOptions: {tos: 184, trafficClass: 184}}"),
            "SW113 error \(options).trafficClass: … remove it, or"),
        KindCase(
            "one address is IPv4", configuration(#"http: {address: "::"}, listener: {socketOptions: {trafficClass: 184}}"#),
            "SW113 error \(options).trafficClass"),
        KindCase(
            "an IPv4 option on both families", deployment("\(dual), listener: {socketOptions: {tos: 184}}"),
            "SW113 warning spec.runtimeSettings.envoy.listener.socketOptions.tos: `tos` (IP_TOS, 0/1) … add `trafficClass`"),
        KindCase(
            "IPv6 alone",
            configuration(#"http: {address: "fd00::1"}, https: {address: "fd00::1"}, listener: {socketOptions: {trafficClass: 184}}"#)),
        KindCase(
            "DSCP unshifted", configuration("listener: {socketOptions: {tos: 46}}"),
            "SW127 warning \(options).tos: `tos` (IP_TOS, 0/1) set to 46 … write 184 for DSCP 46 (EF)"),
        KindCase(
            "one above", configuration("listener: {socketOptions: {tos: 256}}"),
            "SW124 error \(options).tos: `tos` is 256; write a whole number from 0 to 255"),
        KindCase("below", configuration("listener: {socketOptions: {tos: -1}}"), "SW124 error \(options).tos: `tos` is -1"),
        KindCase("a text", configuration("listener: {socketOptions: {tos: \"46\"}}"), "SW124 error \(options).tos: `tos` is \"46\""),
        KindCase("a fraction", configuration("listener: {socketOptions: {tos: 46.5}}"), "SW124 error \(options).tos: `tos` is 46.5"),
        KindCase("a list", configuration("listener: {socketOptions: [tos]}"), "SW124 error \(options): `socketOptions` is a list"),
        KindCase(
            "the file's name of the field", configuration("listener: {socketOptions: {traffic-class: 8}}"),
            "SW301 error \(options).traffic-class: … `trafficClass`"),
        KindCase(
            "a field that is none", configuration("listener: {socketOptions: {mark: 8}}"),
            "SW301 error \(options).mark: … tos and trafficClass"),
        KindCase(
            "one level too high", configuration("socketOptions: {tos: 184}"),
            "SW301 error spec.envoy.socketOptions: … `spec.envoy.listener.socketOptions`"),
        KindCase(
            "no keepalive to set", configuration("listener: {tcpKeepalive: {}}"),
            "SW301 error spec.envoy.listener.tcpKeepalive: … no such field"),
        KindCase(
            "the way there misspelt", configuration("listeners: {socketOptions: {tos: 184}}, logging: {}"),
            "SW301 error spec.envoy.listeners: … did you mean `listener`?"),
        KindCase("the file", file("listener:\n  socket-options:\n    tos: 64\n    traffic-class: 0")),
        KindCase(
            "an IPv6 option in the file", file("listener:\n  socket-options: {traffic-class: 64}"),
            "SW113 error data[contour.yaml]: listener.socket-options.traffic-class: `traffic-class` … write `tos`, or start contour with --envoy-service-http-address"
        ),
        KindCase(
            "the other spelling in the file", file("listener:\n  socketOptions: {tos: 64}\n  socket-options: {trafficClass: 64}"),
            "SW301 error data[contour.yaml]: listener.socketOptions: … `socket-options`",
            "SW301 error data[contour.yaml]: listener.socket-options.trafficClass: … `traffic-class`"),
    ]

    @Test(arguments: cases) func isTold(_ kind: KindCase) throws { kind.check(try review(kind.yaml)) }

    /// Contour's own keepalive is in force, and nobody is told to change what he cannot.
    @Test func explainsContoursOwnKeepalive() throws {
        let yaml = Self.configuration("timeouts: {connectionIdleTimeout: 30s}, listener: {socketOptions: {tos: 184}}")
        let reviewed = try review(yaml) { $0.middleboxes = [Middlebox(name: "short", idleTimeout: 20, probesReset: true)] }
        #expect(reviewed.codes.isEmpty)
        #expect(reviewed.review.explanations.map(\.keepalive) == [Keepalive(idle: 45, interval: 5, count: 9)])
    }

    @Test func isServedSince126() throws {
        let yaml = Self.configuration("listener: {socketOptions: {tos: 184}}")
        #expect(try review(yaml) { $0.releases = ["contour": Release(1, 25)] }.codes == ["SW401"])
        #expect(try review(yaml) { $0.releases = ["contour": Release(1, 26)] }.codes == [])
    }

    /// The DSCP's fix is made in the field itself.
    @Test func mendsTheField() throws {
        let yaml = Self.configuration("listener: {socketOptions: {tos: 46}}")
        let fix = try #require(try review(yaml).review.findings.first?.fix)
        #expect(fix.applied(to: yaml).contains("{tos: 184}"))
    }
}
