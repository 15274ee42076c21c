import Foundation
import SocketOptions
import Testing

extension EnvoyTests {
    /// The outcome in every policy's `Resolution` against what Envoy does with the same options.
    @Suite(.serialized)
    struct AgreementTests {
        private struct Situation: Hashable, CustomStringConvertible {
            let privilege: Privilege
            let address: EnvoyListener.Address

            var description: String { "\(privilege.rawValue) on \(address.rawValue)" }

            static let all = Privilege.available.flatMap { privilege in
                EnvoyListener.Address.allCases.map { Situation(privilege: privilege, address: $0) }
            }
        }

        @Test
        func `Envoy does with every policy what its resolution says`() async throws {
            // To see a seed's policies again, or more of them: SOCKWARDEN_SEED, SOCKWARDEN_RANDOM_POLICIES.
            let environment = ProcessInfo.processInfo.environment
            let seed = environment["SOCKWARDEN_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 0..<1_000_000_000)
            let count = environment["SOCKWARDEN_RANDOM_POLICIES"].flatMap(Int.init) ?? 2500
            var random = RandomPolicies(seed: seed, rows: RunningKernel.table.options)
            let policies = EdgePolicies.all(in: RunningKernel.table) + EdgePolicies.sequences + (0..<count).map { _ in random.next() }

            var tally = Tally()
            for situation in Situation.all { try await compare(policies, in: situation, into: &tally) }
            print(
                "Envoy agreement: \(tally.agreements + tally.disagreements) policies, \(tally.disagreements) disagreements, "
                    + "\(tally.silentLosses) silent losses, \(tally.falseRefusals) refusals that are none, Envoy \(try await EnvoyTool.newest?.version() ?? "?"), Linux \(RunningKernel.version), seed \(seed) "
                    + "(\(tally.summary); as \(Privilege.available.map(\.rawValue).joined(separator: " and ")))")
            #expect(tally.disagreements == 0)
            #expect(tally.silentLosses == 0)
            #expect(tally.falseRefusals == 0)
            // Else it would prove less than it says.
            #expect(tally.kinds.count == 4)
        }

        private func compare(_ policies: [[WrittenOption]], in situation: Situation, into tally: inout Tally) async throws {
            var listeners: [EnvoyListener] = []
            var predicted: [String: Verdict] = [:]
            var said: [String: Said] = [:]
            for (number, options) in policies.enumerated() {
                let policy = try Prediction.object(ofManifest: Prediction.manifest(options))
                let prediction = try Prediction(policy, on: situation.address, as: situation.privilege)
                let name = "policy-\(number)"
                predicted[name] = prediction.verdict
                if prediction.verdict == nil { tally.undetermined += 1 }
                said[name] = try prediction.review(of: policy)
                listeners.append(EnvoyListener(name: name, address: situation.address, options: options))
            }
            let suspects = Set(predicted.filter { $0.value == .refusedWhenParsed }.keys)
            let verdicts = try await EnvoyJudge(privilege: situation.privilege).verdicts(on: listeners, suspects: suspects)
            for listener in listeners {
                guard let actual = verdicts[listener.name], let said = said[listener.name] else {
                    throw EnvoyFailure("Envoy gave no verdict on \(listener)")
                }
                if tally.count(said: said, actual: actual) {
                    Issue.record(
                        """
                        as \(situation): Envoy: \(actual), errors \(said.errors)\(said.isNodeDependent ? ", the node decides" : "")
                        \(listener.options.map(\.manifestJSON).joined(separator: "\n"))
                        """)
                }
                guard let expected = predicted[listener.name] else { continue }
                if tally.count(expected: expected, actual: actual) {
                    Issue.record(
                        """
                        as \(situation): predicted \(expected), Envoy: \(actual)
                        \(listener.options.map(\.manifestJSON).joined(separator: "\n"))
                        """)
                }
            }
        }

        private struct Tally {
            var agreements = 0
            var disagreements = 0
            var undetermined = 0
            /// Policies that Envoy lost without an error or a warning that the node decides.
            private(set) var silentLosses = 0
            /// Policies that Envoy took although an error called something in them refused.
            private(set) var falseRefusals = 0
            private(set) var kinds: [String: Int] = [:]
            private var told: Set<[Verdict]> = []

            /// Returns whether this is a disagreement of a kind not told of before.
            mutating func count(expected: Verdict, actual: Verdict) -> Bool {
                kinds[actual.kind, default: 0] += 1
                if expected.isFulfilled(by: actual) {
                    agreements += 1
                    return false
                }
                disagreements += 1
                return told.count < 60 && told.insert([expected, actual]).inserted
            }

            /// Returns whether the findings do not fit what Envoy did, for the first of such.
            mutating func count(said: Said, actual: Verdict) -> Bool {
                if actual == .accepted, !said.refusals.isEmpty {
                    falseRefusals += 1
                    return falseRefusals <= 20
                }
                if actual != .accepted, !said.foretellsLoss {
                    silentLosses += 1
                    return silentLosses <= 20
                }
                return false
            }

            var summary: String {
                let counts = kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
                return (counts + ["\(undetermined) more depend on the node"]).joined(separator: ", ")
            }
        }
    }
}

extension Verdict {
    fileprivate var kind: String {
        switch self {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .removed: "removed in silence"
        case .refusedWhenParsed: "refused when parsed"
        }
    }
}
