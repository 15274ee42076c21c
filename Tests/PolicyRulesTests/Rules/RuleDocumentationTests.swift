import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// What `sockwarden explain` prints is true: every example makes its rule fire, and mended does not.
@Suite struct RuleDocumentationTests {
    @Test(
        arguments: RuleRegistry.all.filter { $0.documentation.example.configuration == nil && !$0.traits.contains(.isOnlyLinted) }.map(
            \.code))
    func exampleFiresTheRuleAndMendedDoesNot(code: String) throws {
        let rule = try #require(RuleRegistry.rule(code))
        let example = rule.documentation.example
        let found = try review(example.manifest, old: example.old).codes
        #expect(found.contains(code), "the example gives \(found)")
        let mended = try review(example.mended, old: example.old)
        #expect(!mended.codes.contains(code), "the mended example gives \(mended.codes)")
        let errors = mended.review.findings.filter { $0.severity == .error }.map(\.message)
        #expect(errors.isEmpty, "nobody should be told to write what is denied")
    }

    @Test func codesAreInOrderAndUnique() {
        let codes = RuleRegistry.all.map(\.code)
        #expect(codes == codes.sorted())
        #expect(Set(codes).count == codes.count)
        #expect(Set(RuleRegistry.all.map(\.name)).count == codes.count)
    }

    @Test func documentationSaysSomethingOfEachPart() {
        for rule in RuleRegistry.all {
            let documentation = rule.documentation
            for text in [documentation.finds, documentation.why, documentation.instead] {
                #expect(text.count > 5, "\(rule.code)")
                #expect(!text.contains("\n"), "\(rule.code): \(text)")
            }
        }
    }
}
