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

    /// A failure in STATE_LISTENING drops the listener: the same option is worse there.
    @Test func anotherStateIsANewError() throws {
        let listening = Option.macOS.replacing("}", with: #", "state": "STATE_LISTENING"}"#)
        #expect(try Answer(to: Request(options: listening, old: Option.macOS).body).allowed == false)
        #expect(try Answer(to: Request(options: Option.macOS, old: listening).body).allowed == false)
        #expect(try Answer(to: Request(options: listening, old: listening).body).allowed == true)
    }

    @Test(arguments: [
        // Another Gateway, one more, another listener of the same one.
        (#"[{"kind": "Gateway", "name": "other"}]"#, false),
        (#"[{"kind": "Gateway", "name": "http"}, {"kind": "Gateway", "name": "b"}]"#, false),
        (#"[{"kind": "Gateway", "name": "http", "sectionName": "a"}]"#, false), ("[]", false),
        (#"[{"kind": "Gateway", "name": "http"}]"#, true),
    ])
    func anErrorThatReachesMoreIsNew(targets: String, isAllowed: Bool) throws {
        let old = #"[{"kind": "Gateway", "name": "http"}]"#
        var request = Request(options: Option.macOS, old: Option.macOS)
        request.spec = #"{"targetRefs": \#(targets), "socketOptions": [\#(Option.macOS)]}"#
        request.oldSpec = #"{"targetRefs": \#(old), "socketOptions": [\#(Option.macOS)]}"#
        #expect(try Answer(to: request.body).allowed == isAllowed)
    }

    @Test func fewerTargetsAreNoWorse() throws {
        var request = Request(options: Option.macOS, old: Option.macOS)
        request.spec = #"{"targetRefs": [{"name": "b"}], "socketOptions": [\#(Option.macOS)]}"#
        request.oldSpec = #"{"targetRefs": [{"name": "a"}, {"name": "b"}], "socketOptions": [\#(Option.macOS)]}"#
        #expect(try Answer(to: request.body).allowed == true)
    }

    /// An error of one port is not an error of another.
    @Test func theSameErrorOnAnotherPortIsNew() throws {
        func spec(_ ports: [Int]) -> String {
            let entries = ports.map { #"{"port": \#($0), "listener": {"tcpKeepalive": {"keepAliveTime": "10h"}}}"# }
            return #"{"targetRefs": [{"name": "a"}], "perPort": [\#(entries.joined(separator: ", "))]}"#
        }
        var request = Request(options: "", old: "")
        (request.spec, request.oldSpec) = (spec([80, 443]), spec([443, 80]))
        #expect(try Answer(to: request.body).allowed == true)
        request.oldSpec = spec([80])
        let answer = try Answer(to: request.body)
        #expect(answer.allowed == false && answer.causes.count == 1)
    }

    /// What stands beyond the bound is unchecked: the list must stay as it was.
    @Test func whatWasNotLookedAtMustNotChange() throws {
        func list(_ last: String) -> String {
            (Array(repeating: #"{"level": 6, "name": 25, "intValue": 1}"#, count: 256) + [last]).joined(separator: ",")
        }
        let good = #"{"level": 1, "name": 9, "intValue": 1}"#
        #expect(try Answer(to: Request(options: list(good), old: list(good)).body).allowed == true)
        #expect(try Answer(to: Request(options: list(Option.macOS), old: list(good)).body).allowed == false)
    }

    /// The general setting reaches every port that has no entry of its own.
    @Test func anEntryThatGoesLeavesItsPortToTheDefault() throws {
        func spec(_ ports: [Int]) -> String {
            let entries = ports.map { #"{"port": \#($0), "listener": {"tcpKeepalive": {"keepAliveTime": "60s"}}}"# }
            return
                #"{"targetRefs": [{"name": "a"}], "default": {"tcpKeepalive": {"keepAliveTime": "10h"}}, "perPort": [\#(entries.joined(separator: ", "))]}"#
        }
        var request = Request(options: "", old: "")
        (request.spec, request.oldSpec) = (spec([443, 80]), spec([443]))
        #expect(try Answer(to: request.body).allowed == true)
        for ports in [[], [444]] {
            request.spec = spec(ports)
            #expect(try Answer(to: request.body).allowed == false)
        }
    }

    /// A duplicate is an error of all that set the option: another winner is another error.
    @Test func anotherDuplicateIsANewError() throws {
        func list(_ first: Int) -> String {
            [first, 60_000].map { #"{"level": 6, "name": 18, "intValue": \#($0)}"# }.joined(separator: ",")
        }
        #expect(try Answer(to: Request(options: list(30_000), old: list(30_000)).body).allowed == true)
        #expect(try Answer(to: Request(options: list(240_000), old: list(30_000)).body).allowed == false)
    }

    @Test func errorsOfACreateAreNeverSoftened() throws {
        #expect(try Answer(to: Request(options: Option.macOS).body).allowed == false)
    }
}
