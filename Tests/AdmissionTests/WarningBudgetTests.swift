import Testing

@testable import Admission

@Suite struct WarningBudgetTests {
    @Test func shortListsPassUnchanged() {
        #expect(WarningBudget.fitting([String]()) == [])
        #expect(WarningBudget.fitting(["a", "b"]) == ["a", "b"])
    }

    @Test func controlCharactersBecomeSpaces() {
        #expect(WarningBudget.fitting(["a\nb\u{7}c\u{85}d"]) == ["a b c d"])
    }

    @Test func exactlyTheBudgetPasses() {
        let lines = Array(repeating: String(repeating: "é", count: 512), count: 8)
        #expect(WarningBudget.fitting(lines) == lines)
    }

    @Test func beyondTheBudgetTheRestIsCounted() throws {
        let lines = (0..<40).map { "\($0)" + String(repeating: "x", count: 300) }
        let fitting = WarningBudget.fitting(lines)
        #expect(fitting.reduce(0) { $0 + $1.unicodeScalars.count } <= WarningBudget.limit)
        let shown = fitting.count - 1
        #expect(Array(fitting.prefix(shown)) == Array(lines.prefix(shown)))
        #expect(try #require(fitting.last).hasPrefix("and \(40 - shown) more"))
        #expect(shown >= 10)
    }

    @Test func oneLongWarningIsCut() {
        let fitting = WarningBudget.fitting([String(repeating: "x", count: 10_000), "y"])
        #expect(fitting.count == 2)
        #expect(fitting[0].unicodeScalars.count == WarningBudget.longest)
        #expect(fitting[0].hasSuffix("…"))
    }
}
