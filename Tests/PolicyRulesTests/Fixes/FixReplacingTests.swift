import PolicyRules
import Testing

/// A fix leaves the source what it was: JSON stays JSON, quotes stay quotes.
@Suite struct FixReplacingTests {
    private let json = """
        {"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "spec": {"socketOptions": [
          {"level": 1, "name": 9, "int_value": 1, "state": "STATE_LISTENING"}]}}
        """

    @Test func keysAndNamesInJSON() throws {
        let reviewed = try review(json.replacing("int_value", with: "intValue"))
        let state = try #require(reviewed.review.findings.first { $0.rule.code == "SW111" }?.fix)
        #expect(state.applied(to: json.replacing("int_value", with: "intValue")).contains(#""state": "STATE_PREBIND"}"#))
        let key = try #require(try review(json).review.findings.first { $0.rule.code == "SW125" }?.fix)
        #expect(key.applied(to: json).contains(#""name": 9, "intValue": 1"#))
    }

    /// Neither a byte order mark nor an enclosing list makes it YAML.
    @Test func textInJSONHasQuotes() throws {
        let json = """
            {"apiVersion": "gateway.kgateway.dev/v1alpha1", "kind": "ListenerPolicy", "spec": {"default": {"tcpKeepalive": {"keepAliveTime": 60}}}}
            """
        for text in [json, "\u{FEFF}" + json] {
            let fix = try #require(try review(text).review.findings.first { $0.rule.code == "SW302" }?.fix)
            #expect(fix.applied(to: text) == text.replacing(#""keepAliveTime": 60"#, with: #""keepAliveTime": "60s""#))
        }
    }

    @Test func plainTextInYAML() throws {
        let yaml = policy("- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_LISTENING}")
        let fix = try #require(try review(yaml).review.findings.first { $0.rule.code == "SW111" }?.fix)
        #expect(fix.applied(to: yaml) == yaml.replacing("STATE_LISTENING", with: "STATE_PREBIND"))
    }

    @Test func otherEntriesOfAFlowMapStay() throws {
        let yaml = policy("- {description: enable keepalive, level: 1, name: 9, 'int_value': 1}")
        let fix = try #require(try review(yaml).review.findings.first { $0.rule.code == "SW125" }?.fix)
        #expect(fix.applied(to: yaml) == yaml.replacing("int_value", with: "intValue"))
    }
}
