import Foundation
import TestSupport

/// Certificates made by the project's own script, once for a run of the tests, in a temporary folder.
struct TestCertificates: Sendable {
    let folder: String
    var authority: String { folder + "/ca.crt" }
    var certificate: String { folder + "/tls.crt" }
    var key: String { folder + "/tls.key" }

    /// The pair that most tests serve; its folder goes when the process ends.
    static let shared: Result<TestCertificates, any Error> = Result {
        let certificates = try TestCertificates()
        atexit {
            if case .success(let certificates) = TestCertificates.shared { certificates.remove() }
        }
        return certificates
    }

    /// Makes a CA and a serving certificate.
    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sockwarden-certificates-\(UUID().uuidString)").path
        self.folder = folder
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../certs/make-development-certificates.sh")
        try Self.run(["bash", script.standardized.path, folder], in: "/")
    }

    func remove() {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            print("cannot remove \(folder): \(error)")
        }
    }

    /// Runs `openssl` in the folder.
    func openssl(_ arguments: String...) throws {
        try openssl(arguments: arguments)
    }

    func openssl(arguments: [String]) throws {
        try Self.run(["openssl"] + arguments, in: folder)
    }

    private static func run(_ arguments: [String], in folder: String) throws {
        let run = try CommandRun("/usr/bin/env", arguments, in: folder)
        guard run.code == 0 else { throw CommandFailure(command: arguments, output: run.output + run.errors) }
    }

    struct CommandFailure: Error {
        var command: [String]
        var output: String
    }
}
