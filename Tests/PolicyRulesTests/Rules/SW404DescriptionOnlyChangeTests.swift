import PolicyRules
import Testing

@Suite struct SW404DescriptionOnlyChangeTests {
    private let renamed = recipe().replacing("enable keepalive", with: "keepalive on")

    @Test func otherDescription() throws {
        #expect(
            try review(policy(renamed), old: policy(recipe()), origin: .admission).lines("SW4") == [
                "SW404 warning spec.socketOptions: this update changes descriptions only, but Envoy rebuilds the sockets and drains the listener all the same; keep them until the next real change"
            ])
    }

    @Test func otherOrderAsWell() throws {
        let reversed = renamed.split(separator: "\n").reversed().joined(separator: "\n")
        #expect(try review(policy(reversed), old: policy(recipe()), origin: .admission).lines("SW4").map { $0.prefix(5) } == ["SW404"])
    }

    @Test func anotherValueAsWellIsARealChange() throws {
        let changed = recipe(idle: 30).replacing("enable keepalive", with: "keepalive on")
        #expect(try review(policy(changed), old: policy(recipe()), origin: .admission).lines("SW4").map { $0.prefix(5) } == ["SW403"])
    }
}
