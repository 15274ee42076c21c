import PolicyRules
import Testing

@Suite struct SW403UpdateKeepsOldConnectionsTests {
    @Test func anotherValue() throws {
        #expect(
            try review(policy(recipe(idle: 30)), old: policy(recipe()), origin: .admission).lines("SW4") == [
                "SW403 warning spec.socketOptions: this update changes TCP_KEEPIDLE (6/4): Envoy drains the listener, and open connections keep the old values until they close; apply it when that suits you"
            ])
    }

    @Test func optionsThatComeAndGo() throws {
        #expect(
            try review(policy(recipe(count: nil, userTimeout: 90_000)), old: policy(recipe()), origin: .admission).lines("SW4") == [
                "SW403 warning spec.socketOptions: this update changes TCP_USER_TIMEOUT (6/18) and TCP_KEEPCNT (6/6): Envoy drains the listener, and open connections keep the old values until they close; apply it when that suits you"
            ])
    }

    @Test func wholeListThatGoes() throws {
        #expect(
            try review(listenerPolicy("proxyProtocol: {}"), old: policy(recipe()), origin: .admission).lines("SW4") == [
                "SW403 warning spec.socketOptions: this update changes SO_KEEPALIVE (1/9), TCP_KEEPIDLE (6/4), TCP_KEEPINTVL (6/5) and 1 more: Envoy drains the listener, and open connections keep the old values until they close; apply it when that suits you"
            ])
    }

    @Test func typedField() throws {
        #expect(
            try review(
                listenerPolicy("tcpKeepalive: {keepAliveTime: 61s}"), old: listenerPolicy("tcpKeepalive: {keepAliveTime: 60s}"),
                origin: .admission
            ).lines("SW4") == [
                "SW403 warning spec.default.tcpKeepalive: this update changes keepAliveTime: Envoy drains the listener, and open connections keep the old values until they close; apply it when that suits you"
            ])
    }

    @Test func upstreamDrainsNoListener() throws {
        #expect(
            try review(
                backendConfigPolicy("tcpKeepalive: {keepAliveTime: 61s}"), old: backendConfigPolicy("tcpKeepalive: {keepAliveTime: 60s}"),
                origin: .admission
            ).lines("SW4") == [
                "SW403 warning spec.tcpKeepalive: this update changes keepAliveTime: open connections to the backend keep the old values until they close; apply it when that suits you"
            ])
    }

    @Test func blockThatComesOrGoes() throws {
        let (with, without) = (backendConfigPolicy("tcpKeepalive: {}"), backendConfigPolicy("connectTimeout: 5s"))
        #expect(
            try review(with, old: without, origin: .admission).lines("SW4") == [
                "SW403 warning spec.tcpKeepalive: this update changes tcpKeepalive: open connections to the backend keep the old values until they close; apply it when that suits you"
            ])
        #expect(try review(without, old: with, origin: .admission).lines("SW403").map { $0.prefix(20) } == ["SW403 warning spec: "])
    }

    @Test func sameDurationWrittenOtherwise() throws {
        #expect(
            try review(
                listenerPolicy("tcpKeepalive: {keepAliveTime: 1m}"), old: listenerPolicy("tcpKeepalive: {keepAliveTime: 60s}"),
                origin: .admission
            ).lines("SW4").isEmpty)
    }

    @Test func stateWrittenOutIsNoChange() throws {
        let short = recipe().replacing(", state: STATE_PREBIND", with: "")
        #expect(try review(policy(short), old: policy(recipe()), origin: .admission).lines("SW4").isEmpty)
    }

    @Test func otherStateIsAChange() throws {
        let bound = recipe(idle: nil, interval: nil, count: nil).replacing("PREBIND", with: "BOUND")
        #expect(
            try review(policy(bound), old: policy(recipe(idle: nil, interval: nil, count: nil)), origin: .admission).lines("SW403").count
                == 1)
    }

    @Test func portsAreComparedByPort() throws {
        let first = "- {port: 80, listener: {tcpKeepalive: {keepAliveTime: 60s}}}"
        let second = "- {port: 81, listener: {tcpKeepalive: {keepAliveTime: 90s}}}"
        let old = listenerPolicy("", "perPort:\n\(first)\n\(second)")
        #expect(try review(listenerPolicy("", "perPort:\n\(second)\n\(first)"), old: old, origin: .admission).lines("SW4").isEmpty)
        #expect(try review(listenerPolicy("", "perPort:\n\(first)"), old: old, origin: .admission).lines("SW403").count == 1)
    }

    @Test func labelsAreNoChange() throws {
        let labelled = policy(recipe()).replacing("name: p,", with: "name: p, labels: {a: b},")
        #expect(try review(labelled, old: policy(recipe()), origin: .admission).lines("SW4").isEmpty)
    }

    @Test func creationIsNoUpdate() throws {
        #expect(try review(policy(recipe()), origin: .admission).lines("SW4").isEmpty)
    }
}
