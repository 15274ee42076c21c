import PolicyRules
import Testing

@Suite struct SW205OutlastsMiddleboxTests {
    @Test func namesAllThatItOutlasts() throws {
        #expect(
            try review(policy(recipe(idle: 350))).lines("SW20") == [
                "SW205 warning spec.socketOptions[1].intValue: TCP_KEEPIDLE (6/4) is 350 s, not below the idle timeout of aws-nlb (350 s) and azure-lb (240 s), which forget the connection first; write less than 240, such as 60"
            ])
    }

    @Test func equalIsTooLate() throws {
        #expect(
            try review(policy(recipe(idle: 240))).lines("SW20") == [
                "SW205 warning spec.socketOptions[1].intValue: TCP_KEEPIDLE (6/4) is 240 s, not below the idle timeout of azure-lb (240 s), which forgets the connection first; write less than 240, such as 60"
            ])
    }

    @Test func oneSecondBelowIsFine() throws {
        #expect(try review(policy(recipe(idle: 239))).lines("SW205").isEmpty)
    }

    @Test func defaultIdleStandsWhereKeepaliveIsSwitchedOn() throws {
        #expect(
            try review(policy(recipe(idle: nil))).lines("SW205") == [
                "SW205 warning spec.socketOptions[0].intValue: TCP_KEEPIDLE (6/4) is not set, which makes it 7200 s (2 h), not below the idle timeout of aws-nlb (350 s), azure-lb (240 s) and gcp-firewall (600 s), which forget the connection first; write less than 240, such as 60"
            ])
    }

    @Test func typedDuration() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 5m, keepAliveInterval: 20s, keepAliveProbes: 3}")).lines("SW205") == [
                "SW205 warning spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is 300 s, not below the idle timeout of azure-lb (240 s), which forgets the connection first; write less than 240s, such as 60s"
            ])
    }

    @Test func upstreamHasMiddleboxesOfItsOwn() throws {
        let policy = backendConfigPolicy("tcpKeepalive: {keepAliveTime: 400s, keepAliveInterval: 20s, keepAliveProbes: 3}")
        #expect(try review(policy).lines("SW205").isEmpty)
        let gateway = try #require(Middlebox.profile("aws-nat-gateway"))
        #expect(
            try review(policy) { $0.upstreamMiddleboxes = [gateway] }.lines("SW205") == [
                "SW205 warning spec.tcpKeepalive.keepAliveTime: keepAliveTime is 400 s, not below the idle timeout of aws-nat-gateway (350 s), which forgets the connection first; write less than 350s, such as 60s"
            ])
        #expect(
            try review(backend("{keepaliveTime: 400, keepaliveInterval: 20, keepaliveProbes: 3}")) { $0.upstreamMiddleboxes = [gateway] }
                .lines("SW205") == [
                    "SW205 warning spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is 400 s, not below the idle timeout of aws-nat-gateway (350 s), which forgets the connection first; write less than 350, such as 60"
                ])
    }

    @Test func middleboxThatIgnoresProbesIsAnotherRulesBusiness() throws {
        let balancer = try #require(Middlebox.profile("aws-alb"))
        #expect(try review(policy(recipe(idle: 300))) { $0.middleboxes = [balancer] }.lines("SW205").isEmpty)
    }

    @Test func nothingIsOutlastedWhileKeepaliveIsOff() throws {
        #expect(try review(policy(recipe(enable: 0, idle: 400))).lines("SW205").isEmpty)
    }
}
