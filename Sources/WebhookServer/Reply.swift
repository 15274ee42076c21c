/// What a review replies over HTTP, and what it leaves in the log: all that the server knows of the engine.
public struct Reply: Sendable {
    /// The HTTP status: 200 for every AdmissionReview that could be read, allowed or not; 400 for a body that is none.
    public var status: Int
    /// The body, as sent.
    public var body: [UInt8]
    /// The body's media type.
    public var contentType: String
    /// One line for the log, or nothing. Never a whole object.
    public var logRecord: LogRecord?
    /// What the metrics count; nil counts the request alone.
    public var outcome: Outcome?

    /// A reply of JSON, unless told otherwise.
    public init(
        status: Int, body: [UInt8], contentType: String = "application/json", logRecord: LogRecord? = nil, outcome: Outcome? = nil
    ) {
        self.status = status
        self.body = body
        self.contentType = contentType
        self.logRecord = logRecord
        self.outcome = outcome
    }
}

extension Reply {
    /// What a review came to, in words that become labels of metrics: each from a small set.
    public struct Outcome: Sendable, Hashable {
        /// `allowed`, `allowed with warnings`, `allowed with errors`, `denied`, `not reviewed`, `unreadable`.
        public var verdict: String
        /// The object's kind, or a word for all that are not reviewed.
        public var kind: String
        /// `CREATE`, `UPDATE`, `DELETE`, `CONNECT`, or `other`.
        public var operation: String
        /// Whether nothing would have been stored anyway.
        public var isDryRun: Bool
        /// The codes of the rules that found something, each once.
        public var rules: [String]

        /// An outcome.
        public init(verdict: String, kind: String, operation: String, isDryRun: Bool, rules: [String] = []) {
            self.verdict = verdict
            self.kind = kind
            self.operation = operation
            self.isDryRun = isDryRun
            self.rules = rules
        }
    }
}

extension Reply {
    /// One log line: a fixed message and the fields that vary.
    public struct LogRecord: Sendable, Equatable {
        /// How much the line matters.
        public enum Level: String, Sendable {
            case info, warning, error
        }

        /// A field's value.
        public enum Value: Sendable, Equatable {
            case text(String)
            case list([String])
        }

        /// How much the line matters.
        public var level: Level
        /// What happened, the same text each time, so that log searches can count it.
        public var message: String
        /// What varies: uid, kind, namespace, name, operation, codes.
        public var fields: [String: Value]

        /// A log line.
        public init(level: Level, message: String, fields: [String: Value] = [:]) {
            self.level = level
            self.message = message
            self.fields = fields
        }
    }
}
