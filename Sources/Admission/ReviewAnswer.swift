import Manifests

/// The answer to one request body: what goes over HTTP, and what the log and the metrics say of it.
public struct ReviewAnswer: Sendable {
    /// The HTTP status: 200, or 400 for a body that is no AdmissionReview.
    public let status: Int
    /// The body's media type.
    public let contentType: String = "application/json"
    /// The body, as sent.
    public let body: [UInt8]
    /// What was decided about what; nil for a body that is no AdmissionReview. Never the object itself.
    public let record: ReviewRecord?

    /// A verdict, as the AdmissionReview that the API server gets.
    init(to request: AdmissionReviewRequest, _ content: Content, record: ReviewRecord) {
        var writer = JSONWriter(capacity: 1024)
        writer.object { review in
            review.field("kind", "AdmissionReview")
            review.field("apiVersion", request.apiVersion)
            review.key("response")
            review.object { response in
                response.field("uid", request.uid)
                response.key("allowed")
                response.bool(content.denial == nil)
                if let denial = content.denial {
                    response.key("status")
                    response.object { denial.write(to: &$0) }
                }
                if !content.warnings.isEmpty {
                    response.key("warnings")
                    response.array { array in content.warnings.forEach { array.string($0) } }
                }
                if !content.annotations.isEmpty {
                    response.key("auditAnnotations")
                    response.object { object in content.annotations.forEach { object.field($0.key, $0.value) } }
                }
            }
        }
        status = 200
        body = writer.bytes
        self.record = record
    }

    /// One line that says what is wrong with the body, and the uid where it could be read.
    init(badRequest reason: String, uid: String?) {
        var writer = JSONWriter()
        writer.object {
            $0.field("error", reason)
            $0.field("uid", optional: uid)
        }
        status = 400
        body = writer.bytes + [UInt8(ascii: "\n")]
        record = nil
    }

    /// What an AdmissionReview's response says besides uid and version.
    struct Content {
        /// nil where the object is allowed.
        var denial: Denial?
        var warnings: [String] = []
        /// Keys without a prefix: the API server puts the webhook's name before them.
        var annotations: [(key: String, value: String)] = []
    }

    /// `reason: Invalid` with a cause for each field: kubectl prints a bullet for each, as for a CRD's own errors.
    struct Denial {
        var group: String
        var kind: String
        var name: String
        var causes: [(field: String, message: String)]

        /// The same text for clients that show only `status.message`.
        private func writeMessage(to text: inout JSONWriter) {
            text.content(kind)
            text.content(" \"")
            text.content(name)
            text.content("\" is invalid: ")
            var separator = ""
            for cause in causes {
                text.content(separator)
                text.content(cause.field)
                text.content(": ")
                text.content(cause.message)
                separator = "; "
            }
        }

        fileprivate func write(to status: inout JSONWriter) {
            status.field("status", "Failure")
            status.key("message")
            status.string(writeMessage)
            status.field("reason", "Invalid")
            status.key("details")
            status.object { details in
                details.field("name", name)
                details.field("group", group)
                details.field("kind", kind)
                details.key("causes")
                details.array { list in
                    for cause in causes {
                        list.object {
                            $0.field("reason", "FieldValueInvalid")
                            $0.field("message", cause.message)
                            $0.field("field", cause.field)
                        }
                    }
                }
            }
            status.key("code")
            status.number(422)
        }
    }
}

/// What was decided about what, for the log and the metrics.
public struct ReviewRecord: Sendable, Hashable {
    /// What was decided.
    public let verdict: Verdict
    /// The request's.
    public let uid: String
    /// CREATE or UPDATE, or what else was asked.
    public let operation: String
    /// The object's kind; empty where it is none of ours.
    public let kind: String
    /// The object's namespace; empty where it has none.
    public let namespace: String
    /// The object's name; empty where the API server has yet to make one up.
    public let name: String
    /// Who asked.
    public let username: String
    /// Whether nothing would have been stored anyway.
    public let isDryRun: Bool
    /// The rules that found something, each once: where it is denied, those that deny.
    public let codes: [String]

    /// What was decided.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case allowed
        case allowedWithWarnings = "allowed with warnings"
        /// With errors that stood before, or that the configuration lets through.
        case allowedWithErrors = "allowed with errors"
        case denied
        /// Not one of ours, or exempt.
        case notReviewed = "not reviewed"
    }
}
