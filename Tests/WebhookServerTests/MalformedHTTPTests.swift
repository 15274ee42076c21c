import Foundation
import Testing

@testable import WebhookServer

/// Requests that are none, each with a sound one behind it that must not be answered: where a malformed request ends is anybody's guess, and
/// who guesses lets one client ask in another's name.
@Suite struct MalformedHTTPTests {
    private static let post = "POST /validate HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
    private static let chunked = post + "Transfer-Encoding: chunked\r\n\r\n"

    private static let requestLines =
        [
            "nonsense", " GET /livez HTTP/1.1", "GET", "GET ", "GET /livez", "GET /livez ", "GET /livez HTTP", "GET /livez HTTP/",
            "GET /livez HTTP/1", "GET /livez HTTP/1.", "GET /livez HTTP/.1", "GET /livez HTTP/1.1.1", "GET /livez HTTP/11.1",
            "GET /livez HTTP/1.11", "GET /livez HTTP/0.9", "GET /livez HTTP/1.2", "GET /livez HTTP/2.0", "GET /livez HTTP/3.0",
            "GET /livez HTTP/-1.1", "GET /livez http/1.1", "GET /livez HTTPS/1.1", "GET /livez ICE/1.0",
            "GET /livez HTTP/1.1 ", "GET /livez HTTP/1.1 x", "GET /livez\tHTTP/1.1", "GET\t/livez HTTP/1.1",
            "GET /li vez HTTP/1.1", "get /livez HTTP/1.1", "G@T /livez HTTP/1.1", "GETT /livez HTTP/1.1",
            "GET livez HTTP/1.1", "GET /li\u{0}vez HTTP/1.1", "GET /li\u{1}vez HTTP/1.1", "GET /li\u{7F}vez HTTP/1.1",
            "GET /livez\r HTTP/1.1", "\u{16}\u{3}\u{1}\u{0}\u{5}\u{1}\u{0}\u{0}\u{1}\u{0}", "PRI * HTTP/2.0",
        ].map { $0 + "\r\nHost: h\r\n\r\n" }

    private static let headers =
        [
            "Host h", ": h", "Host: h\r\n: x", "Host : h", "Host\t: h", " Host: h", "Host: h\r\n folded", "Host: h\r\n\tfolded", "Ho st: h",
            "Host: h\r\nX\u{0}: y", "Host: h\r\nX: a\u{0}b", "Host: h\r\nX: a\u{1}b", "Host: h\r\nX: a\rb", "Host: h\r\nX: a\u{7F}b",
            "Host: h\r\nX@Y: z", "Host: h\r\nX\u{E9}: z", "Host: h\r\nX: y\r", "Host: h\nX: y", "X: y", "Host: h\r\nHost: h",
            "Host: h\r\nhOST: g",
        ].map { "GET /livez HTTP/1.1\r\n\($0)\r\n\r\n" }

    private static let lengths =
        [
            "", " ", "x", "+2", "-1", "-0", "0x2", "2x", "2 2", "2,2", "2, 3", "2;", "1e1", "2.0", "\u{662}", "99999999999999999999999",
            "18446744073709551618", "2\r\nContent-Length: 3", "2\r\nContent-Length: 2", "2\r\nTransfer-Encoding: chunked",
        ].map { post + "Content-Length: \($0)\r\n\r\n{}" }

    private static let encodings =
        [
            "", "identity", "gzip", "cow", "chunked, chunked", "chunked, gzip", "gzip, chunked", "chunked;q=1", "xchunked", "chunkedx",
            "chunked\u{B}",
            "\u{B}chunked", "\"chunked\"", "chunked\r\nTransfer-Encoding: chunked", "chunked\r\nTransfer-Encoding: cow",
            "cow\r\nTransfer-Encoding: chunked",
            "chunked\r\nContent-Length: 2",
        ].map { post + "Transfer-Encoding: \($0)\r\n\r\n2\r\n{}\r\n0\r\n\r\n" } + [
            "POST /validate HTTP/1.0\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post + "Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            post + " Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        ]

    private static let chunks =
        [
            "xyz\r\n", "-2\r\n{}\r\n", "+2\r\n{}\r\n", "0x2\r\n{}\r\n", " 2\r\n{}\r\n", "2 \r\n{}\r\n", "2\n{}\r\n", "2\r{}\r\n", "2\r\n{}",
            "2\r\n{}x\r\n",
            "2\r\n{}\n", "2\r\n{}}\r\n", "\r\n{}\r\n", ";x\r\n{}\r\n", "ffffffffffffffffff\r\n{}\r\n", "2;x\n{}\r\n", "2;\u{0}\r\n{}\r\n",
            "2;x=\"\r\n{}\r\n",
        ].map { chunked + $0 + "0\r\n\r\n" } + [
            chunked + "2\r\n{}\r\n0\r\nno colon\r\n\r\n", chunked + "2\r\n{}\r\n0\r\n: x\r\n\r\n", chunked + "2\r\n{}\r\n0\n\n",
        ]

    @Test func isToldOnceAndIsTheLast() throws {
        let server = try PlainServer()
        for request in Self.requestLines + Self.headers + Self.lengths + Self.encodings + Self.chunks {
            let bytes = Array((request + HTTPRequest.get("/livez")).utf8)
            let answers = try server.answers(to: [bytes])
            let statuses = answers.components(separatedBy: "HTTP/1.1 ").dropFirst().compactMap { Int($0.prefix(3)) }
            #expect(statuses == [400] || statuses == [505], "\(request.debugDescription) is answered \(answers)")
            #expect(answers.contains("\nConnection: close\n"), "\(request.debugDescription)")
            // However it is cut.
            #expect(try server.answers(to: bytes.map { [$0] }) == answers, "\(request.debugDescription)")
        }
    }
}
