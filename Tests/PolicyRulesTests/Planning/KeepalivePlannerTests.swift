import PolicyKinds
import SocketOptions
import TestSupport
import Testing

@testable import PolicyRules

/// What the planner chooses, and what it says where nothing fits.
@Suite struct KeepalivePlannerTests {
    private static func limits(_ kind: String = "ListenerPolicy", at index: Int = 1) throws -> KeepaliveLimits {
        let kind = try #require(PolicyKinds.all.first { $0.kind == kind && $0.isServed })
        return KeepaliveLimits(of: kind.settings[index], in: kind)
    }

    private static func plan(
        _ wish: KeepaliveWish, within limits: KeepaliveLimits? = nil, rules: RuleSettings = RuleSettings(),
        environment change: (inout TargetEnvironment) -> Void = { _ in }
    ) throws -> KeepalivePlan {
        var environment = TargetEnvironment()
        change(&environment)
        return try KeepalivePlanner(wish, within: limits ?? Self.limits(), in: environment, rules: rules).plan()
    }

    private static func conflict(_ wish: KeepaliveWish, within limits: KeepaliveLimits? = nil) throws -> String {
        let error = #expect(throws: KeepaliveConflict.self) { _ = try plan(wish, within: limits) }
        return try #require(error).message
    }

    @Test("A wish and what is made of it", arguments: choices.indices) func chooses(index: Int) throws {
        let (wish, idle, interval, count) = Self.choices[index]
        #expect(try Self.plan(wish).keepalive == Keepalive(idle: idle, interval: interval, count: count))
    }

    private static let choices: [(wish: KeepaliveWish, idle: Int64, interval: Int64, count: Int64)] = [
        (KeepaliveWish(), 60, 20, 3),
        // A fixed number leaves the others as they are where they fit.
        (KeepaliveWish(idle: 90), 90, 20, 3), (KeepaliveWish(interval: 5), 60, 5, 3), (KeepaliveWish(count: 9), 60, 20, 9),
        (KeepaliveWish(count: 2), 60, 20, 2),
        // 6 units of 5 s; 7 of 5 s leave one for the idle time; ten seconds are the least idle time, two the least interval.
        (KeepaliveWish(detectWithin: 30), 15, 5, 3), (KeepaliveWish(detectWithin: 31), 16, 5, 3),
        (KeepaliveWish(detectWithin: 16), 10, 2, 3),
        (KeepaliveWish(idle: 58, detectWithin: 64), 58, 2, 3),
        // 1-(1-0.0199^3)^1440 is 1.1 %, with four probes 0.02 %; at 30 % loss 0.51^18 × 1440 is 0.8 %.
        (KeepaliveWish(loss: 0.01), 60, 20, 4), (KeepaliveWish(loss: 0.3), 60, 20, 18),
        (KeepaliveWish(detectWithin: 40, loss: 0.01), 16, 6, 4),
        // The second probe at 29 s, below 30 s; 3 to 1.
        (KeepaliveWish(behind: [Middlebox(name: "lb", idleTimeout: 30, probesReset: true)]), 22, 7, 3),
        (KeepaliveWish(idle: 230), 230, 9, 3),
        // Two probes where three do not fit.
        (KeepaliveWish(idle: 50, interval: 8, detectWithin: 70), 50, 8, 2),
    ]

    @Test func aRuleThatIsOffAsksForNothing() throws {
        var rules = RuleSettings()
        rules.byCode = ["SW207": .off, "SW208": .off]
        #expect(try Self.plan(KeepaliveWish(count: 1), rules: rules).keepalive.count == 1)
        rules.byCode = ["SW205": .off, "SW210": .off]
        #expect(try Self.plan(KeepaliveWish(idle: 7200), rules: rules).keepalive.idle == 7200)
    }

    @Test func backendsHaveMiddleboxesOfTheirOwn() throws {
        let upstream = try Self.limits("BackendConfigPolicy", at: 0)
        #expect(try Self.plan(KeepaliveWish(idle: 500), within: upstream).keepalive.idle == 500)
        let planner = KeepalivePlanner(
            KeepaliveWish(behind: [.awsNLB]), within: upstream, in: TargetEnvironment())
        #expect(planner.wishedEnvironment.upstreamMiddleboxes == [.awsNLB])
    }

    @Test("Two things that do not go together, and what would do", arguments: conflicts.indices) func saysWhatDoesNotGoTogether(index: Int)
        throws
    {
        let (wish, message) = Self.conflicts[index]
        #expect(try Self.conflict(wish) == message)
    }

    private static let detection = "detection (idle + interval × count) within 60 s (--detect-within)"
    private static let conflicts: [(wish: KeepaliveWish, message: String)] = [
        (
            KeepaliveWish(idle: 60, detectWithin: 60),
            "an idle time of 60 s (--idle) and \(detection) do not go together; --idle 56s or --detect-within 64s would do"
        ),
        (
            KeepaliveWish(idle: 340),
            "an idle time of 340 s (--idle) and a second probe before azure-lb (240 s) forgets the connection (SW205) do not go together; "
                + "--idle 237s or an idle timeout of 343 s at azure-lb would do"
        ),
        (
            KeepaliveWish(count: 1),
            "a count of 1 probes (--count) and at least 2 probes (SW207) do not go together; --count 2 would do"
        ),
        (
            KeepaliveWish(count: 200),
            "a count of 200 probes (--count) and the kernel's maximum of 127 probes do not go together; --count 127 would do"
        ),
        (
            KeepaliveWish(idle: 5),
            "an idle time of 5 s (--idle) and at least 10 s of silence before a probe (SW209) do not go together; --idle 10s or a "
                + "thresholds.probeEvery of 5s would do"
        ),
        (
            KeepaliveWish(count: 2, loss: 0.05),
            "a count of 2 probes (--count) and at most 1 % false drops a day at 5 % packet loss (SW208) do not go together, with "
                + "detection (idle + interval × count) within 900 s (15 min) (SW210); --count 5 would do"
        ),
    ]

    @Test func aMiddleboxThatNoProbeResetsIsNamed() throws {
        let message = try Self.conflict(KeepaliveWish(behind: [Middlebox(name: "alb", idleTimeout: 60, probesReset: false)]))
        #expect(message.hasPrefix("a keepalive and an open connection through alb (60 s) do not go together: "))
    }

    @Test func rawSecondsDoNotLookLikeMilliseconds() throws {
        let raw = try Self.limits(at: 0)
        let wide: (inout TargetEnvironment) -> Void = { environment in
            environment.middleboxes = []
            environment.thresholds.detection = 20_000
        }
        #expect(try Self.plan(KeepaliveWish(idle: 3000), environment: wide).keepalive.idle == 3000)
        let error = #expect(throws: KeepaliveConflict.self) { _ = try Self.plan(KeepaliveWish(idle: 3000), within: raw, environment: wide) }
        #expect(try #require(error).message.contains("milliseconds (SW212) do not go together; --idle 2999s would do"))
        let often = try Self.plan(KeepaliveWish(), within: raw) {
            wide(&$0)
            $0.thresholds.probeEvery = 2000
        }
        #expect(often.keepalive.idle == 2001)
    }

    @Test func reasonsNameWhatKeepsANumberFromTheUsual() throws {
        let plan = try Self.plan(KeepaliveWish(interval: 4, detectWithin: 30, loss: 0.01))
        #expect(plan.keepalive == Keepalive(idle: 14, interval: 4, count: 4))
        #expect(plan.reason(for: .interval) == "4 s from one probe to the next, as asked for")
        #expect(
            plan.reason(for: .idle).hasPrefix(
                "14 s of silence before the first probe, not the usual 60 s, for detection (idle + interval × count) within 30 s"))
        #expect(plan.reason(for: .count).hasSuffix("not the usual 3, for at most 1 % false drops a day at 1 % packet loss (SW208)"))
        #expect(
            plan.consequences == [
                "A dead peer is noticed after 14 + 4 × 4 = 30 s.",
                "A probe that is lost is repeated 18 s after the last packet, before azure-lb (240 s), aws-nlb (350 s) and gcp-firewall (600 s) "
                    + "forget the connection.",
                "At 1 % packet loss 0.1 % of healthy connections that are idle all day are cut; the limit is 1 %.",
            ])
    }
}

/// The search held against one that tries everything.
@Suite struct KeepaliveSearchTests {
    private struct Case {
        let wish: KeepaliveWish
        let environment: TargetEnvironment
    }

    /// Small numbers, so that everything can be tried, and tight enough that many do not fit.
    private static func cases(seed: UInt64) -> [Case] {
        var random = SeededGenerator(seed: seed)
        return (0..<30).map { _ in
            func maybe(_ range: ClosedRange<Int64>) -> Int64? {
                Bool.random(using: &random) ? nil : Int64.random(in: range, using: &random)
            }
            var environment = TargetEnvironment()
            environment.thresholds.detection = Int64.random(in: 10...110, using: &random)
            environment.thresholds.probeEvery = Int64.random(in: 1...20, using: &random)
            environment.thresholds.probeInterval = Int64.random(in: 1...25, using: &random)
            environment.packetLoss = [0, 0.001, 0.01, 0.05].randomElement(using: &random) ?? 0
            environment.middleboxes = [
                Middlebox(name: "box", idleTimeout: Int64.random(in: 5...120, using: &random), probesReset: true)
            ]
            let wish = KeepaliveWish(idle: maybe(1...100), interval: maybe(1...30), count: maybe(1...8))
            return Case(wish: wish, environment: environment)
        }
    }

    private static func limits() throws -> KeepaliveLimits {
        let kind = try #require(PolicyKinds.all.first { $0.kind == "ListenerPolicy" })
        return KeepaliveLimits(of: kind.settings[1], in: kind)
    }

    /// All that holds, by the words of the rules alone, and the best of it by the documented order.
    private static func best(of wish: KeepaliveWish, _ environment: TargetEnvironment) -> Keepalive? {
        var best: (key: [Int64], keepalive: Keepalive)?
        let detection = environment.thresholds.detection
        for count in 2...min(127, detection) {
            for interval in stride(from: environment.thresholds.probeInterval, through: detection / count, by: 1) {
                for idle in stride(from: environment.thresholds.probeEvery, through: detection - count * interval, by: 1) {
                    let keepalive = Keepalive(idle: idle, interval: interval, count: count)
                    guard environment.middleboxes.allSatisfy({ idle + interval < $0.idleTimeout }),
                        wish.idle ?? idle == idle, wish.interval ?? interval == interval, wish.count ?? count == count,
                        keepalive.falseDropsPerDay(loss: environment.packetLoss) <= environment.thresholds.falseDropsPerDay
                    else { continue }
                    let key = [
                        max(0, idle - 60), count >= 3 ? count : 1000, -min(idle, interval * 3, 60), abs(idle - 60), abs(interval - 20),
                    ]
                    if best.map({ key.lexicographicallyPrecedes($0.key) }) ?? true { best = (key, keepalive) }
                }
            }
        }
        return best?.keepalive
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func findsTheBestWhereverAnythingFits(seed: UInt64) throws {
        let limits = try Self.limits()
        var fitting = 0
        for one in Self.cases(seed: seed) {
            let found = try? KeepalivePlanner(one.wish, within: limits, in: one.environment).plan()
            let expected = Self.best(of: one.wish, one.environment)
            #expect(found?.keepalive == expected, "seed \(seed): \(one.wish)")
            if expected != nil { fitting += 1 }
        }
        #expect(fitting > 1, "seed \(seed)")
    }

    /// What a refusal says would do does.
    @Test(arguments: [1, 2, 3] as [UInt64]) func whatWouldDoDoes(seed: UInt64) throws {
        let limits = try Self.limits()
        var tried = 0
        for one in Self.cases(seed: seed) {
            do {
                _ = try KeepalivePlanner(one.wish, within: limits, in: one.environment).plan()
            } catch {
                let message = error.message
                let remedies = message.split(separator: "; ").last?.split(separator: " ") ?? []
                for (name, value) in zip(remedies, remedies.dropFirst()) where name.hasPrefix("--") {
                    var wish = one.wish
                    let number = try #require(Int64(String(value.filter(\.isNumber))), "\(message)")
                    switch name {
                    case "--idle": wish.idle = number
                    case "--interval": wish.interval = number
                    case "--count": wish.count = number
                    default: Issue.record("seed \(seed): \(message)")
                    }
                    #expect(throws: Never.self, "seed \(seed): \(message)") {
                        _ = try KeepalivePlanner(wish, within: limits, in: one.environment).plan()
                    }
                    tried += 1
                }
                for (name, value) in zip(remedies.dropFirst(), remedies.dropFirst(3)) where name.hasPrefix("thresholds.") {
                    var environment = one.environment
                    let number = try #require(Double(String(value.filter { $0.isNumber || $0 == "." })), "\(message)")
                    switch name {
                    case "thresholds.detection": environment.thresholds.detection = Int64(number)
                    case "thresholds.probeEvery": environment.thresholds.probeEvery = Int64(number)
                    case "thresholds.probeInterval": environment.thresholds.probeInterval = Int64(number)
                    case "thresholds.falseDropsPerDay": environment.thresholds.falseDropsPerDay = number / 100
                    default: Issue.record("seed \(seed): \(message)")
                    }
                    #expect(throws: Never.self, "seed \(seed): \(message)") {
                        _ = try KeepalivePlanner(one.wish, within: limits, in: environment).plan()
                    }
                    tried += 1
                }
            }
        }
        #expect(tried > 2, "seed \(seed)")
    }
}
