import Admission
import Configuration
import Foundation
import Manifests
import PolicyKinds
import PolicyRules
import Testing

/// Random variations of the fixtures, all the way from bytes to trees, findings and answers.
@Suite struct MutationTests {
    static let tasks = 3

    @Test func noMutantEndsInACrashABrokenTreeOrAnUnreadableAnswer() async throws {
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        print("mutations: seed \(runSeed), \(mutantCount) mutants; SOCKWARDEN_SEED and SOCKWARDEN_MUTANTS set others")
        let tally = await withTaskGroup(of: Tally.self) { group in
            for task in 0..<Self.tasks {
                group.addTask {
                    var tally = Tally()
                    let run = MutantRun(day: day)
                    for number in stride(from: task, to: mutantCount, by: Self.tasks) {
                        run.check(number, counting: &tally)
                        // The other tests want to run as well.
                        if number % 10 == 0 { await Task.yield() }
                    }
                    return tally
                }
            }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        print(
            "mutations: \(tally.parsed) parse, \(tally.reviewed) of those reach the rules; \(tally.findings) findings, \(tally.answers) answers,"
                + " \(tally.denials) denials")
        #expect(tally.mutants == mutantCount)
        #expect(tally.parsed * 2 >= tally.mutants)
        #expect(tally.reviewed * 2 >= tally.parsed)
        #expect(tally.findings > 0 && tally.denials > 0)
        #expect(tally.complaints == [])
    }
}

struct Tally: Sendable {
    var mutants = 0
    var parsed = 0
    var reviewed = 0
    var findings = 0
    var answers = 0
    var denials = 0
    /// What went wrong, and for which mutant; the first few.
    var complaints: [String] = []

    mutating func add(_ other: Tally) {
        mutants += other.mutants
        parsed += other.parsed
        reviewed += other.reviewed
        findings += other.findings
        answers += other.answers
        denials += other.denials
        complaints = Array((complaints + other.complaints).prefix(20))
    }
}

/// What every mutant goes through.
struct MutantRun {
    let day: CalendarDay
    let reviewer = AdmissionReviewer(settings: Settings())

    func check(_ number: Int, counting tally: inout Tally) {
        let mutant = Mutant(number, of: Fixture.all)
        var complaints: [String] = []
        let documents = ManifestReader.documents(in: mutant.bytes)
        var trees: [ManifestTree] = []
        for document in documents {
            switch document {
            case .success(let tree):
                trees.append(tree)
                complaints += TreeIntegrity.faults(of: tree)
            case .failure(let error):
                if !(0...mutant.bytes.count).contains(error.offset) || !isOneLine(error.message) { complaints.append("error \(error)") }
            }
        }
        var isReviewed = false
        for node in trees.flatMap(\.objects) {
            if let object = PolicyObject(from: node) {
                isReviewed = true
                for origin in [ReviewContext.Origin.manifest, .admission] {
                    let review = PolicyReview(of: object, in: ReviewContext(origin: origin, day: day))
                    tally.findings += review.findings.count
                    for finding in review.findings { complaints += faults(of: finding, in: object, mutant.bytes.count) }
                }
            } else if AdmissionReviewRequest.isAdmissionReview(node) {
                do {
                    let request = try AdmissionReviewRequest(node)
                    if RequestReview(of: request, by: CompiledSettings(Settings()), on: day).object != nil { isReviewed = true }
                } catch {
                    if !isOneLine(error.description) { complaints.append(error.description) }
                }
            }
        }
        if mutant.fixture.isJSON { complaints += faults(ofAnswerTo: mutant.bytes, counting: &tally) }
        tally.mutants += 1
        if trees.count == documents.count && !trees.isEmpty {
            tally.parsed += 1
            if isReviewed { tally.reviewed += 1 }
        }
        if tally.complaints.count < 20 { tally.complaints += complaints.map { "mutant \(number) of \(mutant.fixture.name): \($0)" } }
    }

    /// A finding is one line, stands within the source, and can be printed.
    private func faults(of finding: Finding, in object: PolicyObject, _ size: Int) -> [String] {
        var faults: [String] = []
        let path = finding.place.path(in: object.node)
        for text in [finding.message, finding.why, finding.instead, path] where !isOneLine(text) {
            faults.append("\(finding.rule.code) says \(text.debugDescription)")
        }
        let spans = [finding.place.span] + (finding.fix?.edits.map(\.span) ?? [])
        // What was last applied stands in an annotation, in a source of its own.
        let isInside = finding.place.node.tree === object.node.tree
        if isInside, spans.contains(where: { $0.start < 0 || $0.end < $0.start || $0.end > size }) {
            faults.append("\(finding.rule.code) stands at \(spans)")
        }
        if finding.message.isEmpty || finding.instead.isEmpty { faults.append("\(finding.rule.code) says nothing") }
        return faults
    }

    private func isOneLine(_ text: String) -> Bool { !text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }

    /// An answer is JSON, and a review's has its uid and version.
    private func faults(ofAnswerTo body: [UInt8], counting tally: inout Tally) -> [String] {
        let answer = reviewer.answer(to: body, on: day)
        tally.answers += 1
        if answer.record?.verdict == .denied { tally.denials += 1 }
        do {
            guard let written = try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any] else {
                return ["an answer of another type"]
            }
            if answer.status == 400 {
                guard let reason = written["error"] as? String, isOneLine(reason) else { return ["no reason for 400"] }
                return []
            }
            guard answer.status == 200, let response = written["response"] as? [String: Any], response["allowed"] is Bool else {
                return ["status \(answer.status) without an answer"]
            }
            // Read by the reader under test: Foundation refuses numbers that a Double cannot hold, and the agreement tests compare the two.
            let sent = try JSONReader.read(body).root
            let uid = sent["request"]?["uid"]?.text
            guard let uid, uid == response["uid"] as? String, sent["apiVersion"]?.text == written["apiVersion"] as? String else {
                return ["the answer is to another uid or of another version"]
            }
            return []
        } catch {
            return ["an answer that is no JSON: \(error)"]
        }
    }
}
