import PolicyRules
import Testing

@Suite struct SW206MiddleboxIgnoresProbesTests {
    @Test func namesAllThatIgnoreProbes() throws {
        let deaf = try ["aws-alb", "haproxy"].map { try #require(Middlebox.profile($0)) }
        #expect(
            try review(policy(recipe())) { $0.middleboxes += deaf }.lines("SW206") == [
                "SW206 warning spec.socketOptions: keepalive probes do not reset the idle timer of aws-alb (60 s) and haproxy (60 s): idle connections are closed there all the same; raise that idle timeout, or let the application send data in time"
            ])
    }

    @Test func othersAreFine() throws {
        #expect(try review(policy(recipe())).lines("SW206").isEmpty)
    }

    @Test func onlyOnTheWayOfTheseConnections() throws {
        let deaf = try #require(Middlebox.profile("aws-classic-elb"))
        let backendPolicy = backendConfigPolicy("tcpKeepalive: {keepAliveTime: 60s}")
        #expect(try review(backendPolicy) { $0.middleboxes = [deaf] }.lines("SW206").isEmpty)
        #expect(try review(backendPolicy) { $0.upstreamMiddleboxes = [deaf] }.lines("SW206").count == 1)
    }

    @Test func keepaliveThatIsOffPromisesNothing() throws {
        let deaf = try #require(Middlebox.profile("aws-alb"))
        let off = recipe(enable: 0, idle: nil, interval: nil, count: nil)
        #expect(try review(policy(off)) { $0.middleboxes = [deaf] }.lines("SW206").isEmpty)
    }
}
