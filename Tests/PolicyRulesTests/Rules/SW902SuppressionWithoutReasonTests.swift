import PolicyRules
import Testing

@Suite struct SW902SuppressionWithoutReasonTests {
    /// One probe, which SW207 warns of, and a value that the kernel refuses, under these annotations.
    private func suppressing(_ annotations: String) -> String {
        policy(recipe(count: 1)).replacing("namespace: default", with: "namespace: default, annotations: {\(annotations)}")
    }

    @Test(arguments: ["\"\"", "\"  \"", "until=2027-01-31"]) func silencesNothing(text: String) throws {
        let reviewed = try review(suppressing("ignore.sockwarden.dev/SW207: \(text)"))
        #expect(
            reviewed.lines("SW9") == [
                "SW902 warning metadata.annotations[ignore.sockwarden.dev/SW207]: ignore.sockwarden.dev/SW207 gives no reason, so it silences nothing: say why single-probe does not matter here"
            ])
        #expect(reviewed.codes.contains("SW207"))
    }

    @Test func withAReason() throws {
        #expect(try review(suppressing("ignore.sockwarden.dev/SW207: because")).lines("SW9").isEmpty)
    }
}
