import Configuration
import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// The documented examples that need a configuration file: it is read as a user's would be.
@Suite struct RuleExampleTests {
    static let codes = RuleRegistry.all.filter { $0.documentation.example.configuration != nil }.map(\.code)

    @Test func thereAreSuchExamples() { #expect(Self.codes.count > 1) }

    @Test(arguments: codes)
    func exampleFiresTheRuleAndMendedDoesNot(code: String) throws {
        let rule = try #require(RuleRegistry.rule(code))
        let example = rule.documentation.example
        let settings = try ConfigurationFile.read(Array((example.configuration ?? "").utf8))
        let codes = { (manifest: String) in
            let tree = try #require(ManifestReader.documents(in: Array(manifest.utf8)).first).get()
            let object = try #require(PolicyObject(from: tree.root))
            let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
            let context = ReviewContext(environment: CompiledEnvironment(settings.environment), rules: settings.rules, day: day)
            return PolicyReview(of: object, in: context).findings.map(\.rule.code)
        }
        #expect(try codes(example.manifest).contains(code))
        #expect(try !codes(example.mended).contains(code))
    }
}
