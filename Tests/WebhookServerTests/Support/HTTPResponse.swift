/// A response as it came, taken apart by hand: the tests look at the bytes, not at what a library makes of them.
struct HTTPResponse: Sendable, Equatable {
    var status: Int
    /// Names in lower case.
    var headers: [String: String]
    var body: String

    struct Malformed: Error {
        var text: String
    }

    /// - Returns: the first response in `bytes` and its length, or nil while it is incomplete.
    static func parse(_ bytes: [UInt8]) throws -> (HTTPResponse, Int)? {
        guard let headEnd = bytes.indices.first(where: { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }) else { return nil }
        let lines = String(decoding: bytes[..<headEnd], as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        let statusLine = lines[0].split(separator: " ", maxSplits: 2)
        guard statusLine.count == 3, statusLine[0] == "HTTP/1.1", let status = Int(statusLine[1]) else {
            throw Malformed(text: String(lines[0]))
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Malformed(text: String(line)) }
            headers[line[..<colon].lowercased()] = line[line.index(after: colon)...].drop { $0 == " " }.description
        }
        let length = status == 100 ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        let bodyStart = headEnd + 4
        guard bytes.count >= bodyStart + length else { return nil }
        let body = String(decoding: bytes[bodyStart..<bodyStart + length], as: UTF8.self)
        return (HTTPResponse(status: status, headers: headers, body: body), bodyStart + length)
    }
}

/// Requests as text.
enum HTTPRequest {
    static func validate(_ body: String = "{}", path: String = "/validate?timeout=10s", headers: [String] = []) -> String {
        let lines =
            ["POST \(path) HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: \(body.utf8.count)"] + headers
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    /// A request's head, with the empty line, and its body.
    static func split(_ request: String) -> (head: String, body: String) {
        let bytes = Array(request.utf8)
        let end = bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) }.map { $0 + 4 } ?? bytes.count
        return (String(decoding: bytes[..<end], as: UTF8.self), String(decoding: bytes[end...], as: UTF8.self))
    }

    static func get(_ path: String, method: String = "GET", version: String = "1.1", headers: [String] = []) -> String {
        (["\(method) \(path) HTTP/\(version)", "Host: localhost"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
    }
}
