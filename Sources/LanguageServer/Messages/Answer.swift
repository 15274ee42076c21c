import Manifests

/// Messages to the client, as bytes with their header.
enum Answer {
    static func result(_ id: MessageID, _ body: (inout JSONWriter) -> Void) -> [UInt8] {
        message { writer in
            write(id, to: &writer)
            writer.key("result")
            body(&writer)
        }
    }

    /// - Parameter id: nil for what could not be read so far.
    static func error(_ id: MessageID?, _ error: ResponseError) -> [UInt8] {
        message { writer in
            write(id, to: &writer)
            writer.key("error")
            writer.object {
                $0.field("message", error.message)
                $0.key("code")
                $0.number(error.code.rawValue)
            }
        }
    }

    static func notification(_ method: String, _ params: (inout JSONWriter) -> Void) -> [UInt8] {
        message { writer in
            writer.field("method", method)
            writer.key("params")
            writer.object(params)
        }
    }

    /// A request to the client, whose answer nobody waits for.
    static func request(_ id: MessageID, _ method: String, _ params: (inout JSONWriter) -> Void) -> [UInt8] {
        message { writer in
            write(id, to: &writer)
            writer.field("method", method)
            writer.key("params")
            writer.object(params)
        }
    }

    /// A line in the client's log.
    static func log(_ message: String) -> [UInt8] {
        notification("window/logMessage") {
            // MessageType.Warning
            $0.key("type")
            $0.number(2)
            $0.field("message", message)
        }
    }

    private static func write(_ id: MessageID?, to writer: inout JSONWriter) {
        writer.key("id")
        switch id {
        case .number(let number): writer.number(number)
        case .text(let text): writer.string(text)
        case nil: writer.null()
        }
    }

    private static func message(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("jsonrpc", "2.0")
            body(&writer)
        }
        return Array("Content-Length: \(writer.bytes.count)\r\n\r\n".utf8) + writer.bytes
    }
}
