import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// Fixes that move a field, repeat one, or take one away with its map.
@Suite struct MovingFixTests {
    private static let head = "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: ListenerPolicy\nmetadata: {name: p}\nspec:\n"
    private static let targets = "  targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: http}]\n"
    private static let recipe = """
          socketOptions:
          - description: enable keepalive
            level: 1
            name: 9
            intValue: 1
          - {description: idle time, level: 6, name: 4, intValue: 60}
          - {description: interval, level: 6, name: 5, intValue: 20}
          - {description: probes count, level: 6, name: 6, intValue: 3}

        """

    private func fix(_ code: String, _ before: String) throws -> (fix: Fix, after: String) {
        let reviewed = try review(before)
        let finding = try #require(reviewed.review.findings.first { $0.rule.code == code }, "\(reviewed.codes)")
        let fix = try #require(finding.fix, "\(finding.message)")
        return (fix, fix.applied(to: before))
    }

    private func hasFix(_ code: String, _ text: String) throws -> Bool {
        let reviewed = try review(text)
        return try #require(reviewed.review.findings.first { $0.rule.code == code }, "\(reviewed.codes)").fix != nil
    }

    // MARK: SW301: a field goes where it belongs

    @Test func aMisplacedBlockIsIndentedBelowItsOwner() throws {
        let before = Self.head + Self.targets + "  tcpKeepalive:\n    keepAliveTime: 60s # one\n\n  # two\n    keepAliveInterval: 20s\n"
        let (fix, after) = try fix("SW301", before)
        #expect(fix.safety == .safe && fix.title == "write it as `spec.default.tcpKeepalive`")
        #expect(
            after == Self.head + Self.targets
                + "  default:\n    tcpKeepalive:\n      keepAliveTime: 60s # one\n\n    # two\n      keepAliveInterval: 20s\n")
        let windows = try self.fix("SW301", before.replacing("\n", with: "\r\n")).after
        #expect(windows == after.replacing("\n", with: "\r\n"))
    }

    @Test func aMisplacedBlockGoesIntoTheMapThatIsThere() throws {
        let block = "  tcpKeepalive:\n    keepAliveTime: 60s\n    keepAliveInterval: 20s\n"
        let own = "  default:\n    httpSettings: {idleTimeout: 90s}\n"
        let moved = "    tcpKeepalive:\n      keepAliveTime: 60s\n      keepAliveInterval: 20s\n"
        #expect(try fix("SW301", Self.head + block + own + Self.targets).after == Self.head + own + moved + Self.targets)
        #expect(try fix("SW301", Self.head + Self.targets + own + block).after == Self.head + Self.targets + own + moved)
        let flow = Self.head + Self.targets + "  tcpKeepalive: {keepAliveTime: 60s}\n  default: {httpSettings: {idleTimeout: 90s}}\n"
        #expect(
            try fix("SW301", flow).after == Self.head + Self.targets
                + "  default: {httpSettings: {idleTimeout: 90s}, tcpKeepalive: {keepAliveTime: 60s}}\n")
    }

    @Test func aMisplacedFieldFindsItsBlock() throws {
        let (fix, after) = try fix("SW301", listenerPolicy("keepAliveTime: 60s"))
        #expect(fix.safety == .safe && after == listenerPolicy("tcpKeepalive: {keepAliveTime: 60s}"))
        #expect(
            try self.fix("SW301", listenerPolicy("tcpKeepalive: {keepAliveTime: 60s}, keepAliveProbes: 3")).after
                == listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}"))
    }

    @Test func inJSON() throws {
        let before =
            #"{"apiVersion":"gateway.kgateway.dev/v1alpha1","kind":"ListenerPolicy","spec":{"tcpKeepalive":{"keepAliveTime":"60s"},"targetRefs":[]}}"#
        #expect(
            try fix("SW301", before).after
                == before.replacing(
                    #""tcpKeepalive":{"keepAliveTime":"60s"}"#, with: #""default":{"tcpKeepalive":{"keepAliveTime":"60s"}}"#))
    }

    @Test(arguments: [
        // There already, a comment or an anchor that would have to move, a text over lines, lines that cannot go into brackets.
        "  tcpKeepalive: {keepAliveTime: 60s}\n  default: {tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}}\n",
        "  tcpKeepalive:\n    # why\n    keepAliveTime: 60s\n  default: {httpSettings: {idleTimeout: 90s}}\n",
        "  tcpKeepalive: &k {keepAliveTime: 60s}\n  default: {httpSettings: {idleTimeout: 90s}}\n",
        "  tcpKeepalive:\n    keepAliveTime: >-\n     60s\n",
        "  tcpKeepalive:\n    keepAliveTime: 60s\n  default: {httpSettings: {idleTimeout: 90s}}\n",
        "  tcpKeepalive: {keepAliveTime: 60s}\n  default: soon\n",
    ]) func doubtfulFieldsStay(spec: String) throws {
        #expect(try !hasFix("SW301", Self.head + Self.targets + spec))
    }

    // MARK: SW401: what is not served becomes what is

    @Test func aRecipeBecomesABlock() throws {
        let before = Self.head + Self.targets + Self.recipe
        let (fix, after) = try fix("SW401", before)
        #expect(fix.safety == .unsafe)
        #expect(
            after == Self.head + Self.targets
                + "  default:\n    tcpKeepalive:\n      keepAliveTime: 60s\n      keepAliveInterval: 20s\n      keepAliveProbes: 3\n")
        #expect(try review(after).codes.isEmpty)
        let beside = Self.head + Self.recipe + "  default:\n    httpSettings: {http2ProtocolOptions: {}}\n" + Self.targets
        #expect(
            try self.fix("SW401", beside).after == Self.head + "  default:\n    httpSettings: {http2ProtocolOptions: {}}\n"
                + "    tcpKeepalive:\n      keepAliveTime: 60s\n      keepAliveInterval: 20s\n      keepAliveProbes: 3\n" + Self.targets)
    }

    @Test(arguments: [
        // Another mistake comes first; another option has no field; a comment would go; the values are not what would be advised.
        ("level: 1\n", "level: 65535\n"),
        ("description: interval, level: 6, name: 5, intValue: 20", "description: TCP_USER_TIMEOUT, level: 6, name: 18, intValue: 90000"),
        ("name: 9\n", "name: 9 # on\n"), ("intValue: 60", "intValue: 400"),
    ]) func whatABlockDoesNotSayStays(old: String, new: String) throws {
        let text = Self.head + Self.targets + Self.recipe.replacing(old, with: new)
        #expect(try !hasFix("SW401", text))
    }

    @Test func anOlderReleaseIsNotGivenWhatItDoesNotServe() throws {
        let findings = try review(Self.head + Self.targets + Self.recipe) { $0.releases["kgateway"] = Release(2, 2) }.review.findings
        #expect(findings.contains { $0.rule.code == "SW401" && $0.fix == nil })
    }

    // MARK: SW307: what an entry replaces is repeated in it

    @Test(arguments: [
        ("  - port: 80\n", "    listener:\n      tcpKeepalive:\n        keepAliveTime: 60s\n        keepAliveProbes: 3\n"),
        (
            "  - {port: 80, listener: {httpSettings: {idleTimeout: 90s}}}\n",
            "  - {port: 80, listener: {httpSettings: {idleTimeout: 90s}, tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}}}\n"
        ),
    ]) func theGeneralBlockIsRepeated(entry: String, added: String) throws {
        let general = Self.head + Self.targets + "  default: {tcpKeepalive: {keepAliveTime: 60s, keepAliveProbes: 3}}\n  perPort:\n"
        let (fix, after) = try fix("SW307", general + entry)
        #expect(fix.safety == .unsafe && fix.title == "repeat tcpKeepalive in its listener")
        #expect(after == general + (added.hasPrefix("  -") ? added : entry + added))
    }

    /// A subset's connection pool, and one of a port.
    @Test(arguments: [
        ("{http: {maxRetries: 3}}", "{http: {maxRetries: 3}, tcp: {tcpKeepalive: {time: 60s, probes: 3}}}"),
        ("{tcp: {maxConnections: 9}}", "{tcp: {maxConnections: 9, tcpKeepalive: {time: 60s, probes: 3}}}"),
    ]) func ofAnotherProduct(before: String, after: String) throws {
        func text(_ pool: String, port: String) -> String {
            """
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: d}
            spec:
              host: x
              trafficPolicy: {connectionPool: {tcp: {tcpKeepalive: {time: 60s, probes: 3}}}\(port)}
              subsets: [{name: v1\(pool)}]

            """
        }
        let subset = { (pool: String) in text(", trafficPolicy: {connectionPool: \(pool)}", port: "") }
        #expect(try fix("SW307", subset(before)).after == subset(after))
        let port = { (pool: String) in text("", port: ", portLevelSettings: [{port: {number: 80}, connectionPool: \(pool)}]") }
        #expect(try fix("SW307", port(before)).after == port(after))
    }

    private static func bootstrap(_ options: String, _ more: String = "", cluster: String = "") -> String {
        """
        static_resources:
          listeners:
          - name: edge
            address: {socket_address: {address: 0.0.0.0, port_value: 80}}
            socket_options: [\(options)]
            additional_addresses:
            - address: {socket_address: {address: 0.0.0.0, port_value: 81}}
              socket_options: {socket_options: [\(more)]}
          clusters:
          - name: c
            upstream_bind_config: {socket_options: [\(options)]}
            connect_timeout: 1s
        \(cluster)
        """
    }
    private static let options =
        "{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: 60}, {level: 6, name: 5, int_value: 20}, {level: 6, name: 6, int_value: 3}"

    @Test func theGeneralListIsRepeated() throws {
        let own = "{level: 6, name: 18, int_value: 100000}"
        #expect(try fix("SW307", Self.bootstrap(Self.options, own)).after == Self.bootstrap(Self.options, own + ", " + Self.options))
    }

    // MARK: SW407: one of two forms

    @Test func aBlockThatAListReplacesIsTaken() throws {
        let list = Self.bootstrap(Self.options, Self.options)
        let block = "    upstream_connection_options:\n      tcp_keepalive: {keepalive_time: 90}\n"
        let (fix, after) = try fix("SW407", Self.bootstrap(Self.options, Self.options, cluster: block))
        #expect(fix.safety == .unsafe && fix.title == "remove `tcp_keepalive`" && after == list)
        let beside = block + "      happy_eyeballs_config: {}\n"
        #expect(
            try self.fix("SW407", Self.bootstrap(Self.options, Self.options, cluster: beside)).after
                == Self.bootstrap(
                    Self.options, Self.options, cluster: "    upstream_connection_options:\n      happy_eyeballs_config: {}\n"))
    }

    @Test func aBlockThatSetsMoreStays() throws {
        let some = "{level: 1, name: 9, int_value: 1}, {level: 6, name: 4, int_value: 60}"
        let block = "    upstream_connection_options: {tcp_keepalive: {keepalive_time: 90, keepalive_probes: 3}}\n"
        #expect(try !hasFix("SW407", Self.bootstrap(some, Self.options, cluster: block)))
    }

    @Test func anOptionThatSwitchesTheBlockOffIsTaken() throws {
        let off = Self.options.replacing("name: 9, int_value: 1", with: "name: 9, int_value: 0")
        let block = "    upstream_connection_options: {tcp_keepalive: {keepalive_time: 90}}\n"
        let (fix, after) = try fix("SW407", Self.bootstrap(off, Self.options, cluster: block))
        #expect(fix.safety == .unsafe && after.contains("upstream_bind_config: {socket_options: [{level: 6, name: 4, int_value: 60}, "))
    }

    // MARK: Annotations

    @Test(arguments: [
        ("SW901", "single-probe: \"x\"", 3), ("SW903", "SW207: \"until=2020-01-01 x\"", 1), ("SW901", "SW903: \"x\"", 3),
    ]) func aSuppressionIsTakenWithItsMap(code: String, annotation: String, probes: Int) throws {
        func text(_ metadata: String) -> String {
            listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: \(probes)}")
                .replacing("metadata: {name: p, namespace: default}", with: "metadata:\n  name: p\n\(metadata)  namespace: default")
        }
        let (fix, after) = try fix(code, text("  annotations:\n    ignore.sockwarden.dev/\(annotation)\n"))
        #expect(fix.safety == .unsafe && fix.title == "remove it" && after == text(""))
        #expect(
            try self.fix(code, text("  annotations:\n    a: b\n    ignore.sockwarden.dev/\(annotation)\n")).after
                == text("  annotations:\n    a: b\n"))
    }

    @Test func aMisspeltRuleIsNamed() throws {
        let before = listenerPolicy("tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 1}")
            .replacing("namespace: default", with: "namespace: default, annotations: {ignore.sockwarden.dev/single-probes: why}")
        let (fix, after) = try fix("SW901", before)
        #expect(fix.safety == .unsafe && fix.title == "write single-probe")
        #expect(after == before.replacing("single-probes", with: "single-probe"))
    }
}
