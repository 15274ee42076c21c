import NIOCore

/// An HTTP answer before it is bytes.
struct Answer: Equatable {
    /// A status this server answers with. The reason phrase is for people with `openssl s_client`.
    enum Status: Int {
        case ok = 200
        case badRequest = 400
        case unauthorized = 401
        case forbidden = 403
        case notFound = 404
        case methodNotAllowed = 405
        case requestTimeout = 408
        case contentTooLarge = 413
        case unsupportedMediaType = 415
        case headersTooLarge = 431
        case internalError = 500
        case unavailable = 503
        case versionNotSupported = 505

        var reason: String {
            switch self {
            case .ok: "OK"
            case .badRequest: "Bad Request"
            case .unauthorized: "Unauthorized"
            case .forbidden: "Forbidden"
            case .notFound: "Not Found"
            case .methodNotAllowed: "Method Not Allowed"
            case .requestTimeout: "Request Timeout"
            case .contentTooLarge: "Content Too Large"
            case .unsupportedMediaType: "Unsupported Media Type"
            case .headersTooLarge: "Request Header Fields Too Large"
            case .internalError: "Internal Server Error"
            case .unavailable: "Service Unavailable"
            case .versionNotSupported: "HTTP Version Not Supported"
            }
        }
    }

    var status: Status
    var contentType = "text/plain; charset=utf-8"
    var body: [UInt8]
    /// For 405: the methods that would do.
    var allow: String?
    /// For 503: in how many seconds another try is worth it.
    var retryAfter: Int?
    /// For HEAD: the headers alone.
    var omitsBody = false

    /// A line of text.
    static func text(_ status: Status, _ line: String, allow: String? = nil, retryAfter: Int? = nil) -> Answer {
        Answer(status: status, body: Array((line + "\n").utf8), allow: allow, retryAfter: retryAfter)
    }

    /// The whole answer as one piece, so that it leaves in one write and one TLS record where it fits.
    ///
    /// - Parameters:
    ///   - date: the Date header's value.
    ///   - closes: whether the connection ends after this answer.
    func write(into buffer: inout ByteBuffer, date: String, closes: Bool) {
        buffer.writeString("HTTP/1.1 ")
        buffer.writeString(String(status.rawValue))
        buffer.writeString(" ")
        buffer.writeString(status.reason)
        buffer.writeString("\r\nDate: ")
        buffer.writeString(date)
        buffer.writeString("\r\nContent-Type: ")
        buffer.writeString(contentType)
        buffer.writeString("\r\nContent-Length: ")
        buffer.writeString(String(body.count))
        if let allow {
            buffer.writeString("\r\nAllow: ")
            buffer.writeString(allow)
        }
        if let retryAfter {
            buffer.writeString("\r\nRetry-After: ")
            buffer.writeString(String(retryAfter))
        }
        buffer.writeString(closes ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n")
        if !omitsBody {
            buffer.writeBytes(body)
        }
    }

    /// The interim answer to `Expect: 100-continue`.
    static let continueLine: StaticString = "HTTP/1.1 100 Continue\r\n\r\n"
}
