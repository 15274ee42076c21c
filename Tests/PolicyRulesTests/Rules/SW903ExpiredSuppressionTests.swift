import PolicyRules
import Testing

@Suite struct SW903ExpiredSuppressionTests {
    /// One probe, which SW207 warns of, and a value that the kernel refuses, under these annotations.
    private func suppressing(_ annotations: String) -> String {
        policy(recipe(count: 1)).replacing("namespace: default", with: "namespace: default, annotations: {\(annotations)}")
    }

    @Test func dayThatIsOver() throws {
        let reviewed = try review(suppressing("ignore.sockwarden.dev/SW207: until=2026-11-22 reason"))
        #expect(
            reviewed.lines("SW9") == [
                "SW903 error metadata.annotations[ignore.sockwarden.dev/SW207]: ignore.sockwarden.dev/SW207 ended on 2026-11-22: mend what SW207 (single-probe) found, or write a later day"
            ])
        #expect(reviewed.codes.contains("SW207"))
    }

    @Test func todayIsStillIn() throws {
        #expect(try review(suppressing("ignore.sockwarden.dev/SW207: until=2026-11-23 reason")).lines("SW9").isEmpty)
    }

    @Test(arguments: ["2027-02-30", "next week", "", "2027-1-31"]) func noDay(text: String) throws {
        let reviewed = try review(suppressing("ignore.sockwarden.dev/SW207: until=\(text) reason"))
        let word = text.split(separator: " ").first ?? ""
        #expect(
            reviewed.lines("SW9") == [
                "SW903 error metadata.annotations[ignore.sockwarden.dev/SW207]: ignore.sockwarden.dev/SW207 has until=\"\(word)\", which is no day, so it silences nothing: write one such as until=2027-01-31"
            ])
        #expect(reviewed.codes.contains("SW207"))
    }
}
