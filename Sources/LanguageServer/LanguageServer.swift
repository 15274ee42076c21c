import Configuration
import Linting
import Manifests
public import PolicyRules

/// What an editor's client says, and what it is answered (Language Server Protocol 3.17): bytes in, bytes out.
///
/// Messages are answered in their order, one a step. What the client has taken back by then is not worked out, and documents are reviewed when
/// nothing else waits: while somebody types faster than that, the texts in between are nobody's.
public struct LanguageServer {
    /// What the process ends with once the client has said so: 0 after `shutdown`, else 1.
    public private(set) var exitCode: Int32?
    private let product: String
    private let day: () -> CalendarDay
    private let settings: (_ path: String?) -> DocumentSettings
    private var reader = MessageReader()
    private var inbox = Inbox()
    private var state = State.new
    private var client = ClientCapabilities()
    private var documents: [DocumentURI: OpenDocument] = [:]

    private enum State {
        case new, running, shutDown
    }

    /// - Parameters:
    ///   - version: of sockwarden.
    ///   - day: today, for suppressions that expire.
    ///   - settings: what holds for a file, or for a document that is none. Asked at each review.
    public init(
        version: String, day: @escaping () -> CalendarDay, settings: @escaping (_ path: String?) -> DocumentSettings
    ) {
        product = version
        self.day = day
        self.settings = settings
    }

    /// Whether it wants more bytes before it goes on: not while much waits to be answered.
    public var hasRoom: Bool { inbox.hasRoom }
    /// Whether there is something to do without more bytes.
    public var hasWork: Bool { exitCode == nil && (!inbox.isEmpty || documents.values.contains(where: \.isDue)) }

    /// Takes bytes of the client's.
    public mutating func receive(_ bytes: [UInt8]) {
        reader.add(bytes)
        while let item = reader.next() { inbox.add(item) }
    }

    /// Takes note that the client is gone.
    public mutating func receiveEnd() { inbox.addEnd() }

    /// Does what is next, and says what to send.
    public mutating func step() -> [UInt8] {
        guard exitCode == nil else { return [] }
        switch inbox.next() {
        case .message(let message): return answer(message)
        case .broken(let error): return Answer.error(nil, error)
        case .cancelled(let id): return Answer.error(id, ResponseError(.requestCancelled, "the client has taken the request back"))
        case .end:
            exitCode = state == .shutDown ? 0 : 1
            return []
        case nil:
            // In the order of their names: a run is like another.
            let due = documents.values.filter(\.isDue).min { $0.uri.text < $1.uri.text }
            return due.map { publish($0.uri) } ?? []
        }
    }

    private mutating func answer(_ message: Message) -> [UInt8] {
        guard let id = message.id else { return take(message) }
        do throws(ResponseError) {
            return try answer(message, id)
        } catch {
            return Answer.error(id, error)
        }
    }

    /// A notification: nobody waits for an answer, and one that is not understood is passed over.
    private mutating func take(_ message: Message) -> [UInt8] {
        if message.method == "exit" {
            exitCode = state == .shutDown ? 0 : 1
            return []
        }
        guard state == .running else { return [] }
        do throws(ResponseError) {
            switch message.method {
            case "initialized":
                return client.watchesFiles
                    ? Answer.request(.text("watch"), "client/registerCapability", Registration.write) : []
            case "textDocument/didOpen": try open(message)
            case "textDocument/didChange": try change(message)
            case "textDocument/didSave": try save(message)
            case "textDocument/didClose": return try close(message)
            case "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles": reviewAll()
            default: break
            }
            return []
        } catch {
            return Answer.log("\(message.method): \(error.message)")
        }
    }

    private mutating func answer(_ message: Message, _ id: MessageID) throws(ResponseError) -> [UInt8] {
        switch (message.method, state) {
        case ("initialize", .new):
            client = ClientCapabilities(message.params)
            state = .running
            return Answer.result(id) { ServerCapabilities.write(encoding: client.encoding, version: product, to: &$0) }
        case (_, .new): throw ResponseError(.serverNotInitialized, "initialize comes first")
        case (_, .shutDown): throw ResponseError(.invalidRequest, "the server is shut down; exit is what may follow")
        case ("shutdown", _):
            state = .shutDown
            return Answer.result(id) { $0.null() }
        case ("initialize", _): throw ResponseError(.invalidRequest, "the server is initialized already")
        case ("textDocument/hover", _):
            let (document, place) = (try document(message), try message.position())
            let hover = reviewed(document, by: settings(document.uri.path).settings).flatMap {
                Hover(at: document.text.offset(of: place), in: document.text, $0)
            }
            return Answer.result(id) { writer in
                guard let hover else { return writer.null() }
                hover.write(in: document.text, isMarkdown: client.rendersMarkdown, to: &writer)
            }
        case ("textDocument/completion", _):
            let (document, place) = (try document(message), try message.position())
            let completion = Completion(at: document.text.offset(of: place), in: document.text.source)
            return Answer.result(id) {
                completion.write(in: document.text, hasSnippets: client.supportsSnippets, to: &$0)
            }
        case ("textDocument/codeAction", _):
            let document = try document(message)
            let range = try message.range()
            let actions = reviewed(document, by: settings(document.uri.path).settings).map {
                CodeActions(in: range, of: document, $0, only: message.wantedActions)
            }
            return Answer.result(id) { writer in writer.array { actions?.write(to: &$0) } }
        default: throw ResponseError(.methodNotFound, "\(message.method.prefix(100)) is not served")
        }
    }
}

/// Documents.
extension LanguageServer {
    private func document(_ message: Message) throws(ResponseError) -> OpenDocument {
        let uri = try message.uri()
        guard let document = documents[uri] else { throw ResponseError(.invalidParams, "\(uri.text.prefix(200)) is not open") }
        return document
    }

    private mutating func open(_ message: Message) throws(ResponseError) {
        let uri = try message.uri()
        let text = try message.document().text("text")
        documents[uri] = OpenDocument(uri: uri, version: message.version, text: DocumentText(Array(text.utf8), client.encoding))
    }

    private mutating func change(_ message: Message) throws(ResponseError) {
        let uri = try message.uri()
        guard var document = documents[uri] else { throw ResponseError(.invalidParams, "\(uri.text.prefix(200)) is not open") }
        if let text = try message.changedText() { document.text = DocumentText(Array(text.utf8), client.encoding) }
        document.version = message.version
        documents[uri] = document
    }

    /// A configuration file that is saved is in force.
    private mutating func save(_ message: Message) throws(ResponseError) {
        if try document(message).isConfiguration { reviewAll() }
    }

    /// What was said of a document goes with it.
    private mutating func close(_ message: Message) throws(ResponseError) -> [UInt8] {
        let uri = try message.uri()
        guard documents.removeValue(forKey: uri) != nil else { return [] }
        return Diagnostics.none(of: uri)
    }

    private mutating func reviewAll() {
        for uri in documents.keys { documents[uri]?.isDue = true }
    }

    private mutating func publish(_ uri: DocumentURI) -> [UInt8] {
        guard let document = documents[uri] else { return [] }
        documents[uri]?.isDue = false
        if document.isConfiguration { return Diagnostics(ofConfiguration: document).message }
        let settings = settings(document.uri.path)
        return Diagnostics(of: document, reviewed(document, by: settings.settings), problem: settings.problem).message
    }

    /// nil where there is nothing of ours in it.
    private func reviewed(_ document: OpenDocument, by settings: CompiledSettings) -> LintedFile? {
        guard QuickLook.isWorthReading(document.text.source) else { return nil }
        return LintedFile(name: document.uri.name, source: document.text.source, settings: settings, day: day())
    }
}
