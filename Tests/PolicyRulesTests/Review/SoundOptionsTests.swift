import Manifests
import PolicyKinds
import SocketOptions
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
                for state in ["", ", state: STATE_LISTENING"] {
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

    static let environments: [TargetEnvironment] = {
        var environments = Array(repeating: TargetEnvironment(), count: 3)
        environments[0].kernel = KernelVersion(7, 0)
        environments[1].listenerFamily = .ipv4
        environments[2].platforms = [.linuxAMD64, .gvisor]
        return environments
    }()

    @Test(arguments: environments.indices) func theShortWayFindsWhatTheLongOneFinds(index: Int) throws {
        let environment = Self.environments[index]
        var short = 0
        for lines in Self.lists {
            let list = try list(lines, environment)
            let (quick, thorough) = (list.classified(), list.classified(looksAtAll: true))
            #expect(texts(quick.findings) == texts(thorough.findings), "\(lines)")
            #expect(quick.list.verdicts.map(\.role) == thorough.list.verdicts.map(\.role))
            if thorough.findings.isEmpty { short += 1 }
        }
        #expect(short > 50)
    }

    /// Whatever Envoy may lose on a target platform has an error, or a warning that says on what it depends.
    @Test(arguments: environments.indices) func noLossGoesUnsaid(index: Int) throws {
        let environment = Self.environments[index]
        var lost = 0
        for lines in Self.lists {
            let list = try list(lines, environment)
            let findings = try review(policy(lines)) { $0 = environment }.review.findings.filter { $0.rule.code != "SW401" }
            for resolution in list.resolutions where resolution.outcome != .accepted {
                lost += 1
                let isSaid = findings.contains { $0.severity == .error || $0.rule.code == "SW126" }
                #expect(isSaid, "\(lines) on \(resolution.platform.rawValue): \(resolution.outcome), \(findings.map(\.rule.code))")
            }
        }
        #expect(lost > 100)
    }

    private func list(_ lines: String, _ environment: TargetEnvironment) throws -> ClassifiedList {
        let day = try #require(today)
        let object = try object(policy(lines))
        let configuration = try #require(object.configurations.first)
        let options = try #require(configuration.options)
        return ClassifiedList(options, in: configuration, of: object, context: ReviewContext(environment: environment, day: day))
    }

    private func texts(_ findings: [Finding]) -> [String] {
        findings.map { "\($0.rule.code) \($0.severity) \($0.place.span) \($0.message)" }.sorted()
    }
}
