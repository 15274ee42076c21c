public import Logging
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Writes each log record as one line of JSON: `time`, `level`, `message`, and the metadata beside them in alphabetical order.
public struct JSONLogHandler: LogHandler {
    /// What every line carries beside its own fields.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level = .info
    /// Fields that are asked for at each line.
    public var metadataProvider: Logger.MetadataProvider?
    private let write: @Sendable (String) -> Void

    /// A handler that hands each line, with its newline, to `write`.
    public init(write: @escaping @Sendable (String) -> Void = JSONLogHandler.writeToStandardError) {
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
        let time = "\(UTCTime(secondsSinceEpoch: seconds).dateAndClock).\((nanoseconds / 1_000_000).padded(3))Z"
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

    /// Lines of several threads must not mix: a write of more than PIPE_BUF bytes to a pipe may come apart.
    private static let standardErrorLock = Mutex(())

    /// Writes to file descriptor 2. What cannot be written is dropped: a log has nowhere to complain.
    public static func writeToStandardError(_ line: String) {
        var line = line
        standardErrorLock.withLock { _ in
            line.withUTF8 { bytes in
                var rest = UnsafeRawBufferPointer(bytes)
                while !rest.isEmpty {
                    let count = Self.posixWrite(2, rest.baseAddress, rest.count)
                    if count < 0 && errno == EINTR { continue }
                    guard count > 0 else { return }
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                }
            }
        }
    }

    private static func posixWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Musl.write(descriptor, bytes, count)
        #endif
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
            for (index, value) in values.enumerated() {
                if index > 0 { self += "," }
                appendJSON(value)
            }
            self += "]"
        case .dictionary(let fields):
            self += "{"
            for (index, field) in fields.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { self += "," }
                appendJSON(field.key)
                self += ":"
                appendJSON(field.value)
            }
            self += "}"
        }
    }

    fileprivate mutating func appendJSON(_ text: String) {
        self += "\""
        for scalar in text.unicodeScalars {
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
        self += "\""
    }
}
