import Foundation
import TestSupport
import Testing

/// The built command before a client that shares no code with us: `Client/test_client.py`, with pytest-lsp, which `make tools` sets up.
@Suite(.enabled(if: EditorClient.isPresent || EditorClient.isRequired)) struct EditorClientTests {
    @Test func servesEditors() throws {
        let folder = try TemporaryFolder()
        let arguments = ["-B", "-W", "ignore", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--basetemp", folder.path + "/run"]
        let run = try CommandRun(
            EditorClient.python, arguments + [EditorClient.tests], in: folder.path,
            environment: ["SOCKWARDEN": CommandRun.products + "/sockwarden"])
        #expect(run.code == 0, "\(run.output)\(run.errors)")
    }
}

enum EditorClient {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    private static let root = here.appending(path: "../..").standardized.path
    static let python = ProcessInfo.processInfo.environment["SOCKWARDEN_PYTHON"] ?? root + "/.tools/venv/bin/python3"
    static let tests = here.appending(path: "Client/test_client.py").path

    static var isPresent: Bool { FileManager.default.isExecutableFile(atPath: python) }
    /// Under `make test` a missing tool is a failure, not a reason to skip.
    static var isRequired: Bool { ProcessInfo.processInfo.environment["SOCKWARDEN_REQUIRE_TOOLS"] == "1" }
}
