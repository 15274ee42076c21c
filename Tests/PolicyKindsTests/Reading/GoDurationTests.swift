import Manifests
import PolicyKinds
import Testing

/// Go's time.ParseDuration, with the cases of its own documentation and tests in mind.
@Suite struct GoDurationTests {
    @Test(
        arguments: [
            ("0", 0), ("+0", 0), ("-0", 0), ("0s", 0), ("5s", 5_000_000_000), ("30s", 30_000_000_000), ("1478s", 1_478_000_000_000),
            ("-5s", -5_000_000_000), ("+5s", 5_000_000_000), ("5.0s", 5_000_000_000), ("5.6s", 5_600_000_000), ("5.s", 5_000_000_000),
            (".5s", 500_000_000), ("1.0s", 1_000_000_000), ("1.004s", 1_004_000_000), ("100.00100s", 100_001_000_000), ("10ns", 10),
            ("11us", 11_000), ("12µs", 12_000), ("12μs", 12_000), ("13ms", 13_000_000), ("14s", 14_000_000_000), ("15m", 900_000_000_000),
            ("16h", 57_600_000_000_000), ("3h30m", 12_600_000_000_000), ("10.5s4m", 250_500_000_000), ("-2m3.4s", -123_400_000_000),
            ("1h2m3s4ms5us6ns", 3_723_004_005_006), ("39h9m14.425s", 140_954_425_000_000), ("52763797000ns", 52_763_797_000),
            ("0.3333333333333333333h", 1_200_000_000_000), ("9007199254740993ns", 9_007_199_254_740_993),
            ("9223372036854775807ns", Int64.max), ("9223372036854775.807us", Int64.max), ("9223372036s854ms775us807ns", Int64.max),
            ("-9223372036854775808ns", Int64.min), ("-9223372036854775.808us", Int64.min),
            ("0.9223372036854775807h", 3_320_413_933_267), ("0.100000000000000000000h", 360_000_000_000), ("1s1s", 2_000_000_000),
            ("0.830103483285477580700h", 2_988_372_539_827), ("0.0000000000000000000000000000001h", 0),
        ] as [(String, Int64)])
    func reads(text: String, nanoseconds: Int64) throws { #expect(GoDuration(text)?.nanoseconds == nanoseconds) }

    @Test(arguments: [
        "", "3", "-", "s", ".", "-.", ".s", "+.s", "1d", "60", "60 s", " 60s", "60s ", "60S", "1h-5m", "1mx", "1ms2", "--1s", "1e3s",
        "1_0s",
        "\u{85}1s", "60sec", "1w", "１s", "9223372036854775808ns", "9223372036854775.808us", "9223372036854ms775us808ns",
        "-9223372036854775809ns", "3000000h", "2562048h", "99999999999999999999s", "9223372036854775807ns1ns",
    ])
    func refuses(text: String) { #expect(GoDuration(text) == nil) }

    /// No field takes them, and none costs more to refuse than its length.
    @Test func refusesLongTexts() {
        #expect(GoDuration(String(repeating: "0s", count: 128)) == GoDuration(nanoseconds: 0))
        for part in ["0s", "1h", "0", ".", "µs"] { #expect(GoDuration(String(repeating: part, count: 1_000_000)) == nil) }
    }

    @Test func knowsItsSeconds() throws {
        let duration = try #require(GoDuration("1500ms"))
        #expect(duration.wholeSeconds == 1 && duration.hasFractionOfSecond)
        let minute = try #require(GoDuration("1m"))
        #expect(minute.wholeSeconds == 60 && !minute.hasFractionOfSecond)
        #expect(try #require(GoDuration("-1500ms")).wholeSeconds == -1)
        #expect(GoDuration(nanoseconds: 7).nanoseconds == 7)
    }
}
