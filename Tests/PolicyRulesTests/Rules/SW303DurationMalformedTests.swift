import PolicyRules
import Testing

@Suite struct SW303DurationMalformedTests {
    @Test func noDuration() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 1 min, keepAliveInterval: 1.5h, keepAliveProbes: -1}")).lines("SW3")
                == [
                    "SW303 error spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is \"1 min\", no duration that kgateway takes: write 60s",
                    "SW303 error spec.default.tcpKeepalive.keepAliveInterval: keepAliveInterval is \"1.5h\", no duration that kgateway takes: write 5400s",
                    "SW303 error spec.default.tcpKeepalive.keepAliveProbes: keepAliveProbes is -1, less than nothing: write a whole number from 1 to 127, such as 3",
                ])
    }

    @Test(arguments: ["1d", "60S", "", "123456s", "1h1m1s1ms1s", "-60s", "60s "]) func refusedByTheCRD(text: String) throws {
        let codes = try review(listenerPolicy("tcpKeepalive: {keepAliveTime: \"\(text)\"}")).codes
        #expect(codes.contains("SW303"))
    }

    @Test(arguments: ["1s", "1000ms", "1h1m1s1ms", "00060s", "9h"]) func takenByTheCRD(text: String) throws {
        #expect(try review(listenerPolicy("tcpKeepalive: {keepAliveTime: \(text)}")).lines("SW303").isEmpty)
    }

    @Test(arguments: ["${KEEPALIVE_IDLE}", "$(IDLE)", "{{ .Values.idle }}"]) func placeholderOfAnotherTool(text: String) throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: \"\(text)\", keepAliveProbes: 3}")).lines("SW3") == [
                "SW303 error spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is \"\(text)\", a placeholder that another tool is to replace: run the tool that replaces it first, or write a value such as 60s"
            ])
    }

    @Test func belowTheMinimum() throws {
        #expect(
            try review(listenerPolicy("tcpKeepalive: {keepAliveTime: 0s, keepAliveInterval: 999ms}")).lines("SW3") == [
                "SW303 error spec.default.tcpKeepalive.keepAliveTime: keepAliveTime is 0s, less than the minimum of 1 s: write 1s or more, such as 60s, or leave it out",
                "SW303 error spec.default.tcpKeepalive.keepAliveInterval: keepAliveInterval is 999ms, less than the minimum of 1 s: write 1s or more, such as 20s, or leave it out",
            ])
    }

    @Test func negativeSeconds() throws {
        #expect(
            try review(backend("{keepaliveTime: -5}")).lines("SW3") == [
                "SW303 error spec.connectionConfig.tcpKeepalive.keepaliveTime: keepaliveTime is -5, less than nothing: write a whole number of seconds from 1 to 32767, such as 60"
            ])
    }
}
