import Manifests
import PolicyKinds
import PolicyRules
import Testing

@Suite struct SuppressionsTests {
    /// One probe, which SW207 warns of, and a value that the kernel refuses, under these annotations.
    private func suppressing(_ annotations: String) -> String {
        policy(recipe(count: 1)).replacing("namespace: default", with: "namespace: default, annotations: {\(annotations)}")
    }

    private func codes(_ annotations: String, on day: CalendarDay? = today, reach: ReviewContext.AnnotationReach = .warnings) throws
        -> [String]
    {
        try review(suppressing(annotations), origin: .admission, on: day, annotations: reach).codes
    }

    @Test(arguments: ["SW207", "sw207", "single-probe", "Single-Probe"]) func byCodeOrName(rule: String) throws {
        #expect(try codes("ignore.sockwarden.dev/\(rule): the peer is on this node") == [])
    }

    @Test func withoutOneTheFindingStays() throws {
        #expect(try codes("") == ["SW207"])
    }

    @Test func onlyTheRuleThatItNames() throws {
        #expect(Set(try codes("ignore.sockwarden.dev/SW205: no load balancer")) == ["SW207", "SW901"])
    }

    /// An author does not let himself through: errors stay unless the configuration says otherwise.
    @Test func errorsStay() throws {
        let yaml = policy(recipe(idle: 40_000)).replacing(
            "namespace: default", with: "namespace: default, annotations: {ignore.sockwarden.dev/SW106: our kernel is patched}")
        for origin in [ReviewContext.Origin.admission, .manifest] {
            let codes = try review(yaml, origin: origin).codes.filter { $0 != "SW401" }
            #expect(Set(codes) == ["SW106", "SW901"])
        }
        #expect(try review(yaml, origin: .admission).lines("SW901").first?.contains("covers an error") == true)
        #expect(try review(yaml, origin: .admission, annotations: .all).codes == [])
        #expect(Set(try review(yaml, origin: .admission, annotations: .none).codes) == ["SW106", "SW901"])
    }

    /// Of a rule with errors and warnings only the warnings go.
    @Test func warningsOfTheSameRuleGo() throws {
        let options =
            "- {description: SO_REUSEADDR, level: 1, name: 2, intValue: 0}\n- {description: SO_REUSEPORT, level: 1, name: 15, intValue: 0}"
        let yaml = policy(options).replacing(
            "namespace: default", with: "namespace: default, annotations: {ignore.sockwarden.dev/SW117: we know}")
        #expect(try review(yaml, origin: .admission).lines("SW117").map { $0.hasPrefix("SW117 error") } == [true])
    }

    /// Beyond the bound suppressions are not looked at, silence nothing, and one finding says so.
    @Test func tooManyAreNotLookedAt() throws {
        let unknown = (0..<ReadingLimits.suppressions).map { "ignore.sockwarden.dev/x\($0): r" }.joined(separator: ", ")
        let reviewed = try review(suppressing("\(unknown), ignore.sockwarden.dev/SW207: the peer is on this node"), origin: .admission)
        #expect(reviewed.codes.count { $0 == "SW901" } == ReadingLimits.suppressions)
        #expect(reviewed.codes.contains("SW207"))
        #expect(reviewed.lines("SW409").map { $0.contains("1 more silence nothing") } == [true])
    }

    @Test func throughItsLastDay() throws {
        let annotation = "ignore.sockwarden.dev/SW207: until=2027-01-31 until the new proxy is in place"
        #expect(try codes(annotation, on: CalendarDay(year: 2027, month: 1, day: 31)) == [])
        #expect(Set(try codes(annotation, on: CalendarDay(year: 2027, month: 2, day: 1))) == ["SW207", "SW903"])
    }

    @Test func refusedByTheConfiguration() throws {
        let reviewed = try review(
            suppressing("ignore.sockwarden.dev/SW207: the peer is on this node"), origin: .admission, annotations: .none)
        #expect(reviewed.codes.contains("SW207"))
        #expect(
            reviewed.lines("SW9") == [
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/SW207]: ignore.sockwarden.dev/SW207 silences nothing here: the configuration refuses suppressions by annotation; mend SW207, or ask for an exemption"
            ])
        // Nothing that could be silenced: nothing to say.
        for annotation in ["SW205: reason", "SW999: reason", "SW901: reason"] {
            #expect(try codes("ignore.sockwarden.dev/\(annotation)", reach: .none) == ["SW207"])
        }
    }

    @Test func twoOfTheSameRule() throws {
        #expect(try codes("ignore.sockwarden.dev/SW207: reason, ignore.sockwarden.dev/single-probe: reason") == [])
    }

    @Test func otherAnnotationsAreNoneOfOurs() throws {
        #expect(try codes("sockwarden.dev/SW207: reason, ignore: SW207") == ["SW207"])
    }

    @Test func commentsReachTheirLinesOnly() throws {
        let yaml = policy(recipe(count: 1))
        let object = try object(yaml)
        let line = try #require(yaml.firstRange(of: "- {description: keepalive probes count"))
        let start = yaml.utf8.distance(from: yaml.startIndex, to: line.lowerBound)
        let place = Place(object.node)
        let parts = Suppression.Comment(rule: place, whole: place, isAlone: true)
        let comment = { (span: SourceSpan, text: String) in
            Suppression("SW207", text: text, at: place, reach: .span(span), comment: parts)
        }
        let here = SourceSpan(start: start, end: start + 100)
        let elsewhere = SourceSpan(start: 0, end: start)
        let findings = try review(yaml, origin: .admission, annotations: .none).review.findings.filter { $0.rule.code != "SW213" }
        let day = try #require(today)
        let codes = { (comments: [Suppression]) in
            let (isSilenced, reports) = Suppressions(comments: comments, on: day).applied(to: findings)
            return (zip(findings, isSilenced).filter { !$1 }.map(\.0) + reports).map(\.rule.code)
        }
        #expect(codes([comment(here, "the peer is on this node")]) == [])
        #expect(codes([comment(elsewhere, "the peer is on this node")]) == ["SW207", "SW901"])
        #expect(codes([comment(here, "")]) == ["SW207", "SW902"])
    }
}
