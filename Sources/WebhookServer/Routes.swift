import NIOHTTP1

/// What a request's first lines already decide, before any of its body is there.
enum Route: Equatable {
    /// POST /validate with JSON: the body goes to the review.
    case review
    /// Everything else is answered without looking at the body.
    case answer(Answer)

    /// - Parameter isDraining: whether the server is on its way out: then it is alive, but not ready.
    init(_ head: HTTPRequestHead, isDraining: Bool) {
        // The API server adds its deadline: /validate?timeout=10s.
        let path = head.uri.prefix { $0 != "?" }
        switch path {
        case "/validate":
            self = Self.validate(head)
        case "/healthz":
            self = Self.probe(head, .text(.ok, "ok"))
        case "/readyz":
            self = Self.probe(head, isDraining ? .text(.unavailable, "shutting down") : .text(.ok, "ok"))
        default:
            self = .answer(.text(.notFound, "not found: this server answers POST /validate, GET /healthz and GET /readyz"))
        }
    }

    private static func validate(_ head: HTTPRequestHead) -> Route {
        guard head.method == .POST else {
            return .answer(.text(.methodNotAllowed, "POST an AdmissionReview here", allow: "POST", omitsBody: head.method == .HEAD))
        }
        guard let contentType = head.headers.first(name: "content-type"), isJSON(contentType) else {
            return .answer(.text(.unsupportedMediaType, "the Content-Type must be application/json"))
        }
        if let encoding = head.headers.first(name: "content-encoding"), encoding.lowercased() != "identity" {
            return .answer(.text(.unsupportedMediaType, "a Content-Encoding is not supported: send the JSON as it is"))
        }
        return .review
    }

    private static func probe(_ head: HTTPRequestHead, _ answer: Answer) -> Route {
        var answer = answer
        switch head.method {
        case .GET: break
        case .HEAD: answer.omitsBody = true
        default: answer = .text(.methodNotAllowed, "GET this", allow: "GET, HEAD")
        }
        return .answer(answer)
    }

    /// `application/json`, in any case and with any parameter: RFC 8259 has none, and some clients say charset=utf-8.
    private static func isJSON(_ contentType: String) -> Bool {
        if contentType == "application/json" { return true }
        let mediaType = contentType.prefix { $0 != ";" }.lowercased()
        return mediaType.filter { $0 != " " && $0 != "\t" } == "application/json"
    }
}
