import Manifests

/// Messages that wait for their turn.
struct Inbox: Sendable {
    /// What is next.
    enum Item: Sendable {
        case message(Message)
        /// A request that the client has taken back.
        case cancelled(MessageID)
        case broken(ResponseError)
        /// The client is gone.
        case end
    }

    /// What a client that does not wait for answers may have under way: so many messages, and so many bytes before the last of them.
    private static let maximumCount = 256
    private static let maximumBytes = 8 << 20

    private var items: [(item: Item, bytes: Int)] = []
    private var first = 0
    private var heldBytes = 0

    var isEmpty: Bool { first == items.count }
    var hasRoom: Bool { items.count - first < Self.maximumCount && heldBytes < Self.maximumBytes }

    /// Adds what the stream holds; `$/cancelRequest` takes effect on what waits.
    mutating func add(_ item: MessageReader.Item) {
        switch item {
        case .broken(let reason): append(.broken(ResponseError(.parseError, reason)))
        case .message(let bytes):
            do throws(ResponseError) {
                guard let message = try Message(bytes) else { return }
                if message.method == "$/cancelRequest", message.id == nil {
                    cancel(message.params?["id"].flatMap(MessageID.init))
                } else {
                    append(.message(message), bytes: bytes.count)
                }
            } catch {
                append(.broken(error))
            }
        }
    }

    mutating func addEnd() { append(.end) }

    mutating func next() -> Item? {
        guard first < items.count else { return nil }
        let (item, bytes) = items[first]
        heldBytes -= bytes
        first += 1
        // What is taken does not stay until a client pauses; by halves, so that each item moves but once.
        if first * 2 >= items.count {
            items.removeFirst(first)
            first = 0
        }
        return item
    }

    private mutating func append(_ item: Item, bytes: Int = 0) {
        items.append((item, bytes))
        heldBytes += bytes
    }

    private mutating func cancel(_ id: MessageID?) {
        guard let id else { return }
        for index in first..<items.count {
            if case .message(let message) = items[index].item, message.id == id { items[index].item = .cancelled(id) }
        }
    }
}
