import PolicyRules
import Testing

@Suite struct SW211UserTimeoutOverridesTests {
    @Test func lengthens() throws {
        #expect(
            try review(policy(recipe(userTimeout: 200_000))).lines("SW211") == [
                "SW211 warning spec.socketOptions[4].intValue: TCP_USER_TIMEOUT (6/18) of 200000 ms overrides TCP_KEEPCNT (6/6): a dead peer is noticed after 200 s instead of 120 s; write 120000, or remove it"
            ])
    }

    @Test func shortens() throws {
        #expect(
            try review(policy(recipe(userTimeout: 100_000))).lines("SW211") == [
                "SW211 warning spec.socketOptions[4].intValue: TCP_USER_TIMEOUT (6/18) of 100000 ms overrides TCP_KEEPCNT (6/6): a dead peer is noticed after 100 s instead of 120 s; write 120000, or remove it"
            ])
    }

    /// What SW207 and SW208 advise must not be taken back.
    @Test(arguments: [(60, 1, 120_000, 3), (10, 2, 70_000, 3)])
    func aCountThatIsTooLowIsRaised(idle: Int, count: Int, timeout: Int, inForce: Int) throws {
        let reviewed = try review(policy(recipe(idle: idle, count: count, userTimeout: timeout)))
        #expect(reviewed.lines("SW211").first?.hasSuffix("; raise TCP_KEEPCNT (6/6) to \(inForce)") == true, "\(reviewed.lines("SW2"))")
        let text = policy(recipe(idle: idle, count: count, userTimeout: timeout))
        let after = try #require(reviewed.review.findings.first { $0.rule.code == "SW211" }?.fix).applied(to: text)
        #expect(after == policy(recipe(idle: idle, count: inForce, userTimeout: timeout)))
        #expect(try review(after).lines("SW2").isEmpty)
    }

    /// The kernel looks when a probe is due: anything above two intervals is three probes.
    @Test(arguments: [100_001, 120_000]) func agreeingIsFine(timeout: Int) throws {
        #expect(try review(policy(recipe(userTimeout: timeout))).lines("SW211").isEmpty)
    }

    @Test func oneMillisecondMoreIsAnotherProbe() throws {
        #expect(try review(policy(recipe(userTimeout: 120_001))).lines("SW211").count == 1)
    }

    @Test func zeroLeavesTheCountInCharge() throws {
        #expect(try review(policy(recipe(userTimeout: 0))).lines("SW211").isEmpty)
    }

    @Test func withoutKeepaliveThereIsNothingToOverride() throws {
        let off = recipe(enable: nil, idle: nil, interval: nil, count: nil, userTimeout: 30_000)
        #expect(try review(policy(off)).lines("SW2").isEmpty)
    }

    @Test func noAgreeingValueWhereTheNumberIsTooLarge() throws {
        let lines = try review(policy(recipe(idle: 32_767, interval: 32_767, count: 127, userTimeout: 60_000))).lines("SW211")
        #expect(lines.first?.hasSuffix("; remove it") == true)
    }
}
