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
        #expect(try lint(foreign, sound).summary == "1 error in 1 of 2 objects (2 files)")
        #expect(try lint(sound).summary == "no findings in 1 object (1 file)")
        #expect(
            try lint(foreign, "a: [\n").summary == "1 error in 1 of 1 object (2 files); 1 input could not be read")
    }

    @Test("Many files keep their order, however they are shared out")
    func order() async throws {
        let folder = try TemporaryFolder()
        let names = (1000..<1200).map { "\($0).yaml" }
        for name in names { try folder.write(foreign, to: name) }
        let day = try #require(CalendarDay(year: 2026, month: 11, day: 23))
        let run = await LintRun(over: FileFinder([folder.path]), settings: [Settings()], day: day)
        #expect(run.files.map(\.name) == names.map { folder.path + "/" + $0 })
        #expect(run.count(of: .error) == 200)
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
