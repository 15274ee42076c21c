import Manifests
import PolicyKinds
import PolicyRules
import Testing

@Suite struct SW202KeepaliveSwitchedOffTests {
    @Test func zeroBesideTheRest() throws {
        let reviewed = try review(policy(recipe(enable: 0)))
        #expect(
            reviewed.lines("SW2") == [
                "SW202 error spec.socketOptions[0].intValue: SO_KEEPALIVE (1/9) is 0, which switches keepalive off: TCP_KEEPIDLE (6/4), TCP_KEEPINTVL (6/5) and TCP_KEEPCNT (6/6) do nothing; write intValue 1, or remove the other options"
            ])
        #expect(reviewed.review.findings.first { $0.rule.code == "SW202" }?.fix?.edits.map(\.replacement) == ["1"])
    }

    @Test func zeroAloneIsAPlainWish() throws {
        #expect(try review(policy(recipe(enable: 0, idle: nil, interval: nil, count: nil))).lines("SW2").isEmpty)
    }

    @Test func lastInEnvoysOrderCounts() throws {
        let on = "- {description: enable keepalive, level: 1, name: 9, intValue: 1, state: STATE_PREBIND}"
        let off = "- {description: enable keepalive, level: 1, name: 9, intValue: 0, state: STATE_LISTENING}"
        let idle = recipe(enable: nil)
        #expect(try review(policy([off, idle, on].joined(separator: "\n"))).lines("SW202").count == 1)
        #expect(try review(policy([off.replacing("LISTENING", with: "PREBIND"), idle, on].joined(separator: "\n"))).lines("SW202").isEmpty)
    }

    @Test(arguments: [1, -1, 2]) func anythingElseIsOn(value: Int) throws {
        #expect(try review(policy(recipe(enable: value))).lines("SW202").isEmpty)
    }
}
