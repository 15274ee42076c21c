import PolicyRules
import Testing

@Suite struct SW405ReorderOnlyChangeTests {
    private let reversed = recipe().split(separator: "\n").reversed().joined(separator: "\n")

    @Test func otherOrder() throws {
        #expect(
            try review(policy(reversed), old: policy(recipe()), origin: .admission).lines("SW4") == [
                "SW405 warning spec.socketOptions: this update only reorders the options: Envoy takes it as no change and the sockets keep what they have; keep the old order"
            ])
    }

    /// Envoy keeps 30 in force, whatever the list says now (measured): the duplicate is the error, the reordering is said as well.
    @Test func duplicatesThatChangePlaces() throws {
        let twice = { (first: Int, second: Int) in recipe(idle: first) + "\n" + recipe(enable: nil, idle: second, interval: nil, count: nil)
        }
        let codes = try review(policy(twice(30, 60)), old: policy(twice(60, 30)), origin: .admission).codes
        #expect(codes.contains("SW405"))
        #expect(codes.contains("SW116"))
    }

    @Test func anotherNumberOfTheSameIsARealChange() throws {
        let once = recipe()
        let twice = once + "\n" + recipe(enable: nil, interval: nil, count: nil)
        #expect(try review(policy(twice), old: policy(once), origin: .admission).lines("SW4").map { $0.prefix(5) } == ["SW403"])
    }

    @Test func sameOrderIsNoChange() throws {
        #expect(try review(policy(recipe()), old: policy(recipe()), origin: .admission).lines("SW4").isEmpty)
    }
}
