import Admission
import Configuration
import Foundation
import Linting
import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// The webhook and the linter find the same in the same context.
@Suite struct ParityTests {
    /// What only one of the two faces can see: whether the API server has pruned the object, and what an update changes.
    static let ofOneFace: Set<String> = ["SW401", "SW403", "SW404", "SW405"]

    /// Every object of the fixtures, and of every rule's documentation.
    static let objects: [(name: String, object: Tree, configuration: String?)] = {
        var objects: [(String, Tree, String?)] = []
        let examples = RuleRegistry.all.flatMap { rule in
            let example = rule.documentation.example
            return [(rule.code, example.manifest, example.configuration), (rule.code + " mended", example.mended, example.configuration)]
        }
        let fixtures = Fixture.all.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self), String?.none) }
        for (name, text, configuration) in fixtures + examples {
            for document in ManifestReader.documents(in: Array(text.utf8)) {
                guard case .success(let tree) = document else { continue }
                for node in tree.objects {
                    let object = PolicyObject(from: node) ?? node["request"]?["object"].flatMap(PolicyObject.init(from:))
                    if let object { objects.append((name, Tree(object.node), configuration)) }
                }
            }
        }
        return objects
    }()

    @Test func thereAreObjectsToCompare() {
        #expect(Set(Self.objects.map(\.name)).count > 20)
        #expect(Self.objects.count > 40)
    }

    @Test(arguments: objects.indices)
    func webhookAndLinterFindTheSame(index: Int) throws {
        let (name, object, configuration) = Self.objects[index]
        let settings = try configuration.map { try ConfigurationFile.read(Array($0.utf8)) } ?? Settings()
        try compare(object.json, settings, name)
    }

    /// The same where an object must hold in several environments.
    @Test(arguments: objects.indices)
    func webhookAndLinterFindTheSameInAllEnvironments(index: Int) throws {
        let (name, object, _) = Self.objects[index]
        let configuration = """
            environments:
            - {match: {gateways: [a*, e*, h*]}, environment: {platforms: [gvisor], kernel: "4.4"}, rules: {SW205: error, SW213: off}}
            - {match: {namespaces: ["*"], gateways: [b*, p*]}, environment: {listenerFamily: ipv4}, thresholds: {detection: 30s}}
            """
        try compare(object.json, try ConfigurationFile.read(Array(configuration.utf8)), name)
    }

    /// The same for random variations of them.
    @Test func webhookAndLinterFindTheSameInMutants() throws {
        var generator = Generator(seed: runSeed)
        var found = 0
        for number in 0..<500 {
            var object = generator.pick(Self.objects).object
            for _ in 0...generator.below(3) { object = Mutation.change(object, allowing: Mutation.values, with: &generator) }
            found += try compare(object.json, Settings(), "mutant \(number) of seed \(runSeed)")
        }
        #expect(found > 200)
    }

    /// Returns the number of findings.
    @discardableResult
    private func compare(_ object: [UInt8], _ settings: Settings, _ name: String) throws -> Int {
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        let body = review(of: object)
        let answer = AdmissionReviewer(settings: settings).answer(to: body, on: day)
        let linted = LintedFile(name: "review.json", source: body, settings: settings, day: day)
        let review = RequestReview(
            of: try AdmissionReviewRequest(readingJSON: body), by: CompiledSettings(settings), on: day)
        #expect(answer.status == 200 && linted.problems.isEmpty, "\(name)")

        // What the cluster says: causes, then warnings; what the linter says of the same file; what the engine found, with infos.
        let (causes, warnings) = try texts(of: answer)
        let lines = { (severity: Severity) in
            linted.findings.filter { $0.finding.severity == severity }.map { "\($0.path): \($0.finding.message) [\($0.finding.rule.code)]" }
                .sorted()
        }
        if !causes.contains(where: { $0.hasPrefix("spec: and ") }) { #expect(causes == lines(.error), "\(name)") }
        // Past its budget, the webhook shortens its warnings.
        if lines(.warning).joined().unicodeScalars.count < 4000, lines(.warning).allSatisfy({ $0.unicodeScalars.count < 500 }) {
            #expect(warnings == lines(.warning), "\(name)")
        }
        let engine = review.findings.map {
            "\($0.severity) \($0.place.path(in: review.object?.node ?? $0.place.node)) \($0.rule.code) \($0.message)"
        }
        #expect(engine.sorted() == identities(linted.findings).sorted(), "\(name)")

        // The bare manifest, apart from what only one face can see.
        let bare = LintedFile(name: "manifest.json", source: object, settings: settings, day: day)
        // An object of another kind, or on its way out, is not the webhook's to review.
        if review.object != nil {
            // What SW401 says in the cluster, that a field was thrown away, stands in for SW402's guess that one might have been.
            let isPruned = linted.findings.contains { $0.finding.rule.code == "SW401" }
            let apart = isPruned ? Self.ofOneFace.union(["SW402"]) : Self.ofOneFace
            let common = { (findings: [LintedFinding]) in
                self.identities(findings.filter { !apart.contains($0.finding.rule.code) }).sorted()
            }
            #expect(common(bare.findings) == common(linted.findings), "\(name)")
        }
        return linted.findings.count
    }

    private func identities(_ findings: [LintedFinding]) -> [String] {
        findings.map { "\($0.finding.severity) \($0.path) \($0.finding.rule.code) \($0.finding.message)" }
    }

    private func review(of object: [UInt8]) -> [UInt8] {
        let head = """
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "u", "operation": "CREATE", "name": "p", "kind": \
            {"group": "gateway.kgateway.dev", "version": "v1alpha1", "kind": "ListenerPolicy"}, "userInfo": {"username": "jane"}, "object":
            """
        return Array(head.utf8) + object + Array("}}".utf8)
    }

    private func texts(of answer: ReviewAnswer) throws -> (causes: [String], warnings: [String]) {
        let json = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
        let response = try #require(json["response"] as? [String: Any])
        let details = (response["status"] as? [String: Any])?["details"] as? [String: Any]
        let causes = try (details?["causes"] as? [[String: String]] ?? []).map {
            "\(try #require($0["field"])): \(try #require($0["message"]))"
        }
        return (causes.sorted(), (response["warnings"] as? [String] ?? []).sorted())
    }
}
