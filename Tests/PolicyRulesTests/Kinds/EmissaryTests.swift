import PolicyKinds
import PolicyRules
import Testing

/// What people with Emissary are told.
@Suite struct EmissaryTests {
    private func mapping(_ spec: String) -> String {
        "apiVersion: getambassador.io/v3alpha1\nkind: Mapping\nmetadata: {name: m}\nspec: {prefix: /x/, service: x, \(spec)}\n"
    }

    private func module(_ config: String, name: String = "ambassador") -> String {
        "apiVersion: getambassador.io/v2\nkind: Module\nmetadata: {name: \(name)}\nspec: {config: {\(config)}}\n"
    }

    private static let remedy =
        #"set `time` in spec.config.keepalive of the Module "ambassador" instead, and remove this block, which replaces that one"#

    @Test func theModuleIsWhereItWorks() throws {
        #expect(try review(module("keepalive: {time: 60, interval: 20, probes: 3}")).codes == [])
        #expect(try review(module("keepalive: {time: \"60\", interval: 20, probes: 3}")).codes == [])
    }

    /// In a Mapping the idle time cannot be set: one finding says so, and no other advises one.
    @Test func aMappingsIdleTimeIsNeverRead() throws {
        #expect(
            try review(mapping("cluster_idle_timeout_ms: 30000, keepalive: {idle_time: 60, interval: 20, probes: 3}")) {
                $0.upstreamMiddleboxes = $0.middleboxes
            }.lines("SW") == [
                "SW408 warning spec.keepalive.idle_time: Emissary never reads `idle_time` in a Mapping: the first probe comes after the kernel's default of 7200 s; \(Self.remedy)"
            ])
        #expect(
            try review(mapping("keepalive: {interval: 20, probes: 3}")).lines("SW") == [
                "SW408 warning spec.keepalive: a Mapping cannot set the idle time: the first probe comes after the kernel's default of 7200 s; \(Self.remedy)"
            ])
    }

    @Test(arguments: [
        (
            "time: 60, interval: 20, probes: 3",
            "SW301 error spec.keepalive.time: \"time\" is no field of keepalive: its fields are interval and probes"
        ),
        (
            "idleTime: 60, interval: 20, probes: 3",
            "SW301 error spec.keepalive.idleTime: \"idleTime\" is no field of keepalive: its fields are interval and probes"
        ),
        (
            "keepalive_interval: 20, probes: 3",
            "SW301 error spec.keepalive.keepalive_interval: \"keepalive_interval\" is no field of this keepalive: did you mean `interval`?"
        ),
        (
            "idle_time: \"60\", interval: 20, probes: 3",
            "SW302 error spec.keepalive.idle_time: idle_time is \"60\", but it takes a whole number of seconds; write 60"
        ),
        (
            "interval: 20s, probes: 3",
            "SW302 error spec.keepalive.interval: interval is \"20s\", but it takes a whole number of seconds; write 20"
        ),
        (
            "interval: 20, probes: 0",
            "SW304 warning spec.keepalive.probes: probes is 0: Envoy 1.37 and later switch keepalive off altogether, older ones fail; write 3, or remove keepalive"
        ),
        (
            "interval: 20, probes: 128",
            "SW305 error spec.keepalive.probes: probes is 128, above the kernel's maximum of 127 probes: the kernel refuses the socket option and every connection to the backend fails; write at most 127"
        ),
        (
            "interval: -1, probes: 3",
            "SW303 error spec.keepalive.interval: interval is -1, less than nothing: write a whole number of seconds from 1 to 32767, such as 20"
        ),
    ])
    func aBlockThatIsWrong(fields: String, line: String) throws {
        let lines = try review(mapping("keepalive: {\(fields)}")).lines("SW").filter { !$0.hasPrefix("SW408") && !$0.hasPrefix("SW204") }
        #expect(lines == [line])
    }

    /// What is never read does no harm, whatever it says.
    @Test(arguments: ["0", "99999", "-1"]) func anIdleTimeThatIsNeverReadDoesNoHarm(written: String) throws {
        #expect(try review(mapping("keepalive: {idle_time: \(written), interval: 20, probes: 3}")).codes == ["SW408"])
    }

    @Test func theOtherNumbersAreJudgedBesideIt() throws {
        #expect(try review(mapping("keepalive: {idle_time: 60, interval: 20, probes: 1}")).codes == ["SW408", "SW207"])
    }

    @Test func keepaliveUnderAnotherName() throws {
        #expect(
            try review(mapping("tcpKeepalive: {interval: 20}")).lines("SW") == [
                "SW301 error spec.tcpKeepalive: \"tcpKeepalive\" is no field of `spec` in a Mapping: write it as `spec.keepalive`"
            ])
        #expect(try review(mapping("keep_alive: {interval: 20}")).lines("SW301").first?.hasSuffix("did you mean `keepalive`?") == true)
    }

    @Test(arguments: [
        (
            "keepalive: {idle_time: 60, interval: 20, probes: 3}",
            "SW408 warning spec.config.keepalive.idle_time: in a Module Emissary reads `time`, and never `idle_time`, though its documents say so: the first probe comes after the kernel's default of 7200 s; write `time`"
        ),
        (
            "keepalive: {}",
            "SW203 warning spec.config.keepalive: keepalive is empty, which sets nothing: there is no keepalive at all; write keepalive: {time: 60, interval: 20, probes: 3}, or remove it"
        ),
        (
            "keepalive: {time: 60s, interval: 20, probes: 3}",
            "SW302 error spec.config.keepalive.time: time is \"60s\", but it takes a whole number of seconds; write 60"
        ),
        (
            "cluster_idle_timeout_ms: 30000, keepalive: {time: 60, interval: 20, probes: 3}",
            "SW213 warning spec.config.keepalive.time: time is 60 s, not below spec.config.cluster_idle_timeout_ms of 30 s: the proxy closes an idle connection before the first probe; write 29 or less, or a longer idleTimeout"
        ),
    ])
    func aModuleThatIsWrong(config: String, line: String) throws {
        #expect(try review(module(config)).lines("SW") == [line])
    }

    @Test func anotherModulesKeepaliveIsLost() throws {
        #expect(
            try review(module("keepalive: {time: 60, interval: 20, probes: 3}", name: "tls")).lines("SW") == [
                #"SW408 error metadata.name: Emissary only reads the keepalive of the Module "ambassador", and this one is "tls"; write it in the Module "ambassador""#
            ])
    }

    @Test(arguments: [(Release(3, 9), "error"), (Release(4, 0), "error"), (Release(4, 1), "warning")])
    func aZeroIsWhatTheReleasesEnvoyMakesOfIt(release: Release, severity: String) throws {
        let lines = try review(module("keepalive: {time: 0}")) { $0.releases["emissary"] = release }.lines("SW304")
        #expect(lines.count == 1 && lines[0].hasPrefix("SW304 \(severity)"))
    }

    @Test func anAnnotationIsReadToItsLastDocument() throws {
        let service = """
            apiVersion: v1
            kind: Service
            metadata:
              name: s
              annotations:
                getambassador.io/config: |
                  kind: Mapping
                  name: a
                  keepalive: {interval: 20, probes: 3}
                  ---
                  kind: Module
                  name: ambassador
                  config: {keepalive: {time: 40000, interval: 20, probes: 3}}
            """
        let lines = try review(service).lines("SW305")
        #expect(lines.count == 1)
        #expect(
            lines.first?.hasPrefix(#"SW305 error metadata.annotations[getambassador.io/config]: config.keepalive.time: time is 40000 s"#)
                == true)
    }
}
