import Foundation
import Synchronization
import TestSupport

/// `sockwarden serve` as a process of its own, on free ports of loopback.
final class ServeProcess: Sendable {
    let folder: TemporaryFolder
    let lines = ServeLines()
    private let process: ChildProcess
    private let errors = Pipe()
    private let isRead = Mutex(true)

    /// Starts the server, through a shell where `limits` says what to do before.
    init(_ arguments: [String] = [], limits: String = "true") throws {
        folder = try TemporaryFolder()
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../certs/make-development-certificates.sh")
        _ = try CommandRun("/bin/bash", [script.standardized.path, folder.path], in: folder.path)
        let command = [
            CommandRun.products + "/sockwarden", "serve", "--listen", "127.0.0.1:0", "--certificate", folder.path + "/tls.crt", "--key",
            folder.path + "/tls.key",
        ]
        process = try ChildProcess(
            "/bin/sh", ["-c", "\(limits); exec \"$@\"", "sh"] + command + arguments, in: folder.path, errors: errors.fileHandleForWriting)
        // Else the log never ends: this process holds a writing end as well.
        try errors.fileHandleForWriting.close()
        // A thread that waits: Foundation's readabilityHandler leaves a source of Dispatch behind where its handle goes first, and that crashes.
        Thread.detachNewThread { [lines, weak self, log = errors.fileHandleForReading] in
            while case let data = log.availableData, !data.isEmpty {
                lines.append(String(decoding: data, as: UTF8.self))
                if let self, !self.isRead.withLock({ $0 }) { return }
            }
            lines.end()
        }
    }

    deinit { process.signal(SIGTERM) }

    var identifier: Int32 { process.identifier }

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

    /// Leaves what the server logs from now on where it is, a first line or two aside: its pipe fills up.
    func stopReadingLog() { isRead.withLock { $0 = false } }

    func signal(_ number: Int32) { process.signal(number) }

    /// Waits for the end, and gives the exit status.
    func waitForEnd() async -> Int32 { await process.ended() }

    /// The status code of a GET over TLS; empty where there is no answer.
    func get(_ path: String) async throws -> String {
        let url = "https://127.0.0.1:\(try await port())\(path)"
        return try CommandRun(
            "/usr/bin/env", ["curl", "-s", "--cacert", folder.path + "/ca.crt", "-o", "/dev/null", "-w", "%{http_code}", url],
            in: folder.path
        ).output
    }

    /// What the metrics' port answers.
    func metrics(_ path: String = "/metrics") async throws -> String {
        try CommandRun("/usr/bin/env", ["curl", "-sS", "http://127.0.0.1:\(try await metricsPort())\(path)"], in: folder.path).output
    }

    /// The answer to an AdmissionReview, posted over TLS; posted several times over one connection, all answers.
    func review(_ body: String, times: Int = 1) async throws -> String {
        try folder.write(body, to: "request.json")
        let url = "https://127.0.0.1:\(try await port())/validate?number=[1-\(times)]"
        return try CommandRun(
            "/usr/bin/env",
            [
                "curl", "-sS", "--cacert", folder.path + "/ca.crt", "-H", "Content-Type: application/json", "--data-binary",
                "@request.json", url,
            ],
            in: folder.path
        ).output
    }

    /// Whether a signal means nothing to the process.
    func ignores(_ signal: Int32) throws -> Bool { try signals("SigIgn", contain: signal) }

    /// Whether the process means to do something about a signal.
    func catches(_ signal: Int32) throws -> Bool { try signals("SigCgt", contain: signal) }

    private func signals(_ field: String, contain signal: Int32) throws -> Bool {
        (UInt64(try status(field), radix: 16) ?? 0) & 1 << UInt64(signal - 1) != 0
    }

    /// The most memory that it ever had, in KiB.
    func peakMemory() throws -> Int? { Int(try status("VmHWM").prefix { $0 != " " }) }

    /// A field of proc_pid_status(5).
    private func status(_ field: String) throws -> Substring {
        let status = try String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return line.dropFirst(field.count + 1).drop { $0 == " " || $0 == "\t" }
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

    /// No more lines come.
    func end() { arrivals.continuation.finish() }

    /// How many lines have a text.
    func count(of text: String) -> Int { all.count { $0.contains(text) } }

    /// Waits for a line with a text, or for the `number`th of them; empty where the process ends without it. One test at a time may wait.
    func first(with text: String, number: Int = 1) async -> String {
        var found: Substring? { all.lazy.filter { $0.contains(text) }.dropFirst(number - 1).first }
        if let found { return String(found) }
        for await _ in arrivals.stream {
            if let found { return String(found) }
        }
        return ""
    }
}
