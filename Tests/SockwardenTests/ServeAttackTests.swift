import Foundation
import TestSupport
import Testing

/// Clients that take what they can get, against the real process: what it takes itself is the kernel's count.
@Suite("sockwarden serve under attack", .serialized)
struct ServeAttackTests {
    /// The memory limit of the chart's pods, in KiB.
    private let limit = 128 << 10

    @Test("Memory stays below the chart's limit, and others are answered", arguments: [(200, 6_900_000), (2200, 0)])
    func memory(clients: Int, bytes: Int) async throws {
        let server = try ServeProcess(["--metrics", "127.0.0.1:0", "--drain", "0"])
        let attack = try StalledClients(clients, of: bytes, on: try await server.port())
        let held = await attack.held()
        #expect(held.hasPrefix("0 ") == false && held.contains("connected"), "\(held)")
        #expect(try await server.metrics("/readyz") == "ok\n")
        // Stalled bodies give way to others after a while; until then these are told to come again.
        var answer = ""
        repeat {
            answer = try await server.review(Manifest.review(options: #"{"level": 6, "name": 4, "intValue": 40000}"#))
        } while answer.hasPrefix("too many ")
        #expect(answer.contains("[SW106]"), "\(answer)")
        let peak = try #require(try server.peakMemory())
        #expect(peak < limit, "\(peak) KiB")
        attack.end()
    }
}

/// Connections of another process that it holds until it is told to end.
private final class StalledClients: Sendable {
    private let process: ChildProcess
    private let input = Pipe()
    private let output = Pipe()

    /// - Parameter bytes: of a body that is never complete; 0 for clients that ask nothing.
    init(_ count: Int, of bytes: Int, on port: Int) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Tool/stalled_clients.py")
        process = try ChildProcess(
            "/usr/bin/env", ["python3", script.path, "\(port)", "\(count)"] + (bytes > 0 ? ["\(bytes)"] : []),
            input: input.fileHandleForReading, output: output.fileHandleForWriting)
        // Else nothing would end a reading if it ended without a word.
        try output.fileHandleForWriting.close()
    }

    deinit { end() }

    /// Waits until all have connected or were refused: "180 connected, 20 refused".
    func held() async -> String {
        await withCheckedContinuation { continuation in
            // On a thread of its own, which waits.
            Thread.detachNewThread { [answers = output.fileHandleForReading] in
                continuation.resume(returning: String(decoding: answers.availableData, as: UTF8.self))
            }
        }
    }

    func end() { process.signal(SIGTERM) }
}
