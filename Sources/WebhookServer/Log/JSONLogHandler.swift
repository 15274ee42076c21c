public import Logging

/// Writes each log record as one line of JSON: `time`, `level`, `message`, and the metadata beside them in alphabetical order. Every text is
/// cut at a length that no name in Kubernetes has: what a client sends never makes a long line.
public struct JSONLogHandler: LogHandler {
    /// What every line carries beside its own fields.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level = .info
    /// Fields that are asked for at each line.
    public var metadataProvider: Logger.MetadataProvider?
    private let write: @Sendable (String) -> Void

    /// A handler that hands each line, with its newline, to `write`.
    public init(write: @escaping @Sendable (String) -> Void = LogQueue.standardError.append) {
        self.write = write
    }

    /// One of the fields that every line carries.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one record.
    public func log(event: LogEvent) {
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { $1 } }
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = .string("\(error)") }
        let (seconds, nanoseconds) = SystemClock.now()
        let time = UTCTime(secondsSinceEpoch: seconds).timestamp(nanoseconds: nanoseconds)
        write(Self.line(time: time, level: event.level, message: event.message.description, fields: fields))
    }

    /// One record as a line.
    static func line(time: String, level: Logger.Level, message: String, fields: Logger.Metadata) -> String {
        var line = "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"message\":"
        line.appendJSON(message)
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            line += ","
            // A field must not replace what every line has.
            line.appendJSON(["time", "level", "message"].contains(key) ? key + "_" : key)
            line += ":"
            line.appendJSON(value)
        }
        line += "}\n"
        return line
    }
}

extension String {
    fileprivate mutating func appendJSON(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text):
            appendJSON(text)
        case .stringConvertible(let value):
            appendJSON(value.description)
        case .array(let values):
            self += "["
            for (index, value) in values.prefix(Self.longestList).enumerated() {
                if index > 0 { self += "," }
                appendJSON(value)
            }
            self += "]"
        case .dictionary(let fields):
            self += "{"
            for (index, field) in fields.sorted(by: { $0.key < $1.key }).prefix(Self.longestList).enumerated() {
                if index > 0 { self += "," }
                appendJSON(field.key)
                self += ":"
                appendJSON(field.value)
            }
            self += "}"
        }
    }

    /// The longest text of a line, in bytes. A service account's full name may have 338.
    private static let longestText = 512
    private static let longestList = 64

    fileprivate mutating func appendJSON(_ text: String) {
        self += "\""
        if text.utf8.count <= Self.longestText && !text.utf8.contains(where: \.mayNeedEscape) {
            self += text
        } else {
            appendEscaped(text)
        }
        self += "\""
    }

    private mutating func appendEscaped(_ text: String) {
        var length = 0
        for scalar in text.unicodeScalars {
            length += UTF8.width(scalar)
            guard length <= Self.longestText else {
                self += "…"
                return
            }
            switch scalar {
            case "\"": self += "\\\""
            case "\\": self += "\\\\"
            case "\n": self += "\\n"
            // Control characters, also DEL and C1, and the two line separators that some log readers split at.
            case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let hex = String(scalar.value, radix: 16)
                self += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: unicodeScalars.append(scalar)
            }
        }
    }
}

extension UInt8 {
    /// Whether a byte of UTF-8 may belong to a scalar that must not stand in a line as it is.
    fileprivate var mayNeedEscape: Bool {
        switch self {
        case 0...0x1F, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xE2: true
        default: false
        }
    }
}
