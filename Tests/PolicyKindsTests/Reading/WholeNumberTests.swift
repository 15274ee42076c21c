import Testing

@testable import Manifests
@testable import PolicyKinds

@Suite struct WholeNumberTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("60", 60), ("+60", 60), ("-60", -60), ("60.0", 60), ("60.", 60), ("6e1", 60), ("6E+1", 60),
            ("600e-1", 60),
            ("0.6e2", 60), (".6e2", 60), ("0060", 60), ("0e999999999999", 0), ("0.000", 0), ("0e-5", 0),
            ("1e18", 1_000_000_000_000_000_000),
            ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min), ("9223372036854775807.000", Int64.max),
            ("9.223372036854775807e18", Int64.max), ("0.00000000000000000000000000000000000000000000001e47", 1),
            ("10000000000000000000000000000000000000000e-40", 1), ("00000000000000000000000000000000000000000000000000000000007", 7),
        ] as [(String, Int64)])
    func values(text: String, value: Int64) { #expect(WholeNumber(text) == .value(value)) }

    @Test(arguments: ["60.5", "1e-1", "-0.1", "0.1", "1e-999999999999", "9223372036854775807.5", "1.00000000000000000000001"])
    func fractions(text: String) { #expect(WholeNumber(text) == .fraction) }

    @Test(arguments: [
        "9223372036854775808", "-9223372036854775809", "1e19", "1e400", "1e999999999999999999999", "18446744073709551615",
    ])
    func tooLarge(text: String) { #expect(WholeNumber(text) == .moreThan64Bits) }

    /// Not in the log, so no arguments.
    @Test func numbersOfAMillionDigits() {
        let zeros = String(repeating: "0", count: 1_000_000)
        let nines = String(repeating: "9", count: 1_000_000)
        for text in [nines, "1" + zeros, nines + "e5"] where WholeNumber(text) != .moreThan64Bits { Issue.record("\(text.prefix(5))…") }
        for text in ["1." + zeros, zeros + "1", "1" + zeros + "e-1000000"] where WholeNumber(text) != .value(1) {
            Issue.record("\(text.prefix(5))…")
        }
        for text in ["0." + nines, "1." + zeros + "1"] where WholeNumber(text) != .fraction { Issue.record("\(text.prefix(5))…") }
        for text in [zeros + "x", nines + "e", "1e" + zeros + "x"] where WholeNumber(text) != .notANumber {
            Issue.record("\(text.prefix(5))…")
        }
    }

    @Test(arguments: [
        "", " ", "-", "+", ".", "-.", "e5", "1e", "1e+", "1e5.0", "0x3c", "60s", " 60", "60 ", "--1", "+-1", "1_000", "1,5", "٣", "∞",
        "NaN",
    ])
    func noNumbers(text: String) { #expect(WholeNumber(text) == .notANumber) }
}
