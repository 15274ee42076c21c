import Manifests
import PolicyKinds
import PolicyRules
import Testing

@Suite struct SuppressionsTests {
    /// One probe, which SW207 warns of, and a value that the kernel refuses, under these annotations.
    private func suppressing(_ annotations: String) -> String {
        policy(recipe(count: 1)).replacing("namespace: default", with: "namespace: default, annotations: {\(annotations)}")
    }

    private func codes(_ annotations: String, on day: CalendarDay? = today, honorsAnnotations: Bool = true) throws -> [String] {
        try review(suppressing(annotations), origin: .admission, on: day, honorsAnnotations: honorsAnnotations).codes.filter {
            $0 != "SW213"
        }
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

    @Test func errorsToo() throws {
        let yaml = policy(recipe(idle: 40_000)).replacing(
            "namespace: default", with: "namespace: default, annotations: {ignore.sockwarden.dev/SW106: our kernel is patched}")
        #expect(try review(yaml, origin: .admission).codes == [])
    }

    @Test func throughItsLastDay() throws {
        let annotation = "ignore.sockwarden.dev/SW207: until=2027-01-31 until the new proxy is in place"
        #expect(try codes(annotation, on: CalendarDay(year: 2027, month: 1, day: 31)) == [])
        #expect(Set(try codes(annotation, on: CalendarDay(year: 2027, month: 2, day: 1))) == ["SW207", "SW903"])
    }

    @Test func refusedByTheConfiguration() throws {
        let reviewed = try review(
            suppressing("ignore.sockwarden.dev/SW207: the peer is on this node"), origin: .admission, honorsAnnotations: false)
        #expect(reviewed.codes.contains("SW207"))
        #expect(
            reviewed.lines("SW9") == [
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/SW207]: ignore.sockwarden.dev/SW207 silences nothing here: the configuration refuses suppressions by annotation; mend SW207, or ask for an exemption"
            ])
        // Nothing that could be silenced: nothing to say.
        for annotation in ["SW205: reason", "SW999: reason", "SW901: reason"] {
            #expect(try codes("ignore.sockwarden.dev/\(annotation)", honorsAnnotations: false) == ["SW207"])
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
        let comment = { (span: SourceSpan, text: String) in
            Suppression("SW207", text: text, at: Place(object.node), reach: .span(span), form: .comment)
        }
        let here = SourceSpan(start: start, end: start + 100)
        let elsewhere = SourceSpan(start: 0, end: start)
        let codes = { (comments: [Suppression]) in
            try review(yaml, origin: .admission, honorsAnnotations: false, comments: comments).codes.filter { $0 != "SW213" }
        }
        #expect(try codes([comment(here, "the peer is on this node")]) == [])
        #expect(Set(try codes([comment(elsewhere, "the peer is on this node")])) == ["SW207", "SW901"])
        #expect(Set(try codes([comment(here, "")])) == ["SW207", "SW902"])
    }
}
