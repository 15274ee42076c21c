import Configuration
import Foundation
import Linting
import MangledPolicies
import Manifests
import PolicyKinds
import PolicyRules
import SocketOptions
import TestSupport
import Testing

extension EnvoyTests {
    /// Mangled raw policies, mended: Envoy takes them, and where it is a recipe for keepalive, sockets have it.
    struct FixedPolicyTests {
        @Test
        func `mended policies are taken by Envoy`() async throws {
            let seed = SeededGenerator.runSeed
            let tools = try await ToolChoice()
            let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
            var settings: [ToolChoice.Sort: [GivenSetting: String]] = [:]
            var mended = 0
            for policy in MangledPolicy.all(perSetting: 6, seed: seed) {
                guard case .options = policy.setting.holds, policy.setting.becomes.isEnvoys, policy.setting.becomes != .adminOptions,
                    let kind = PolicyKinds.all.first(where: { $0.kind == policy.kind })
                else { continue }
                let sort = tools.sort(of: kind.product)
                var own = Settings()
                own.environment = try Prediction.environment(on: .ipv4, as: .unprivileged)
                own.environment.releases["envoy"] = tools.release(number: sort)
                // Raw options stay what they are, served or not.
                own.rules.byCode["SW401"] = .off
                let settled = own
                let review = { LintedFile(name: "policy.yaml", source: $0, settings: settled, day: day) }
                let source = Array(policy.text.utf8)
                let fixed = FixedSource(source, review(source), upTo: .unsafe, review: review)
                // What still has an error, or what the node decides, is nothing that Envoy must take.
                let isTaken = fixed.file.findings.allSatisfy { $0.finding.severity != .error && $0.finding.rule.code != "SW126" }
                guard fixed.source != source, isTaken else { continue }
                mended += 1
                let text = String(decoding: fixed.source, as: UTF8.self)
                guard let setting = try Self.given(text, policy.setting) else { continue }
                settings[sort, default: [:]][setting] = "seed \(seed), \(policy)\n\(policy.text)\nbecomes\n\(text)"
            }
            var taken = 0
            for (sort, given) in settings {
                var judge = SettingJudge(tool: tools.tool(sort))
                let outcomes = try await judge.outcomes(of: Array(given.keys), suspects: [])
                for (setting, outcome) in outcomes {
                    let comment = Comment(rawValue: "\(outcome), given \(setting.json)\n\(given[setting] ?? "")")
                    guard case .sockets = outcome else {
                        Issue.record(comment)
                        continue
                    }
                    taken += 1
                }
            }
            print("Envoy agreement of fixes: \(mended) mended raw policies, \(taken) different settings taken, seed \(seed)")
            #expect(mended >= 200 && taken == settings.values.reduce(0) { $0 + $1.count })
        }

        /// What the proxy gets.
        private static func given(_ text: String, _ setting: SettingPath) throws -> GivenSetting? {
            let trees = try ManifestReader.documents(in: Array(text.utf8)).map { try $0.get() }
            let objects = trees.flatMap(\.objects).compactMap(PolicyObject.init(from:))
            let configuration = objects.flatMap(\.configurations).first { $0.setting.path == setting.path }
            guard let configuration, case .field(let json) = configuration.proxySetting else { return nil }
            return GivenSetting(field: configuration.setting.becomes, json: json, family: .ipv4)
        }
    }
}
