import COpenSSL
import Foundation
import Logging
import Testing

@testable import WebhookServer

/// The log when nobody reads it, and what clients put into it.
@Suite struct LogQueueTests {
    @Test func neverWaitsForAReaderAndCountsWhatItDrops() throws {
        let pipe = Pipe()
        let queue = LogQueue(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 10_000)
        let line = String(repeating: "x", count: 99) + "\n"
        // Far more than the pipe and the queue hold; this returns though nobody reads.
        for _ in 0..<5000 { queue.append(line) }
        #expect(queue.droppedLines > 4000)

        let reader = DispatchQueue(label: "reader")
        let text = LogLines()
        reader.async { text.append(String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)) }
        // Once somebody reads, the loss is told, and lines come through again.
        queue.flush(withinSeconds: 60)
        queue.append("{\"last\":1}\n")
        queue.flush(withinSeconds: 60)
        try pipe.fileHandleForWriting.close()
        reader.sync {}
        let lines = text.all.joined().split(separator: "\n")
        #expect(lines.filter { $0.count == 99 }.count + queue.droppedLines == 5000)
        #expect(lines.contains { $0.contains("log lines dropped") && $0.contains("\"count\":\"") })
        #expect(lines.last == "{\"last\":1}")
    }

    @Test func boundsEveryText() throws {
        let uid = String(repeating: "é", count: 3 << 20)
        let line = JSONLogHandler.line(
            time: "T", level: .info, message: uid,
            fields: ["uid": .string(uid), "codes": .array((0..<9999).map { .string("SW\($0)") }), "n": .string("\"" + uid)])
        #expect(line.utf8.count < 3000)
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(parsed["uid"] as? String == String(repeating: "é", count: 256) + "…")
        #expect((parsed["codes"] as? [String])?.count == 64)
    }

    @Test func namesTheTrace() async throws {
        let record = Reply.LogRecord(level: .info, message: "denied", fields: [:])
        try await TestServer.with(review: { Reply(status: 200, body: $0, logRecord: record) }) { server in
            let client = try await server.connectedClient()
            let trace = "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            _ = try await client.exchange(HTTPRequest.validate("{}", headers: [trace]))
            #expect(server.log.all.contains { $0.contains("\"denied\",\"trace\":\"4bf92f3577b34da6a3ce929d0e0e4736\"") })
            // What is no traceparent is no reason to say nothing.
            _ = try await client.exchange(HTTPRequest.validate("{}", headers: ["traceparent: 00-\"}{-1-1"]))
            #expect(server.log.all.count { $0.hasSuffix("\"denied\"}\n") } == 1)
        }
    }

    @Test func warnsOfDistrustOnceInAWhile() async throws {
        let log = try await TestServer.with { server in
            for _ in 0..<20 {
                let client = try server.client { ($0.serverName, $0.maximumVersion) = ("elsewhere.sockwarden.svc", TLS1_2_VERSION) }
                await #expect(throws: OpenSSLClient.Failure.self) { try await client.handshake() }
            }
            try await server.stop()
            return server.log.all
        }
        // Twenty at once are one line; on a machine so slow that the throttle's interval passes, a few. LogThrottleTests is exact.
        let lines = log.filter { $0.contains("caBundle") }.count
        #expect((1...3).contains(lines), "\(lines) lines")
    }
}
