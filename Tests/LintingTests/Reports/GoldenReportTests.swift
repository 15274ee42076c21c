import Foundation
import Testing

@testable import Linting

/// Each format's report of one run, byte for byte. `make golden` writes them anew: look at the difference before it is committed.
@Suite struct GoldenReportTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden").path
    static var isWriting: Bool { ProcessInfo.processInfo.environment["SOCKWARDEN_WRITE_GOLDEN"] == "1" }

    /// What a golden file is called.
    static func path(_ format: String) -> String { "\(folder)/report.\(format)" }

    @Test(arguments: ReportFormat.all.map(\.name)) func isAsItWas(format: String) throws {
        let report = try reportRun().report(format)
        if Self.isWriting { try Data(report.utf8).write(to: URL(filePath: Self.path(format))) }
        let golden = try String(contentsOfFile: Self.path(format), encoding: .utf8)
        guard report != golden else { return }
        let line = zip(report.split(separator: "\n"), golden.split(separator: "\n")).first { $0 != $1 }
        Issue.record(
            "\(format): now \(report.utf8.count) bytes, \(golden.utf8.count) before; \(line.map { "now: \($0.prefix(400))\nbefore: \($1.prefix(400))" } ?? "")"
        )
    }

    @Test func thereIsAGoldenReportOfEachFormatAndNoOther() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
        #expect(Set(names) == Set(ReportFormat.all.map { "report.\($0.name)" }))
    }

    /// Text of an input cannot steer a terminal, in any format that terminals show.
    @Test(arguments: ["text", "github", "tap", "junit", "html"]) func noControlCharacterGetsThrough(format: String) throws {
        let report = try reportRun().report(format)
        #expect(!report.unicodeScalars.contains { ["\u{202E}", "\u{1B}", "\u{2028}", "\u{0}"].contains($0) })
    }
}
