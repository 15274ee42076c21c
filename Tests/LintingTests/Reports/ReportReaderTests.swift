import Foundation
import TestSupport
import Testing

@testable import Linting

/// Reports as readers that share no code with us take them: `Readers/read_reports.py`, with packages that `make tools` sets up.
@Suite(.enabled(if: ReportReaders.isPresent || ReportReaders.isRequired)) struct ReportReaderTests {
    @Test(arguments: ["json", "sarif", "junit", "github", "gitlab", "rdjson", "tap", "html"]) func theReaderTakesIt(format: String) throws {
        try ReportReaders.read(format, try reportRun().report(format))
    }

    /// A run without anything, and one of sound policies alone.
    @Test(arguments: ["json", "sarif", "junit", "github", "gitlab", "rdjson", "tap", "html"]) func theReaderTakesNothing(format: String)
        throws
    {
        try ReportReaders.read(format, try Linted().report(format), "--empty")
    }
}

enum ReportReaders {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    private static let root = here.appending(path: "../../..").standardized.path
    private static let python = ProcessInfo.processInfo.environment["SOCKWARDEN_PYTHON"] ?? root + "/.tools/venv/bin/python3"

    static var isPresent: Bool { FileManager.default.isExecutableFile(atPath: python) }
    /// Under `make test` a missing tool is a failure, not a reason to skip.
    static var isRequired: Bool { ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1" }

    static func read(_ format: String, _ report: String, _ arguments: String...) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(report, to: "report")
        let script = here.appending(path: "Readers/read_reports.py").path
        let run = try CommandRun(python, [script, format, path] + arguments, in: folder.path)
        #expect(run.code == 0, "\(format): \(run.errors)\(run.output)")
    }
}
