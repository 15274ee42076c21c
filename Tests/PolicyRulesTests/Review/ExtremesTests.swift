import PolicyRules
import Testing

/// Numbers at and beyond every limit: arithmetic that overflows would end the webhook.
@Suite struct ExtremesTests {
    private let numbers: [Int?] = [nil, Int.min, 1, 32_767, Int(Int32.max)]

    @Test func rawOptions() throws {
        var reviews = 0
        for idle in numbers {
            for interval in numbers {
                for count in numbers {
                    for userTimeout in numbers {
                        let found = try review(
                            policy(recipe(idle: idle, interval: interval, count: count, userTimeout: userTimeout)),
                            old: policy(recipe()), origin: .admission
                        ).review.findings
                        #expect(found.allSatisfy { !$0.message.isEmpty && !$0.message.contains("\n") })
                        reviews += 1
                    }
                }
            }
        }
        #expect(reviews == 625)
    }

    @Test(arguments: ["", "0s", "-1s", "32767s", "99999h99999h99999h99999h", "9223372036s", "1ns", "9999999999999999999s"])
    func durations(text: String) throws {
        let quoted = "\"\(text)\""
        let found = try review(
            backendConfigPolicy(
                """
                commonHttpProtocolOptions: {idleTimeout: \(quoted)}
                http2ProtocolOptions: {connectionKeepalive: {interval: \(quoted), timeout: \(quoted)}}
                tcpKeepalive: {keepAliveTime: \(quoted), keepAliveInterval: \(quoted), keepAliveProbes: 127}
                """)
        ).review.findings
        #expect(found.allSatisfy { !$0.message.isEmpty && !$0.message.contains("\n") })
    }
}
