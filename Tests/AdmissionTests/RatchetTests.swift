import Testing

@Suite struct RatchetTests {
    @Test func anErrorThatStoodIsAWarning() throws {
        var request = Request(options: Option.macOS, old: Option.macOS)
        request.metadata = #""name": "p", "labels": {"team": "edge"}"#
        let answer = try Answer(to: request.body)
        #expect(answer.allowed == true)
        #expect(
            answer.warnings.contains {
                $0.contains("65535/8") && $0.hasSuffix("(an error, let through because it stood here before) [SW102]")
            })
        #expect(answer.annotations["verdict"] == "allowed with errors")
    }

    @Test func aNewErrorIsDenied() throws {
        let answer = try Answer(to: Request(options: Option.macOS, old: Option.keepalive).body)
        #expect(answer.allowed == false)
    }

    @Test func anotherValueAtTheSamePlaceIsANewError() throws {
        let worse = #"{"description": "idle time", "level": 6, "name": 4, "intValue": 50000}"#
        let answer = try Answer(
            to: Request(options: "\(Option.keepalive), \(worse)", old: "\(Option.keepalive), \(Option.tooLong)").body)
        #expect(answer.allowed == false)
        #expect(answer.causes.count == 1)
    }

    @Test func mendingOneOfTwoPasses() throws {
        let answer = try Answer(
            to: Request(
                options: "\(Option.macOS), \(Option.idle)", old: "\(Option.macOS), \(Option.tooLong)"
            ).body)
        #expect(answer.allowed == true)
        #expect(answer.warnings.contains { $0.hasSuffix("stood here before) [SW102]") })
        #expect(!answer.warnings.contains { $0.contains("[SW106]") })
    }

    @Test func anOptionInFrontMakesNoOldErrorNew() throws {
        let answer = try Answer(
            to: Request(options: "\(Option.keepalive), \(Option.idle), \(Option.macOS)", old: "\(Option.idle), \(Option.macOS)").body)
        #expect(answer.allowed == true)
        #expect(answer.warnings.contains { $0.contains("spec.socketOptions[2].level") && $0.hasSuffix("stood here before) [SW102]") })
    }

    @Test func takingOneOfTwoEqualErrorsAwayPasses() throws {
        let answer = try Answer(to: Request(options: Option.macOS, old: "\(Option.macOS), \(Option.macOS)").body)
        #expect(answer.allowed == true)
    }

    @Test func theSameErrorOnceMoreIsDenied() throws {
        let answer = try Answer(to: Request(options: "\(Option.macOS), \(Option.macOS)", old: Option.macOS).body)
        #expect(answer.allowed == false)
        #expect(answer.causes.count == 1)
    }

    @Test func errorsOfACreateAreNeverSoftened() throws {
        #expect(try Answer(to: Request(options: Option.macOS).body).allowed == false)
    }
}
