import PolicyRules
import Testing

@Suite struct SW901UnusedSuppressionTests {
    /// One probe, which SW207 warns of, and a value that the kernel refuses, under these annotations.
    private func suppressing(_ annotations: String) -> String {
        policy(recipe(count: 1)).replacing("namespace: default", with: "namespace: default, annotations: {\(annotations)}")
    }

    @Test func nothingToSilence() throws {
        #expect(
            try review(suppressing("ignore.sockwarden.dev/outlasts-middlebox: reason")).lines("SW9") == [
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/outlasts-middlebox]: ignore.sockwarden.dev/outlasts-middlebox silences nothing: there is no finding of SW205 (outlasts-middlebox) here; remove it"
            ])
    }

    @Test func noRule() throws {
        #expect(
            try review(suppressing("ignore.sockwarden.dev/SW999: reason, ignore.sockwarden.dev/single-prob: reason")).lines("SW9") == [
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/SW999]: \"SW999\" is no rule, so nothing is silenced: write a code such as SW205",
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/single-prob]: \"single-prob\" is no rule, so nothing is silenced: did you mean single-probe?",
            ])
    }

    @Test func itselfCannotBeSilenced() throws {
        #expect(
            try review(suppressing("ignore.sockwarden.dev/SW205: reason, ignore.sockwarden.dev/SW901: reason")).lines("SW9") == [
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/SW205]: ignore.sockwarden.dev/SW205 silences nothing: there is no finding of SW205 (outlasts-middlebox) here; remove it",
                "SW901 warning metadata.annotations[ignore.sockwarden.dev/SW901]: SW901 (unused-suppression) cannot be silenced: it is about suppressions; mend the one that it points at and remove this",
            ])
    }

    @Test(arguments: ["SW401", "SW403", "SW404", "SW405"]) func findingsThatOnlySomeReviewsShow(code: String) throws {
        #expect(try review(suppressing("ignore.sockwarden.dev/\(code): reason"), origin: .admission).lines("SW9").isEmpty)
    }

    @Test func expiredAndUnusedIsUnused() throws {
        #expect(
            try review(suppressing("ignore.sockwarden.dev/SW205: until=2020-01-01 reason")).lines("SW9").map { $0.prefix(13) } == [
                "SW901 warning"
            ])
    }

    @Test func configurationGradesIt() throws {
        var rules = RuleSettings()
        rules.byCode["SW901"] = .off
        #expect(try review(suppressing("ignore.sockwarden.dev/SW205: reason"), rules: rules).lines("SW9").isEmpty)
        rules.byCode["SW901"] = .severity(.error)
        #expect(
            try review(suppressing("ignore.sockwarden.dev/SW205: reason"), rules: rules).lines("SW9").map { $0.prefix(12) } == [
                "SW901 error "
            ])
    }

    @Test func usedIsFine() throws {
        #expect(try review(suppressing("ignore.sockwarden.dev/SW207: reason")).lines("SW9").isEmpty)
    }
}
