import Configuration
import PolicyRules
import TestSupport
import Testing

@testable import Linting

@Suite("A run of the linter")
struct LintRunTests {
    @Test("The summary counts findings, objects with findings, objects and files")
    func summary() throws {
        let sound = foreign.replacing("level: 65535, name: 8", with: "level: 1, name: 9")
        #expect(try lint(foreign, sound).summary.text == "1 error in 1 of 2 objects (2 files)")
        #expect(try lint(sound).summary.text == "no findings in 1 object (1 file)")
        #expect(
            try lint(foreign, "a: [\n").summary.text == "1 error in 1 of 1 object (2 files); 1 input could not be read")
    }

    /// What a run over a folder hands on.
    private func run(_ inputs: some Sequence<FoundInput>, isThorough: Bool = false) async throws -> Linted {
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        var linted = Linted()
        try await LintRun(settings: [Settings()], day: day, isThorough: isThorough).review(inputs) { linted.inputs.append($0) }
        return linted
    }

    @Test("Many files keep their order, however they are shared out")
    func order() async throws {
        let folder = try TemporaryFolder()
        let names = (1000..<1200).map { "\($0).yaml" }
        for name in names { try folder.write(foreign, to: name) }
        let linted = try await run(FileFinder([folder.path]).files.map(FoundInput.file))
        #expect(linted.files.map(\.name) == names.map { folder.path + "/" + $0 })
        #expect(linted.summary.count(of: .error) == 200)
    }

    @Test("Inputs are taken as results are handed on: few are held, however many there are")
    func bounded() async throws {
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        var taken = 0
        var handedOn = 0
        var most = 0
        let inputs = sequence(state: 0) { number -> FoundInput? in
            number += 1
            taken = number
            return number <= 5000 ? .text(name: "\(number)", bytes: Array("a: 1\n".utf8), root: 0) : nil
        }
        try await LintRun(settings: [Settings()], day: day).review(inputs) { _ in
            handedOn += 1
            most = max(most, taken - handedOn)
        }
        #expect(handedOn == 5000)
        #expect(most <= 256)
    }

    @Test("What the receiver throws ends the run")
    func ends() async throws {
        struct Enough: Error {}
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        var count = 0
        await #expect(throws: Enough.self) {
            let inputs = (0..<1000).map { FoundInput.text(name: "\($0)", bytes: [], root: 0) }
            try await LintRun(settings: [Settings()], day: day).review(inputs) { _ in
                count += 1
                if count == 3 { throw Enough() }
            }
        }
        #expect(count == 3)
    }

    @Test("A file of a folder that a quick look passes over is skipped, a named one never")
    func skipped() async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("kind: Pod\n", to: "a.yaml")
        let found = FileFinder([folder.path]).files.map(FoundInput.file)
        #expect(try await run(found).summary.skipped == 1)
        #expect(try await run(found, isThorough: true).summary.skipped == 0)
        #expect(try await run(FileFinder([path]).files.map(FoundInput.file)).summary.others == 1)
    }

    @Test("A file that is named twice is reviewed once, a named hidden one is reviewed")
    func named() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(foreign, to: ".hidden.yaml")
        #expect(FileFinder([path, path]).files == [FoundFile(path: path, root: 0, isNamed: true)])
        #expect(FileFinder([folder.path]).files.isEmpty)
    }

    @Test("A dangling link is named where it would be a manifest")
    func danglingLinks() throws {
        let folder = try TemporaryFolder()
        try folder.link("a.yaml", to: "nowhere")
        try folder.link("notes", to: "nowhere")
        let finder = FileFinder([folder.path])
        #expect(finder.unreadable.map(\.description) == ["\(folder.path)/a.yaml: No such file or directory"])
    }

    @Test("A quick look passes over only what cannot hold an object of ours")
    func quickLook() {
        func isWorthReading(_ text: String) -> Bool { QuickLook.isWorthReading(Array(text.utf8)) }
        #expect(isWorthReading(foreign))
        #expect(isWorthReading("apiVersion: gateway.kgateway.dev/v2"))
        #expect(isWorthReading("{apiVersion: getambassador.io/v1}"))
        #expect(isWorthReading(#"{"kind": "AdmissionReview"}"#))
        #expect(isWorthReading(#"{"kind": "\u004cistenerPolicy"}"#))
        #expect(QuickLook.isWorthReading([0xFF, 0xFE, 0x6B, 0x00]))
        #expect(!isWorthReading("kind: Module\nname: LLgateway.kgateway.de"))
        #expect(!isWorthReading(""))
    }
}
