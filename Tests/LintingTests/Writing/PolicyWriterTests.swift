import Configuration
import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions
import Testing

@testable import Linting

/// Every kind that is read can be written, and what is written earns no finding and is read back as what was planned.
@Suite struct PolicyWriterTests {
    private static let names = PolicyKinds.all.map { "\($0.group)/\($0.kind)" }

    private static func kind(_ name: String) throws -> PolicyKind {
        try #require(PolicyKinds.all.first { "\($0.group)/\($0.kind)" == name })
    }

    private static func writer(_ kind: PolicyKind, _ settings: Settings = Settings()) throws -> PolicyWriter {
        PolicyWriter(of: kind, settings: settings, day: try #require(CalendarDay(year: 2026, month: 11, day: 23)))
    }

    private static func write(_ kind: String, _ wish: KeepaliveWish = KeepaliveWish(), isRaw: Bool = false, setting: String? = nil) throws
        -> PolicyWriter.Written
    {
        let kind = try #require(PolicyKinds.all.first { $0.kind == kind && ($0.isServed || !$0.isKubernetesObject) })
        return try writer(kind).write(wish, isRaw: isRaw, setting: setting)
    }

    private static func refusal(_ kind: String, isRaw: Bool = false, setting: String? = nil) throws -> String {
        let error = #expect(throws: PolicyWriter.Refusal.self) { _ = try write(kind, isRaw: isRaw, setting: setting) }
        return try #require(error).message
    }

    private static let wishes: [KeepaliveWish] = [
        KeepaliveWish(), KeepaliveWish(idle: 45), KeepaliveWish(idle: 120, interval: 15, count: 5), KeepaliveWish(interval: 7),
        KeepaliveWish(count: 6), KeepaliveWish(detectWithin: 30), KeepaliveWish(detectWithin: 120, loss: 0.05), KeepaliveWish(loss: 0.01),
        KeepaliveWish(behind: [Middlebox(name: "edge", idleTimeout: 45, probesReset: true)]), KeepaliveWish(idle: 200, loss: 0.2),
        KeepaliveWish(idle: 61, interval: 2, count: 20), KeepaliveWish(interval: 30, detectWithin: 200),
        // 17 s for at least 18 probes 2 s apart: it does not fit.
        KeepaliveWish(detectWithin: 17, loss: 0.3),
    ]

    @Test("A grid of wishes, in every setting of a kind", arguments: names) func passesLint(name: String) throws {
        let kind = try Self.kind(name)
        var environments = [Settings()]
        // What stands in a text was tried in the kind whose text it is.
        if !kind.isHost {
            var other = Settings()
            other.environment.upstreamMiddleboxes = [Middlebox(name: "nat", idleTimeout: 300, probesReset: true)]
            other.environment.thresholds.falseDropsPerDay = 0.0001
            other.environment.platforms = [.linuxAMD64, .linuxS390X]
            environments.append(other)
        }
        var written = 0
        for settings in environments {
            let writer = try Self.writer(kind, settings)
            for setting in kind.settings {
                for wish in Self.wishes(in: kind, isFirst: settings == environments[0]) {
                    let isRaw = !setting.holds.isKeepalive
                    do {
                        let policy = try writer.write(wish, isRaw: isRaw, setting: setting.path)
                        try Self.check(policy, wish, setting, kind, settings)
                        written += 1
                    } catch let refusal as PolicyWriter.Refusal {
                        let isImpossible = wish == Self.wishes.last || Self.holdsNone(setting, in: kind)
                        #expect(isImpossible && !refusal.message.contains("please report"), "\(setting.path): \(wish): \(refusal.message)")
                    }
                }
            }
        }
        let cannot = kind.settings.allSatisfy { Self.holdsNone($0, in: kind) }
        #expect(cannot == (written == 0))
    }

    private static func wishes(in kind: PolicyKind, isFirst: Bool) -> [KeepaliveWish] {
        kind.isHost ? [wishes[6]] : isFirst ? wishes : [wishes[0], wishes[2], wishes[6], wishes[8]]
    }

    /// Settings that can hold no keepalive of the author's: unserved, overwritten, or of other options.
    private static func holdsNone(_ setting: SettingPath, in kind: PolicyKind) -> Bool {
        if case .fields = setting.holds { return true }
        if case .never = setting.availability { return true }
        if case .keepalive(let form) = setting.holds, !form.fields.allSatisfy(\.form.isApplied) { return true }
        return setting.specimen == nil || setting.own?.moment == .accepted || !kind.isServed && kind.isKubernetesObject
    }

    /// Reads what was written with none of the writer's own means.
    private static func check(
        _ policy: PolicyWriter.Written, _ wish: KeepaliveWish, _ setting: SettingPath, _ kind: PolicyKind, _ settings: Settings
    ) throws {
        var settings = settings
        settings.environment = policy.environment
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        let file = LintedFile(name: "written.yaml", source: Array(policy.text.utf8), settings: settings, day: day)
        let found = file.findings.map(\.finding.message)
        #expect(found.isEmpty && file.problems.isEmpty && file.objects.count == 1, "\(setting.path): \(wish): \(found)")
        // The environment is the configured one with what the wish adds.
        #expect(settings.environment.packetLoss >= wish.loss ?? 0 && settings.environment.thresholds.detection <= wish.detectWithin ?? .max)

        let tree = try #require(ManifestReader.documents(in: Array(policy.text.utf8)).first).get()
        let object = try #require(PolicyObject(from: tree.root))
        #expect(object.kind.kind == kind.kind && object.configurations.count == 1)
        let configuration = try #require(object.configurations.first)
        #expect(setting.path.hasSuffix(configuration.setting.path))
        let keepalive = policy.plan.keepalive
        let planned = [keepalive.idle, keepalive.interval, keepalive.count]
        #expect(zip([wish.idle, wish.interval, wish.count], planned).allSatisfy { $0 ?? $1 == $1 })
        switch configuration.settings {
        case .keepalive(let block):
            #expect(block.fields.map(\.reading) == planned.map { .value($0, hasFraction: false) })
        case .options(let list):
            let read = list.options.map { [$0.level.value, $0.name.value, $0.intValue.value] }
            #expect(read == [[1, 9, 1], [6, 4, planned[0]], [6, 5, planned[1]], [6, 6, planned[2]]])
        }
    }

    @Test func writesBlocksWithTheReasonAboveEachNumber() throws {
        let written = try Self.write("ListenerPolicy", KeepaliveWish(detectWithin: 30))
        #expect(
            written.text == """
                # Keepalive in spec.default.tcpKeepalive (Listener.tcp_keepalive). Names and targets are examples:
                # write your own.
                # A dead peer is noticed after 15 + 3 × 5 = 30 s.
                # A probe that is lost is repeated 20 s after the last packet, before azure-lb (240 s), aws-nlb (350 s)
                # and gcp-firewall (600 s) forget the connection.
                # At 0.1 % packet loss less than 0.01 % of healthy connections that are idle all day are cut; the
                # limit is 1 %.
                apiVersion: gateway.kgateway.dev/v1alpha1
                kind: ListenerPolicy
                metadata:
                  name: example
                spec:
                  targetRefs:
                  - {group: gateway.networking.k8s.io, kind: Gateway, name: http}
                  default:
                    tcpKeepalive:
                      # 15 s of silence before the first probe, not the usual 60 s, for detection (idle + interval × count)
                      # within 30 s (--detect-within).
                      keepAliveTime: 15s
                      # 5 s from one probe to the next, not the usual 20 s, for detection (idle + interval × count) within
                      # 30 s (--detect-within).
                      keepAliveInterval: 5s
                      # 3 unanswered probes end the connection, as is usual.
                      keepAliveProbes: 3

                """)
    }

    /// YAML in a text has its comments there, JSON in a text none.
    @Test func textsAreLaidOutToo() throws {
        let text = try Self.write("ConfigMap", setting: "data[]: tcpKeepalive").text
        #expect(
            text.contains(
                """
                data:
                  mesh: |
                    tcpKeepalive:
                      # 60 s of silence before the first probe, as is usual.
                      time: 60s
                      # 20 s from one probe to the next, as is usual.
                      interval: 20s
                      # 3 unanswered probes end the connection, as is usual.
                      probes: 3

                """))
        let json = try Self.write("ProxyDefaults", isRaw: true).text
        #expect(json.hasPrefix("# Keepalive in spec.config.envoy_public_listener_json: socket_options"))
        #expect(json.contains("\n# 60 s of silence before the first probe, as is usual.\n"))
    }

    @Test func rawOptionsHaveTheNumbersOfThePlatforms() throws {
        let kind = try #require(PolicyKinds.all.first { $0.kind == "EnvoyFilter" })
        var settings = Settings()
        #expect(
            try Self.writer(kind, settings).write(KeepaliveWish(), isRaw: true).text.contains(
                "{description: enable keepalive, level: 1, name: 9, int_value: 1"))
        settings.environment.platforms = [.linuxMIPS]
        #expect(try Self.writer(kind, settings).write(KeepaliveWish(), isRaw: true).text.contains("level: 65535, name: 8, int_value: 1"))
        settings.environment.platforms = [.linuxAMD64, .linuxMIPS]
        let error = #expect(throws: PolicyWriter.Refusal.self) { _ = try Self.writer(kind, settings).write(KeepaliveWish(), isRaw: true) }
        #expect(try #require(error).message.hasPrefix("SO_KEEPALIVE has no one number on all of linux/amd64, linux/mips"))
    }

    @Test func saysWhatToWriteInsteadOfWhatHoldsNone() throws {
        #expect(
            try Self.refusal("ListenerPolicy", isRaw: true).contains(
                "write spec.default.tcpKeepalive: {keepAliveTime: 60s, keepAliveInterval: 20s, keepAliveProbes: 3}"))
        #expect(try Self.refusal("Mapping").contains("set `time` in spec.config.keepalive of the Module"))
        #expect(try Self.refusal("ContourConfiguration").contains("45 s idle, 5 s interval and 9 probes; leave it to Contour"))
        #expect(
            try Self.refusal("CiliumEnvoyConfig", isRaw: true, setting: "spec.resources[].socketOptions").contains(
                "TCP_KEEPIDLE (6/4) and TCP_KEEPINTVL (6/5) are overwritten"))
        #expect(try Self.refusal("BackendConfigPolicy", isRaw: true) == "BackendConfigPolicy takes no raw socket options; leave --raw out")
        #expect(
            try Self.refusal("ListenerPolicy", setting: "spec.default.tcpKeepaliv")
                == "ListenerPolicy has no setting \"spec.default.tcpKeepaliv\"; did you mean spec.default.tcpKeepalive?")
    }

    /// Where the product overwrites one setting, the first that holds is taken.
    @Test func takesTheFirstSettingThatHolds() throws {
        #expect(try Self.write("CiliumEnvoyConfig", isRaw: true).setting.becomes == .clusterOptions)
        #expect(try Self.write("CiliumEnvoyConfig").setting.becomes == .clusterKeepalive)
        #expect(try Self.write("Gateway").setting.becomes == .listenerOptions)
    }

    @Test func anOlderReleaseIsToBeUpgradedFirst() throws {
        let kind = try #require(PolicyKinds.all.first { $0.kind == "ListenerPolicy" })
        var settings = Settings()
        settings.environment.releases = ["kgateway": Release(2, 2)]
        let error = #expect(throws: PolicyWriter.Refusal.self) { _ = try Self.writer(kind, settings).write(KeepaliveWish(), isRaw: false) }
        #expect(try #require(error).message.contains("upgrade first [SW401 field-not-served]"))
    }
}
