import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import WebhookServer

/// The small texts: addresses, dates, log lines, answers.
@Suite struct TextTests {
    @Test(arguments: [
        ("127.0.0.1:8443", "127.0.0.1", 8443), ("[::1]:0", "::1", 0), (":443", "::", 443), ("localhost:65535", "localhost", 65535),
    ])
    func readsAddresses(text: String, host: String, port: Int) throws {
        let address = try #require(ListenAddress(text))
        #expect(address == ListenAddress(host: host, port: port))
        #expect(ListenAddress(address.description) == address)
    }

    @Test(arguments: [
        "", "8443", "host", "host:", "host:65536", "host:-1", "host:+1", "::1:80", "[::1]", "[host]:80", "host:8 0", "[::1:80",
    ])
    func refusesOtherAddresses(text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func agreesWithFoundationOnDates() {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt)
        var generator = SystemRandomNumberGenerator()
        let seconds =
            [0, 784_111_777, 951_782_400, 951_868_800, 4_107_542_400, -1]
            + (0..<2000).map { _ in Int.random(in: -10_000_000_000...200_000_000_000, using: &generator) }
        for second in seconds {
            let expected = Date(timeIntervalSince1970: TimeInterval(second)).formatted(style)
            #expect(UTCTime(secondsSinceEpoch: second).dateAndClock + "Z" == expected)
        }
        // The example of RFC 9110.
        #expect(UTCTime(secondsSinceEpoch: 784_111_777).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test func logLinesAreJSONWhateverIsInThem() throws {
        let nasty = "\"\\\n\r\t\u{0}\u{1f}\u{7f}\u{85}\u{2028}é😀"
        let line = JSONLogHandler.line(
            time: "T", level: .warning, message: nasty,
            fields: ["b": .array([.string(nasty), .dictionary([nasty: "x"])]), "a": .stringConvertible(7), "level": "forged"])
        #expect(line.hasSuffix("}\n"))
        #expect(
            !line.dropLast().unicodeScalars.contains {
                $0.value < 32 || (127..<160).contains($0.value) || [0x2028, 0x2029].contains($0.value)
            })
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(parsed["message"] as? String == nasty)
        #expect(parsed["level"] as? String == "warning")
        #expect(parsed["level_"] as? String == "forged")
        #expect(parsed["a"] as? String == "7")
        let list = try #require(parsed["b"] as? [Any])
        #expect(list[0] as? String == nasty)
        #expect((list[1] as? [String: String])?[nasty] == "x")
    }

    @Test func logsThroughTheLogger() {
        let lines = LogLines()
        var logger = Logger(label: "x") { _ in JSONLogHandler(write: lines.append) }
        logger[metadataKey: "always"] = "there"
        logger.debug("too low")
        logger.info("hello", metadata: ["own": "field"])
        #expect(lines.all.count == 1)
        #expect(lines.all[0].hasSuffix("Z\",\"level\":\"info\",\"message\":\"hello\",\"always\":\"there\",\"own\":\"field\"}\n"))
    }

    @Test(
        arguments: [
            ("10s", 10_000_000_000), ("1m30s", 90_000_000_000), ("1.5s", 1_500_000_000), ("250ms", 250_000_000), ("0s", 0),
            ("", nil), ("10", nil), ("s", nil), ("-1s", nil), ("1e9s", nil), ("25h", nil), ("1..5s", nil),
            (String(repeating: "1s", count: 17), nil),
        ] as [(String, Int64?)])
    func readsGoDurations(text: String, nanoseconds: Int64?) {
        #expect(TimeAmount(goDuration: text[...])?.nanoseconds == nanoseconds)
    }

    @Test(
        arguments: [
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "4bf92f3577b34da6a3ce929d0e0e4736"),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes", "4bf92f3577b34da6a3ce929d0e0e4736"),
            ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", nil),
            ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", nil),
            ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", nil),
            ("00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", nil), ("", nil), ("---", nil),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", nil),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bZ-01", nil),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x", nil),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more", nil),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", nil), ("0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-001", nil),
        ] as [(String, String?)])
    func readsTraceParents(text: String, id: String?) {
        #expect(CallerTerms.traceID(traceparent: text) == id)
    }

    @Test func readsTheCallersTerms() {
        let terms = CallerTerms(
            query: "x=1&timeout=7s", headers: ["traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"])
        #expect(terms == CallerTerms(timeout: .seconds(7), traceID: "4bf92f3577b34da6a3ce929d0e0e4736"))
        #expect(CallerTerms(query: "", headers: [:]) == CallerTerms())
        let two = ["Traceparent", "traceparent"].map { ($0, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") }
        #expect(CallerTerms(query: "timeout=x", headers: HTTPHeaders(two)) == CallerTerms())
    }

    @Test func throttlesAndCounts() {
        let throttle = LogThrottle(every: .seconds(10))
        func second(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }
        #expect(throttle.take(now: second(0)) == 0)
        #expect(throttle.take(now: second(1)) == nil)
        #expect(throttle.take(now: second(9)) == nil)
        #expect(throttle.take(now: second(10)) == 2)
        #expect(throttle.take(now: second(30)) == 0)
    }

    @Test func anAnswerIsOnePieceOfBytes() {
        var buffer = ByteBuffer()
        Answer.text(.methodNotAllowed, "no", allow: "POST").write(into: &buffer, date: "D", closes: true)
        #expect(
            String(buffer: buffer)
                == "HTTP/1.1 405 Method Not Allowed\r\nDate: D\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 3\r\n"
                + "Allow: POST\r\nConnection: close\r\n\r\nno\n")
        buffer.clear()
        Answer.text(.unavailable, "no", retryAfter: 3).write(into: &buffer, date: "D", closes: false)
        #expect(String(buffer: buffer).contains("\r\nRetry-After: 3\r\n"))
        buffer.clear()
        Answer(status: .ok, contentType: "application/json", body: Array("{}".utf8), omitsBody: true).write(
            into: &buffer, date: "D", closes: false)
        #expect(String(buffer: buffer) == "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n")
    }
}
