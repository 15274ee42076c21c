import Testing

@testable import PolicyRules

@Suite struct WordingTests {
    @Test(arguments: [
        (0.43, "43 %"), (0.0057, "0.57 %"), (0.0131, "1.3 %"), (0.07, "7.0 %"), (1, "100 %"), (0.9996, "100 %"), (0.997, "99.7 %"),
        (0.000099, "less than 0.01 %"), (0, "less than 0.01 %"),
    ])
    func percentages(fraction: Double, text: String) {
        #expect(percentage(fraction) == text)
    }

    @Test(
        arguments: [
            (60, "60 s"), (599, "599 s"), (600, "600 s (10 min)"), (7200, "7200 s (2 h)"), (7875, "7875 s (2 h 11 min)"),
            (3600, "3600 s (60 min)"),
        ] as [(Int64, String)])
    func times(count: Int64, text: String) {
        #expect(seconds(count) == text)
    }

    @Test func enumerations() {
        #expect(enumeration([]) == "")
        #expect(enumeration(["a"]) == "a")
        #expect(enumeration(["a", "b"]) == "a and b")
        #expect(enumeration(["a", "b", "c"], "or") == "a, b or c")
    }
}
