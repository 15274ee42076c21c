import Foundation
import Synchronization
import TestSupport

/// `sockwarden serve` as a process of its own, on free ports of loopback.
final class ServeProcess: Sendable {
    let folder: TemporaryFolder
    let lines = ServeLines()
    private let process = Process()
    private let end = AsyncStream.makeStream(of: Int32.self)

    /// Starts the server, through a shell where `limits` says what to do before.
    init(_ arguments: [String] = [], limits: String = "true") throws {
        folder = try TemporaryFolder()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../certs/make-development-certificates.sh")
        _ = try CommandRun("/bin/bash", [script.standardized.path, folder.path], in: folder.path)
        let command = [
            CommandRun.products + "/sockwarden", "serve", "--listen", "127.0.0.1:0", "--certificate", folder.path + "/tls.crt", "--key",
            folder.path + "/tls.key",
        ]
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "\(limits); exec \"$@\"", "sh"] + command + arguments
        process.currentDirectoryURL = folder.url
        let errors = Pipe()
        process.standardError = errors
        let lines = lines
        errors.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { lines.append(String(decoding: data, as: UTF8.self)) }
        }
        let continuation = end.continuation
        process.terminationHandler = { continuation.yield($0.terminationStatus) }
        try process.run()
    }

    deinit { if process.isRunning { process.terminate() } }

    var identifier: Int32 { process.processIdentifier }

    /// Where the server listens, once it does.
    func port() async throws -> Int { try await port("\"listening\"") }

    /// Where it serves metrics and probes without TLS.
    func metricsPort() async throws -> Int { try await port("\"serving metrics\"") }

    private func port(_ message: String) async throws -> Int {
        let line = await lines.first(with: message)
        guard let port = line.split(separator: "127.0.0.1:").last.flatMap({ Int($0.prefix { $0.isNumber }) }) else {
            throw NoPort(line: line)
        }
        return port
    }

    func signal(_ number: Int32) { kill(identifier, number) }

    /// Waits for the end, and gives the exit status.
    func waitForEnd() async -> Int32 {
        for await status in end.stream { return status }
        return -1
    }

    /// The status code of a GET over TLS; empty where there is no answer.
    func get(_ path: String) async throws -> String {
        let url = "https://127.0.0.1:\(try await port())\(path)"
        return try CommandRun(
            "/usr/bin/env", ["curl", "-s", "--cacert", folder.path + "/ca.crt", "-o", "/dev/null", "-w", "%{http_code}", url],
            in: folder.path
        ).output
    }

    struct NoPort: Error {
        let line: String
    }
}

/// The log of a process, line by line.
final class ServeLines: Sendable {
    private let text = Mutex("")
    private let arrivals = AsyncStream.makeStream(of: Void.self)

    var all: [Substring] { text.withLock { $0 }.split(separator: "\n") }

    func append(_ more: String) {
        text.withLock { $0 += more }
        arrivals.continuation.yield()
    }

    /// Waits for a line with a text. One test at a time may wait.
    func first(with text: String) async -> String {
        if let line = all.first(where: { $0.contains(text) }) { return String(line) }
        for await _ in arrivals.stream {
            if let line = all.first(where: { $0.contains(text) }) { return String(line) }
        }
        return ""
    }
}
