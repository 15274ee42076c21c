import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// Numbers at and beyond every limit: arithmetic that overflows would end the webhook.
@Suite struct ExtremesTests {
    private let numbers: [Int?] = [nil, Int.min, 1, 32_767, Int(Int32.max)]

    /// Which of them the kernel takes, once Envoy has cut them to 32 bits: Int.min becomes 0.
    private static func isTaken(_ number: Int?, in range: ClosedRange<Int>) -> Bool { number.map { range.contains($0) } ?? true }

    @Test func rawOptions() throws {
        var explained = 0
        for idle in numbers {
            for interval in numbers {
                for count in numbers {
                    for userTimeout in numbers {
                        let reviewed = try review(
                            policy(recipe(idle: idle, interval: interval, count: count, userTimeout: userTimeout)),
                            old: policy(recipe()), origin: .admission)
                        let written: [(Int?, ClosedRange<Int>)] = [
                            (1, 1...1), (idle, 1...32_767), (interval, 1...32_767), (count, 1...127), (userTimeout, 1000...Int(Int32.max)),
                        ]
                        let refused = written.filter { $0.0 != nil }.enumerated().filter { !Self.isTaken($1.0, in: $1.1) }.map(\.offset)
                        let errors = reviewed.review.findings.filter { $0.severity == .error }
                        let places = Set(errors.map { $0.place.path(in: reviewed.object.node) })
                        let values = "idle \(idle ?? 0), interval \(interval ?? 0), count \(count ?? 0), user timeout \(userTimeout ?? 0)"
                        #expect(places == Set(refused.map { "spec.socketOptions[\($0)].intValue" }), "\(values)")
                        #expect(reviewed.review.findings.allSatisfy { Self.isOneLine($0.message) }, "\(values)")
                        explained += reviewed.review.explanations.count
                    }
                }
            }
        }
        // Explained is what the kernel takes: idle and interval two of the numbers or none, the count one or none, any user timeout.
        #expect(explained == 3 * 3 * 2 * 5)
    }

    /// What a duration far beyond every limit is called, and that nothing is promised of it.
    @Test(arguments: [
        ("", "SW303"), ("0s", "SW303"), ("-1s", "SW303"), ("32768s", "SW305"), ("99999h99999h99999h99999h", "SW305"),
        ("9223372036s", "SW303"), ("1ns", "SW303"), ("9999999999999999999s", "SW303"),
    ])
    func durations(text: String, code: String) throws {
        let quoted = "\"\(text)\""
        let reviewed = try review(
            backendConfigPolicy(
                """
                commonHttpProtocolOptions: {idleTimeout: \(quoted)}
                http2ProtocolOptions: {connectionKeepalive: {interval: \(quoted), timeout: \(quoted)}}
                tcpKeepalive: {keepAliveTime: \(quoted), keepAliveInterval: \(quoted), keepAliveProbes: 127}
                """))
        let found = reviewed.review.findings
        #expect(found.filter { $0.rule.code == code }.map { $0.place.path(in: reviewed.object.node) } == Self.fields, "\(reviewed.codes)")
        #expect(found.allSatisfy { Self.isOneLine($0.message) })
        #expect(reviewed.review.explanations.isEmpty)
    }

    @Test func theLongestDurationIsExplained() throws {
        let reviewed = try review(
            backendConfigPolicy("tcpKeepalive: {keepAliveTime: 32767s, keepAliveInterval: 32767s, keepAliveProbes: 127}"))
        #expect(reviewed.review.explanations.map(\.keepalive.detectionTime) == [32_767 * 128])
    }

    private static let fields = ["spec.tcpKeepalive.keepAliveTime", "spec.tcpKeepalive.keepAliveInterval"]

    private static func isOneLine(_ text: String) -> Bool { !text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 } }
}
