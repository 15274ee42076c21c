import Manifests
import PolicyKinds

/// What the webhook answers over HTTP, and what its log says of it.
public struct ReviewAnswer: Sendable {
    /// The HTTP status: 200, or 400 for a body that is no AdmissionReview.
    public let status: Int
    /// The body's media type.
    public let contentType: String
    /// The body, as sent.
    public let body: [UInt8]
    /// What the log says, if the object is denied: never the object itself.
    public let denial: Denial?

    /// Who was denied what, and by which rules.
    public struct Denial: Sendable, Hashable {
        /// The request's.
        public let uid: String
        /// CREATE or UPDATE.
        public let operation: String
        /// The object's kind.
        public let kind: String
        /// The object's namespace; empty where it has none.
        public let namespace: String
        /// The object's name; empty where the API server has yet to make one up.
        public let name: String
        /// Who asked.
        public let username: String
        /// Whether nothing would have been stored anyway.
        public let isDryRun: Bool
        /// The rules that deny, each once.
        public let codes: [String]
    }

    init(_ json: [UInt8], denial: Denial? = nil) {
        status = 200
        contentType = "application/json"
        body = json
        self.denial = denial
    }

    /// One line that says what is wrong with the body, and the uid where it could be read.
    init(badRequest reason: String, uid: String?) {
        var writer = JSONWriter()
        writer.object {
            $0.field("error", reason)
            $0.field("uid", optional: uid)
        }
        status = 400
        contentType = "application/json"
        body = writer.bytes + [UInt8(ascii: "\n")]
        denial = nil
    }
}
