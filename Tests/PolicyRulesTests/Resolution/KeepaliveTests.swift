import Testing

@testable import PolicyRules

@Suite struct KeepaliveTests {
    @Test func guideIsDeadAfterAHundredSeconds() {
        #expect(Keepalive(idle: 60, interval: 20, count: 2).detectionTime == 100)
    }

    @Test func defaultsAreLinuxs() {
        #expect(Keepalive().detectionTime == 7875)
    }

    /// Settings measured against a real kernel: see the network tests.
    @Test(arguments: [
        (2, 1, 2, 8000, 6, 8), (2, 1, 9, 4000, 2, 4), (3, 1, 9, 1500, 1, 4), (2, 5, 2, 3000, 1, 7), (60, 20, 2, 100_000, 2, 100),
    ])
    func userTimeoutReplacesTheCount(idle: Int64, interval: Int64, count: Int64, timeout: Int64, inForce: Int64, detection: Int64) {
        let keepalive = Keepalive(idle: idle, interval: interval, count: count, userTimeout: timeout)
        #expect(keepalive.countInForce == inForce)
        #expect(keepalive.detectionTime == detection)
    }

    @Test func userTimeoutOfZeroLeavesTheCountInCharge() {
        #expect(Keepalive(idle: 60, interval: 20, count: 2, userTimeout: 0).countInForce == 2)
    }

    @Test func guideAtOnePercentLossLosesFortyThreePercent() {
        let guide = Keepalive(idle: 60, interval: 20, count: 2)
        #expect(percentage(guide.falseDropsPerDay(loss: 0.01)) == "43 %")
        #expect(percentage(guide.falseDropsPerDay(loss: 0.001)) == "0.57 %")
    }

    @Test func falseDropsAreExactWhereTheyAreTiny() {
        let patient = Keepalive(idle: 60, interval: 20, count: 9).falseDropsPerDay(loss: 0.001)
        #expect(patient > 0)
        #expect(patient < 1e-20)
        #expect(Keepalive(idle: 60, interval: 20, count: 2).falseDropsPerDay(loss: 0) == 0)
        #expect(Keepalive(idle: 60, interval: 20, count: 2).falseDropsPerDay(loss: 1) == 1)
    }

    @Test func packetsOfTenThousandConnections() {
        #expect(Keepalive(idle: 5, interval: 20, count: 2).packetsPerHourOf10000 == 14_400_000)
    }
}
