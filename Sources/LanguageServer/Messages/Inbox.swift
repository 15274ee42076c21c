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

    /// What a client that does not wait for answers may have under way.
    private static let maximumCount = 256

    private var items: [Item] = []
    private var first = 0

    var isEmpty: Bool { first == items.count }
    var hasRoom: Bool { items.count - first < Self.maximumCount }

    /// Adds what the stream holds; `$/cancelRequest` takes effect on what waits.
    mutating func add(_ item: MessageReader.Item) {
        switch item {
        case .broken(let reason): items.append(.broken(ResponseError(.parseError, reason)))
        case .message(let bytes):
            do throws(ResponseError) {
                guard let message = try Message(bytes) else { return }
                if message.method == "$/cancelRequest", message.id == nil {
                    cancel(message.params?["id"].flatMap(MessageID.init))
                } else {
                    items.append(.message(message))
                }
            } catch {
                items.append(.broken(error))
            }
        }
    }

    mutating func addEnd() { items.append(.end) }

    mutating func next() -> Item? {
        guard first < items.count else { return nil }
        let item = items[first]
        first += 1
        if first == items.count {
            items.removeAll(keepingCapacity: true)
            first = 0
        }
        return item
    }

    private mutating func cancel(_ id: MessageID?) {
        guard let id else { return }
        for index in first..<items.count {
            if case .message(let message) = items[index], message.id == id { items[index] = .cancelled(id) }
        }
    }
}
