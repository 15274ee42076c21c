import NIOCore
import NIOHTTP1

/// One review: from a complete body to its answer, on whatever thread.
struct ReviewJob: Sendable {
    let body: [UInt8]
    let terms: CallerTerms
    /// When the caller will have given up; nil where it did not say.
    let deadline: NIODeadline?
    let server: ServerState

    /// Reviews, counts and logs. An answer that would come too late is not computed.
    func run() -> Answer {
        let began = NIODeadline.now()
        if let deadline, began >= deadline {
            server.metrics.refuse(.tooLate)
            return .text(.unavailable, "the caller's timeout has passed before the review began", retryAfter: 1)
        }
        server.metrics.beginReview()
        let reply = server.review(body)
        server.metrics.endReview()
        server.metrics.review(reply.outcome, took: .now() - began)
        if let record = reply.logRecord { server.logger.log(record, traceID: terms.traceID) }
        return Answer(reply)
    }
}

extension Answer {
    init(_ reply: Reply) {
        self.init(status: Status(rawValue: reply.status) ?? .internalError, contentType: reply.contentType, body: reply.body)
    }

    /// What malformed HTTP is answered.
    init(_ error: HTTPParserError) {
        switch error {
        case .headerOverflow: self = .text(.headersTooLarge, "the request's headers are too large or too many")
        case .invalidVersion: self = .text(.versionNotSupported, "this server speaks HTTP/1.1 only")
        default: self = .text(.badRequest, "this is not a well-formed HTTP/1.1 request: \(error)")
        }
    }
}
