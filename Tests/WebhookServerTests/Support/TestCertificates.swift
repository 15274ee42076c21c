import Foundation

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
        try Self.run("bash", script.standardized.path, folder)
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
        try Self.run(arguments: ["openssl"] + arguments, in: folder)
    }

    static func run(_ arguments: String...) throws {
        try run(arguments: arguments, in: nil)
    }

    private static func run(arguments: [String], in folder: String?) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) } ?? ""
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CommandFailure(command: arguments, output: text) }
    }

    struct CommandFailure: Error {
        var command: [String]
        var output: String
    }
}
