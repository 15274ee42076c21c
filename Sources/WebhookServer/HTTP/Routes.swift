import NIOHTTP1

/// What a request's first lines already decide, before any of its body is there.
enum Route: Equatable {
    /// POST /validate with JSON: the body goes to the review.
    case review(CallerTerms)
    /// Everything else is answered without looking at the body.
    case answer(Answer)

    /// The routes of the webhook's own port.
    ///
    /// - Parameter notReady: why the server is alive, but should not be sent requests; nil where it should.
    init(_ head: HTTPRequestHead, notReady: () -> String?) {
        // The API server adds its deadline: /validate?timeout=10s.
        let path = head.uri.prefix { $0 != "?" }
        if path == "/validate" {
            self = Self.validate(head, query: head.uri[path.endIndex...].dropFirst())
        } else if let answer = Self.probe(head, path, notReady: notReady) {
            self = .answer(answer)
        } else {
            self = .answer(.text(.notFound, "not found: this server answers POST /validate, GET /livez, GET /readyz and GET /healthz"))
        }
    }

    private static func validate(_ head: HTTPRequestHead, query: Substring) -> Route {
        guard head.method == .POST else {
            return .answer(.text(.methodNotAllowed, "POST an AdmissionReview here", allow: "POST"))
        }
        guard let contentType = head.headers.first(name: "content-type"), isJSON(contentType) else {
            return .answer(.text(.unsupportedMediaType, "the Content-Type must be application/json"))
        }
        if let encoding = head.headers.first(name: "content-encoding"), encoding.lowercased() != "identity" {
            return .answer(.text(.unsupportedMediaType, "a Content-Encoding is not supported: send the JSON as it is"))
        }
        return .review(CallerTerms(query: query, headers: head.headers))
    }

    /// What a probe is answered; nil where the path is none.
    static func probe(_ head: HTTPRequestHead, _ path: Substring, notReady: () -> String?) -> Answer? {
        let answer: Answer
        switch path {
        case "/livez", "/healthz": answer = .text(.ok, "ok")
        case "/readyz": answer = notReady().map { .text(.unavailable, $0) } ?? .text(.ok, "ok")
        default: return nil
        }
        switch head.method {
        case .GET, .HEAD: return answer
        default: return .text(.methodNotAllowed, "GET this", allow: "GET, HEAD")
        }
    }

    /// `application/json`, in any case and with any parameter: RFC 8259 has none, and some clients say charset=utf-8.
    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == "application/json" { return true }
        let mediaType = contentType.prefix { $0 != ";" }.lowercased()
        return mediaType.filter { $0 != " " && $0 != "\t" } == "application/json"
    }
}
