import PolicyRules
import Testing

@Suite struct SW208FalseDropsTests {
    @Test func guideAtOnePercentLoss() throws {
        #expect(
            try review(policy(recipe(count: 2))) { $0.packetLoss = 0.01 }.lines("SW20") == [
                "SW208 warning spec.socketOptions[3].intValue: 2 probes after 60 s idle: at 1 % packet loss 43 % of healthy connections that are idle all day are cut; write 4 or more probes (0.02 %)"
            ])
    }

    @Test func guideWithTheDefaultLoss() throws {
        #expect(try review(policy(recipe(count: 2))).lines("SW208").isEmpty)
    }

    @Test func suggestionIsTheSmallestCountThatIsFine() throws {
        let lossy = { (count: Int) in try review(policy(recipe(count: count))) { $0.packetLoss = 0.01 }.lines("SW208") }
        #expect(try lossy(3).count == 1)
        #expect(try lossy(4).isEmpty)
    }

    @Test func thresholdItselfIsAllowed() throws {
        let chance = Keepalive(idle: 60, interval: 20, count: 2).falseDropsPerDay(loss: 0.001)
        let at = { (threshold: Double) in
            try review(policy(recipe(count: 2))) { $0.thresholds.falseDropsPerDay = threshold }.lines("SW208").count
        }
        #expect(try at(chance) == 0)
        #expect(try at(chance.nextDown) == 1)
    }

    @Test func countInForceIsTheUserTimeouts() throws {
        #expect(
            try review(policy(recipe(count: 9, userTimeout: 100_000))) { $0.packetLoss = 0.01 }.lines("SW208") == [
                "SW208 warning spec.socketOptions[4].intValue: 2 probes (by TCP_USER_TIMEOUT) after 60 s idle: at 1 % packet loss 43 % of healthy connections that are idle all day are cut; write 140000 as TCP_USER_TIMEOUT, which is 4 probes"
            ])
    }

    @Test func noCountHelpsWhereEverythingIsLost() throws {
        #expect(
            try review(policy(recipe())) { $0.packetLoss = 1 }.lines("SW208") == [
                "SW208 warning spec.socketOptions[3].intValue: 3 probes after 60 s idle: at 100 % packet loss 100 % of healthy connections that are idle all day are cut; write a longer idle time"
            ])
    }

    @Test func defaultCountStandsAtTheIdleTime() throws {
        let lines = try review(policy(recipe(idle: 20, count: nil))) { $0.packetLoss = 0.4 }.lines("SW208")
        #expect(lines.first?.hasPrefix("SW208 warning spec.socketOptions[1].intValue: 9 probes after 20 s idle") == true)
    }
}
