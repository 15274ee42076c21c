import Manifests
import PolicyKinds
import SocketOptions
import TestSupport
import Testing

@testable import PolicyRules

/// The short way, on which an option is found sound at one look-up, held to the long one; and both to what Envoy makes of the list.
@Suite struct SoundOptionsTests {
    /// Every row with values at its edges, in several states, alone and described.
    static let lists: [String] = {
        var lists: [String] = []
        for row in TargetPlatform.linuxAMD64.table.options {
            var values: Set<Int32> = [-1, 0, 1, 60]
            if case .intervals(let ranges) = row.acceptance.values {
                for range in ranges {
                    values.formUnion([range.lowerBound, range.upperBound, range.upperBound &+ 1])
                }
            }
            for hazard in row.hazards { for range in hazard.values { values.formUnion([range.lowerBound, range.upperBound]) } }
            for value in values.sorted() {
                for state in ["", ", state: STATE_LISTENING"] + (value == 1 ? [", state: state_prebind"] : []) {
                    let option = "level: \(row.key.level), name: \(row.key.name), intValue: \(value)\(state)"
                    lists.append("- {\(option)}")
                    if state.isEmpty {
                        for description in ["keepalive interval", "TCP_NODELAY"] where value == 60 || value == 1 {
                            lists.append("- {description: \(description), \(option)}")
                        }
                    }
                }
            }
        }
        return lists
    }()

    static let environments: [CompiledEnvironment] = {
        var environments = Array(repeating: TargetEnvironment(), count: 4)
        environments[0].kernel = KernelVersion(7, 0)
        environments[1].listenerFamily = .ipv4
        environments[1].kernel = KernelVersion(4, 19)
        environments[1].capabilities = .all
        environments[1].platforms = [.linuxS390X, .linuxAMD64]
        environments[2].platforms = [.linuxAMD64, .gvisor]
        environments[3].platforms = [.linuxMIPS, .linuxAMD64]
        return environments.map(CompiledEnvironment.init)
    }()

    @Test(arguments: environments.indices) func theShortWayFindsWhatTheLongOneFinds(index: Int) throws {
        let environment = Self.environments[index]
        var short = 0
        for lines in Self.lists {
            let isShort = try holdsToTheLongWay(lines, environment)
            if isShort { short += 1 }
        }
        // On other numbers than the usual ones there is no short way.
        #expect(environment.isUsualLinux ? short > 50 : short == 0, "\(short)")
    }

    /// Whatever Envoy may lose on a target platform has an error, or a warning that says on what it depends.
    @Test(arguments: environments.indices) func noLossGoesUnsaid(index: Int) throws {
        let environment = Self.environments[index]
        var lost = 0
        for lines in Self.lists {
            let list = try list(lines, environment, looksAtAll: true)
            let findings = PolicyReview(of: list.object, in: list.context).findings.filter { $0.rule.code != "SW401" }
            for resolution in list.resolutions where resolution.outcome != .accepted {
                lost += 1
                let isSaid = findings.contains { $0.severity == .error || $0.rule.code == "SW126" }
                #expect(isSaid, "\(lines) on \(resolution.platform.rawValue): \(resolution.outcome), \(findings.map(\.rule.code))")
            }
        }
        #expect(lost > 100)
    }

    /// Random lists of several options, among them some that are sound and some that are not.
    @Test(arguments: environments.indices) func theShortWayFindsWhatTheLongOneFindsInRandomLists(index: Int) throws {
        let environment = Self.environments[index]
        var generator = SeededGenerator(seed: 20_261_123)
        var short = 0
        for _ in 0..<200 {
            let count = Int.random(in: 2...6, using: &generator)
            let lines = try (0..<count).map { _ in
                // Keepalive settings are what people write.
                try #require((Int.random(in: 0..<8, using: &generator) > 0 ? Self.recipes : Self.lists).randomElement(using: &generator))
            }
            let isShort = try holdsToTheLongWay(lines.joined(separator: "\n"), environment)
            if isShort { short += 1 }
        }
        if environment.isUsualLinux { #expect(short > 20, "\(short)") }
    }

    /// What people write, one option each: keepalive settings that are mostly sound, a description that mostly fits.
    private static let recipes: [String] = {
        let settings = [
            ("level: 1, name: 9", "enable keepalive"), ("level: 6, name: 4", "idle time"), ("level: 6, name: 5", "keepalive interval"),
            ("level: 6, name: 6", "probes count"), ("level: 6, name: 18", "user timeout"),
        ]
        return settings.flatMap { pair, fitting in
            ["", "description: \(fitting), ", "description: \(fitting), ", "description: idle time, "].flatMap { description in
                [1, 20, 60, 100, 300].map { "- {\(description)\(pair), intValue: \($0)}" }
            }
        }
    }()

    /// Holds the review of a list to one in which every option is looked at, whole reviews with keepalive and all.
    /// - Returns: whether every option was sound at one look-up.
    private func holdsToTheLongWay(_ lines: String, _ environment: CompiledEnvironment) throws -> Bool {
        let quick = try list(lines, environment)
        let thorough = try list(lines, environment, looksAtAll: true)
        let (quickly, thoroughly) = (quick.classified(), thorough.classified())
        #expect(texts(quickly.findings) == texts(thoroughly.findings), "\(lines)")
        #expect(quickly.list.verdicts.map(\.role) == thoroughly.list.verdicts.map(\.role), "\(lines)")
        for look in RuleRegistry.list { #expect(texts(look(quickly.list)) == texts(look(thoroughly.list)), "\(lines)") }
        let keepalives = (EffectiveKeepalive(quickly.list), EffectiveKeepalive(thoroughly.list))
        #expect(keepalives.0?.inForce == keepalives.1?.inForce, "\(lines)")
        if let quick = keepalives.0, let thorough = keepalives.1 {
            for look in RuleRegistry.keepalive { #expect(texts(look(quick)) == texts(look(thorough)), "\(lines)") }
        }
        return quick.resolutions.isEmpty
    }

    private func list(_ lines: String, _ environment: CompiledEnvironment, looksAtAll: Bool = false) throws -> ClassifiedList {
        let day = try #require(today)
        let object = try object(policy(lines))
        let configuration = try #require(object.configurations.first)
        let options = try #require(configuration.options)
        return ClassifiedList(
            options, in: configuration, of: object, context: ReviewContext(environment: environment, day: day), looksAtAll: looksAtAll)
    }

    private func texts(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.rule.code) \($0.severity) \($0.place.span) \($0.message)" }.sorted()
    }
}
