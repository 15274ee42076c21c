import Manifests

/// A message of the client: a request where it has an `id`, else a notification (JSON-RPC 2.0).
struct Message: Sendable {
    let id: MessageID?
    let method: String
    /// The map of `params`; nil where there is none.
    let params: ManifestNode?

    /// What stands in a message's bytes; nil for an answer to a request, which nobody here has made.
    /// - Throws: where it is no JSON, or no request and no notification.
    init?(_ bytes: [UInt8]) throws(ResponseError) {
        let root: ManifestNode
        do {
            root = try JSONReader.read(bytes).root
        } catch {
            throw ResponseError(.parseError, "a message is no JSON: \(error.message)")
        }
        guard root.kind == .mapping else { throw ResponseError(.invalidRequest, "a message is no JSON object") }
        guard let method = root["method"] else {
            if root["result"] != nil || root["error"] != nil { return nil }
            throw ResponseError(.invalidRequest, "a message has no method")
        }
        id = root["id"].flatMap(MessageID.init)
        guard method.kind == .string, id != nil || root["id"] == nil else {
            throw ResponseError(.invalidRequest, "a message's method is no text, or its id is neither a whole number nor a text")
        }
        self.method = method.text
        params = root["params"].flatMap { $0.kind == .mapping ? $0 : nil }
    }
}

/// What a client calls a request.
enum MessageID: Sendable, Hashable {
    case number(Int64)
    case text(String)

    init?(_ node: ManifestNode) {
        switch node.kind {
        case .number:
            guard let number = Int64(node.text) else { return nil }
            self = .number(number)
        case .string: self = .text(node.text)
        default: return nil
        }
    }
}

/// Why a request gets no result.
struct ResponseError: Error, Sendable, Hashable {
    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// JSON-RPC 2.0, section 5.1, and LSP 3.17, "ErrorCodes".
    enum Code: Int, Sendable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case serverNotInitialized = -32002
        case requestCancelled = -32800
    }
}
