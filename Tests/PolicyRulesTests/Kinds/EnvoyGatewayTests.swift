import PolicyKinds
import PolicyRules
import Testing

/// What users of Envoy Gateway are told, in its own words.
@Suite struct EnvoyGatewayTests {
    /// Lines of a spec, and the findings of errors and warnings.
    private static let cases: [(kind: String, spec: String, findings: [String])] = [
        ("ClientTrafficPolicy", "tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 3}", []),
        ("BackendTrafficPolicy", "tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 3}", []),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {idleTime: 500ms, interval: 20s, probes: 3}",
            [
                #"SW304 error spec.tcpKeepalive.idleTime: idleTime is "500ms", which Envoy Gateway cuts to 0: the kernel refuses the socket option and Envoy rejects the listener; write 60s, or remove tcpKeepalive"#
            ]
        ),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 0}",
            [
                "SW304 error spec.tcpKeepalive.probes: probes is 0: the kernel refuses the socket option and Envoy rejects the listener; write 3, or remove tcpKeepalive"
            ]
        ),
        (
            "BackendTrafficPolicy", "tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 0}",
            [
                "SW304 warning spec.tcpKeepalive.probes: probes is 0: Envoy 1.37 and later switch keepalive off altogether, older ones fail; write 3, or remove tcpKeepalive"
            ]
        ),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {idleTime: 60500ms, interval: 20s, probes: 3}",
            [
                "SW306 warning spec.tcpKeepalive.idleTime: idleTime is 60500ms, but Envoy takes whole seconds and Envoy Gateway cuts the rest: it is 60 s; write 60s or 61s"
            ]
        ),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {idleTime: 60, interval: 20s, probes: 3}",
            ["SW302 error spec.tcpKeepalive.idleTime: idleTime is 60, but it takes a duration with its unit; write 60s"]
        ),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {idleTime: 1.5s, interval: 20s, probes: 3}",
            [
                #"SW303 error spec.tcpKeepalive.idleTime: idleTime is "1.5s", no duration that Envoy Gateway takes: write whole numbers with h, m, s or ms, such as 60s"#
            ]
        ),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 128}",
            [
                "SW305 error spec.tcpKeepalive.probes: probes is 128, above the kernel's maximum of 127 probes: the kernel refuses the socket option and Envoy rejects the listener; write at most 127"
            ]
        ),
        (
            "ClientTrafficPolicy", "tcpKeepalive: {keepaliveTime: 60s, interval: 20s, probes: 3}",
            ["SW301 error spec.tcpKeepalive.keepaliveTime: \"keepaliveTime\" is no field of this tcpKeepalive: did you mean `idleTime`?"]
        ),
        (
            "ClientTrafficPolicy", "connection: {tcpKeepalive: {idleTime: 60s}}",
            [
                "SW301 error spec.connection.tcpKeepalive: \"tcpKeepalive\" is no field of `spec.connection` in a ClientTrafficPolicy: write it as `spec.tcpKeepalive`"
            ]
        ),
        (
            "BackendTrafficPolicy", "idleTime: 60s",
            [
                "SW301 error spec.idleTime: \"idleTime\" is no field of `spec` in a BackendTrafficPolicy: write it as `spec.tcpKeepalive.idleTime`"
            ]
        ),
        (
            "SecurityPolicy", "extAuth: {grpc: {backendRefs: [{name: auth}], tcpKeepalive: {idleTime: 60s}}}",
            [
                "SW301 error spec.extAuth.grpc.tcpKeepalive: \"tcpKeepalive\" is no field of `spec.extAuth.grpc` in a SecurityPolicy: write it as `spec.extAuth.grpc.backendSettings.tcpKeepalive`"
            ]
        ),
        (
            "EnvoyExtensionPolicy",
            "extProc: [{backendRefs: [{name: proc}], backendSettings: {tcpKeepalive: {idleTime: 40000s, interval: 20s, probes: 3}}}]",
            [
                #"SW305 error spec.extProc[0].backendSettings.tcpKeepalive.idleTime: idleTime is 40000 s (11 h 6 min), above the kernel's maximum of 32767 s: the kernel refuses the socket option and every connection to the external processor "proc" fails; write at most 32767s, or 40s if you mean 40000 milliseconds"#
            ]
        ),
        (
            "ClientTrafficPolicy", "timeout: {http: {idleTimeout: 45s}}\n  tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 3}",
            [
                "SW213 warning spec.tcpKeepalive.idleTime: idleTime is 60 s, not below spec.timeout.http.idleTimeout of 45 s: the proxy closes an idle connection before the first probe; write 44s or less, or a longer idleTimeout"
            ]
        ),
    ]

    @Test(arguments: cases.indices) func tells(index: Int) throws {
        let (kind, spec, findings) = Self.cases[index]
        #expect(try told(typed(kind, spec)) == findings)
    }

    @Test func anEmptyBlockLeavesTwoHours() throws {
        for kind in ["ClientTrafficPolicy", "BackendTrafficPolicy"] {
            #expect(try review(typed(kind, "tcpKeepalive: {}")).codes.contains("SW203"))
        }
    }

    @Test func aZeroUpstreamFailsWithOlderReleases() throws {
        let lines = try told(
            typed("BackendTrafficPolicy", "tcpKeepalive: {idleTime: 60s, interval: 20s, probes: 0}"), release: Release(1, 6))
        #expect(
            lines == [
                "SW304 error spec.tcpKeepalive.probes: probes is 0: with the Envoy of Envoy Gateway 1.6 the kernel refuses the socket option and every connection to the backend fails; write 3, or remove tcpKeepalive"
            ])
    }

    /// Operations on a listener, and the findings of errors and warnings.
    private static let patches: [(operations: [String], findings: [String])] = [
        (
            [
                "{op: add, path: /socket_options, value: [{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: 60}, {level: 6, name: 5, int_value: 20}, {level: 6, name: 6, int_value: 3}]}"
            ], []
        ),
        (
            ["{op: add, path: /socket_options/-, value: {level: 65535, name: 8, int_value: 1}}"],
            [
                "SW102 error spec.jsonPatches[0].operation.value.level: 65535/8 is SO_KEEPALIVE on macOS and BSD; on linux write level 1, name 9 (Windows and linux on alpha, mips, parisc and sparc64 number it so too)",
                "SW203 warning spec.jsonPatches[0].operation.value.int_value: SO_KEEPALIVE (1/9) alone leaves the first probe to the kernel's default of 7200 s (2 h) of silence; add TCP_KEEPIDLE (6/4), for example 60",
            ]
        ),
        (
            ["{op: add, path: /socket_options/-, value: {level: 6, name: 4, int_value: 60}}"],
            [
                "SW201 warning spec.jsonPatches[0].operation.value.level: TCP_KEEPIDLE (6/4) does nothing without SO_KEEPALIVE, and the patches add none: unless the list that they change has it, no probe is ever sent; add SO_KEEPALIVE (level 1, name 9, intValue 1)"
            ]
        ),
        (
            ["{op: add, path: /socket_options, value: [{level: 6, name: 4, int_value: 60}]}"],
            [
                "SW201 error spec.jsonPatches[0].operation.value[0].level: TCP_KEEPIDLE (6/4) does nothing without SO_KEEPALIVE: no probe is ever sent; add SO_KEEPALIVE (level 1, name 9, intValue 1)"
            ]
        ),
        (
            [
                "{op: add, path: /socket_options, value: [{level: 6, name: 18, int_value: 30000}]}",
                "{op: replace, path: /socket_options/0/int_value, value: 30.5}",
            ],
            [
                "SW124 error spec.jsonPatches[1].operation.value: `intValue` is 30.5, a fraction; socket options are whole numbers: write one"
            ]
        ),
        (
            ["{op: add, path: /socket_option/-, value: {level: 1, name: 9, int_value: 1}}"],
            [
                "SW301 error spec.jsonPatches[0].operation.path: \"socket_option\" is no field of EnvoyPatchPolicy: did you mean `socket_options`?"
            ]
        ),
        (
            ["{op: add, path: /socketOptions, value: []}"],
            [
                "SW408 warning spec.jsonPatches[0].operation.path: the document that is patched writes `socket_options`, and the other spelling is taken only while it has no such field: both at once are refused as a duplicate; write `socket_options` in the path"
            ]
        ),
        (
            ["{op: add, path: /socket_options/0/level, value: 6}"],
            [
                "SW408 warning spec.jsonPatches[0].operation.path: each patch is checked by itself, and where no option stands there yet this one leaves one without a value: it is refused (Programmed=False, Invalid); add the whole option at once"
            ]
        ),
        (
            ["{op: add, path: tcp_keepalive, value: {}}"],
            ["SW124 error spec.jsonPatches[0].operation.path: `path` is \"tcp_keepalive\"; write a JSON Pointer such as /socket_options"]
        ),
        (
            ["{op: add, path: /tcp_keepalive, value: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 0}}"],
            [
                "SW304 warning spec.jsonPatches[0].operation.value.keepalive_probes: keepalive_probes is 0: Envoy 1.37 and later switch keepalive off altogether, older ones fail; write 3, or remove tcp_keepalive"
            ]
        ),
    ]

    @Test(arguments: patches.indices) func tellsOfPatches(index: Int) throws {
        let (operations, findings) = Self.patches[index]
        #expect(try told(patched("tcp-80", operations)) == findings)
    }

    @Test func datagramListenersTakeNoTCPOptions() throws {
        let option = "{op: add, path: /socket_options/-, value: {level: 6, name: 18, int_value: 30000}}"
        for name in ["udp-53", "default/eg/https-quic"] {
            let lines = try told(patched(name, [option]))
            #expect(
                lines.count == 1
                    && lines.first?.hasPrefix("SW120 error spec.jsonPatches[0].operation.value.level: TCP_USER_TIMEOUT") == true)
        }
        let block = "{op: add, path: /tcp_keepalive, value: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}}"
        #expect(try told(patched("udp-53", [block])).map { $0.prefix(5) } == ["SW408"])
    }

    @Test func typedKeepaliveOfListenersNeedsARelease() throws {
        let block = "{op: add, path: /tcp_keepalive, value: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}}"
        #expect(try told(patched("tcp-80", [block]), release: Release(1, 7)).isEmpty)
        #expect(
            try told(patched("tcp-80", [block]), release: Release(1, 6)) == [
                "SW401 error spec.jsonPatches[0].operation.path: Envoy Gateway 1.6 does not serve tcp_keepalive on an EnvoyPatchPolicy, 1.7 and later do: the control plane does not know the field and refuses the patch, which the policy's status shows (Programmed=False, Invalid); upgrade first"
            ])
    }

    @Test func rawAndTypedOfSeveralPatchesMeet() throws {
        let reviewed = try review(
            patched(
                "tcp-80",
                [
                    "{op: add, path: /tcp_keepalive, value: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}}",
                    "{op: add, path: /socket_options/-, value: {level: 6, name: 4, int_value: 61}}",
                ]))
        #expect(reviewed.codes.contains("SW407") && !reviewed.codes.contains("SW201"))
    }

    @Test func fixesAreMadeInThePatch() throws {
        let source = patched("tcp-80", ["{op: add, path: /socket_option/-, value: {level: 1, name: 9, int_value: 1}}"])
        let fix = try #require(try review(source).review.findings.compactMap(\.fix).first)
        #expect(fix.applied(to: source) == source.replacing("/socket_option/", with: "/socket_options/"))
    }

    /// An error of an old patch stands although others come before it.
    @Test func identitiesSurviveShifts() throws {
        let bad = "{op: add, path: /socket_options/-, value: {level: 65535, name: 8, int_value: 1}}"
        let good = "{op: add, path: /tcp_keepalive, value: {keepalive_time: 60, keepalive_interval: 20, keepalive_probes: 3}}"
        let (before, after) = (try review(patched("tcp-80", [bad])), try review(patched("tcp-80", [good, bad])))
        func identities(_ reviewed: Reviewed) -> [FindingIdentity] {
            let identifier = FindingIdentifier(of: reviewed.object)
            return reviewed.review.findings.filter { $0.rule.code == "SW102" }.map(identifier.identity)
        }
        #expect(identities(before) == identities(after) && identities(before).count == 1)
    }

    @Test func bootstrapsAreReviewedInTheirText() throws {
        let lines = try told(
            """
            apiVersion: gateway.envoyproxy.io/v1alpha1
            kind: EnvoyProxy
            metadata: {name: p}
            spec:
              bootstrap:
                value: |
                  admin:
                    socket_options:
                    - {level: 1, name: 9, int_value: 1, state: STATE_LISTENING}

            """)
        #expect(lines.count == 1 && lines.first?.hasPrefix("SW408 error spec.bootstrap.value: admin.socket_options[0].state: ") == true)
    }

    private func told(_ yaml: String, release: Release? = nil) throws -> [String] {
        try review(yaml) { if let release { $0.releases["envoy-gateway"] = release } }.lines("SW").filter { !$0.contains(" info ") }
    }

    private func typed(_ kind: String, _ spec: String) -> String {
        "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: \(kind)\nmetadata: {name: p}\nspec:\n"
            + "  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: eg}]\n  \(spec)\n"
    }

    private func patched(_ listener: String, _ operations: [String]) -> String {
        let type = "type.googleapis.com/envoy.config.listener.v3.Listener"
        return "apiVersion: gateway.envoyproxy.io/v1alpha1\nkind: EnvoyPatchPolicy\nmetadata: {name: p}\nspec:\n"
            + "  targetRef: {group: gateway.networking.k8s.io, kind: Gateway, name: eg}\n  type: JSONPatch\n  jsonPatches:\n"
            + operations.map { "  - {type: \(type), name: \(listener), operation: \($0)}\n" }.joined()
    }
}
